/** Settings that papers report, and who reports them. */
import { LOSSES } from '../../losses/index.ts'
import type { Preset } from '../../losses/loss.ts'
import { allows, type Bounds } from '../state/bounds.ts'

export interface PresetGroup {
  readonly title: string
  readonly presets: readonly Pick<Preset, 'spec' | 'text'>[]
}

/** What goes with the data: the losses as they are by default, then the papers'. */
export function presetGroups(bounds: Bounds): readonly PresetGroup[] {
  const losses = LOSSES.map(({ name }) => ({ spec: name, text: name }))
  const reported = LOSSES.flatMap(({ presets }) => presets)
  const papers = [...new Set(reported.map(({ paper }) => paper))].map((title) => ({
    title,
    presets: reported.filter(({ paper }) => paper === title),
  }))
  return [{ title: 'Losses', presets: losses }, ...papers]
    .map(({ title, presets }) => ({ title, presets: presets.filter(({ spec }) => allows(spec, bounds)) }))
    .filter(({ presets }) => presets.length > 0)
}
