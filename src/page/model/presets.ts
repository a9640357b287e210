/** Settings that papers report, and who reports them. */
import { LOSSES } from '../../losses/index.ts'
import type { Preset } from '../../losses/loss.ts'
import { PURPOSES } from '../../losses/purposes.ts'
import { allows, type Bounds } from '../state/bounds.ts'

export interface PresetGroup {
  readonly title: string
  readonly presets: readonly Pick<Preset, 'spec' | 'text'>[]
}

/** What goes with the data: the losses as they are by default, by what they are for, then the papers'. */
export function presetGroups(bounds: Bounds): readonly PresetGroup[] {
  const losses = PURPOSES.map(({ name: purpose }) => ({
    title: `Losses: ${purpose}`,
    presets: LOSSES.filter((loss) => loss.purpose === purpose).map(({ name }) => ({
      spec: name,
      text: name,
    })),
  }))
  const reported = LOSSES.flatMap(({ presets }) => presets)
  const papers = [...new Set(reported.map(({ paper }) => paper))].map((title) => ({
    title,
    presets: reported.filter(({ paper }) => paper === title),
  }))
  return [...losses, ...papers]
    .map(({ title, presets }) => ({ title, presets: presets.filter(({ spec }) => allows(spec, bounds)) }))
    .filter(({ presets }) => presets.length > 0)
}
