/** What it takes to read coefficients. */
import type { Task } from '../../losses/task.ts'
import type { Form } from './form.ts'
import type { Standing } from './types.ts'

/** A way to say coefficients, and the coefficients it says. */
export interface Pattern {
  /** What stands behind `with` in a name, beside γ and ε; and what stands after it. */
  readonly within: string
  readonly words: string
  readonly kind: Standing
  readonly mistake: string | null
  readonly cost: number
  /** By group. */
  readonly factors: readonly number[]
  readonly parameters: Readonly<Record<string, number | readonly number[]>>
  /** As in a spec of lossctl: `alpha=0.25`; null for what it does not say. */
  readonly alpha: string | null
}

/** Numbers within this are held for equal at first; whether they fit is decided by the residuals. */
const NEAR = 0.02

export const near = (a: number, b: number) =>
  Math.abs(a - b) <= NEAR * Math.max(Math.abs(a), Math.abs(b), 0.05)

/** 0.25 for 0.24999999998, when that lies within the error. Numbers have been rounded by people. */
export function round(x: number, error: number): number {
  for (let digits = 0; digits <= 6; digits++) {
    const rounded = Math.round(x * 10 ** digits) / 10 ** digits
    if (Math.abs(rounded - x) <= error) return rounded
  }
  return x
}

export interface Evidence {
  readonly form: Form
  readonly task: Task
  readonly classes: number
  readonly gamma: number
  readonly classWeights: readonly number[] | null
  /** How exactly coefficients are known. */
  readonly error: number
}

export const LOG10 = 1 / Math.LN10
export const LOG2 = 1 / Math.LN2

/** Takes down a way to say the factors: `{ with: 'α = 0.25' }`, or what follows a comma. */
export type Say = (
  words: string | { readonly with: string },
  kind: Standing,
  cost: number,
  factors: readonly number[],
  more?: Partial<Pattern>,
) => void
