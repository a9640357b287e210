/** How far a slider of a parameter goes: where people look, which may be less than what the loss takes. */
import type { ParameterDefinition } from '../../losses/parameter.ts'

export interface SliderRange {
  readonly min: number
  readonly max: number
  readonly step: number
}

const RANGES: Readonly<Record<string, SliderRange>> = {
  alpha: { min: 0, max: 1, step: 0.01 },
  gamma: { min: 0, max: 5, step: 0.05 },
  epsilon: { min: -1, max: 8, step: 0.05 },
  beta: { min: -5, max: 5, step: 0.1 },
}

/** Never beyond what the loss takes; beyond the slider there is the field beside it. */
export function sliderRange(name: string, definition: ParameterDefinition): SliderRange {
  const { min, max, step } = RANGES[name] ?? { min: 0, max: 1, step: 0.01 }
  return { min: Math.max(min, definition.min ?? min), max: Math.min(max, definition.max ?? max), step }
}
