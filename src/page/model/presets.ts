/** Settings that papers report, and who reports them. */
import { LOSSES } from '../../losses/index.ts'
import { allows, type Bounds } from '../state/bounds.ts'

export interface Preset {
  readonly spec: string
  readonly text: string
}

export interface PresetGroup {
  readonly title: string
  readonly presets: readonly Preset[]
}

/** gamma with the alpha that went best with it: RetinaNet with ResNet-50 on COCO. */
const TABLE_1B: readonly (readonly [gamma: number, alpha: number])[] = [
  [0.1, 0.75],
  [0.2, 0.75],
  [0.5, 0.5],
  [1, 0.25],
  [2, 0.25],
  [5, 0.25],
]

const PAPERS: readonly PresetGroup[] = [
  {
    title: 'Lin et al. 2017 (focal loss)',
    presets: [
      { spec: 'ce:alpha=0.75', text: 'CE α=0.75, Table 1a' },
      ...TABLE_1B.map(([gamma, alpha]) => ({
        spec: `focal:alpha=${alpha},gamma=${gamma}`,
        text: `focal γ=${gamma} α=${alpha}, Table 1b${gamma === 2 ? ' (RetinaNet)' : ''}`,
      })),
      { spec: 'focal-star:alpha=0.25,gamma=2,beta=1', text: 'FL* γ=2 β=1 α=0.25, Table 3' },
      { spec: 'focal-star:alpha=0.25,gamma=4,beta=0', text: 'FL* γ=4 β=0 α=0.25, Table 3' },
    ],
  },
  {
    title: 'Leng et al. 2022 (PolyLoss)',
    presets: [
      { spec: 'poly1:epsilon=2', text: 'Poly-1 ε=2, ImageNet' },
      { spec: 'poly1:epsilon=-1', text: 'Poly-1 ε=−1, COCO' },
    ],
  },
]

/** What goes with the data: the losses as they are by default, then the papers'. */
export function presetGroups(bounds: Bounds): readonly PresetGroup[] {
  const losses = LOSSES.map(({ name }) => ({ spec: name, text: name }))
  return [{ title: 'Losses', presets: losses }, ...PAPERS]
    .map(({ title, presets }) => ({ title, presets: presets.filter(({ spec }) => allows(spec, bounds)) }))
    .filter(({ presets }) => presets.length > 0)
}
