/** fixtures/rows.json: small data sets under two models, with quotients of their sums in 60-digit arithmetic. */
import { readFileSync } from 'node:fs'
import { completeLoss, parseLoss } from '../../src/losses/spec/spec.ts'
import { parseQuantity } from '../../src/measures/quantities.ts'
import { UNIT } from '../golden/rounding.ts'
import { fixture } from './shared.ts'

export interface RowSet {
  readonly name: string
  readonly row: readonly number[]
  readonly positive: readonly boolean[]
  readonly weight: readonly number[]
  readonly now: readonly number[]
  readonly before: readonly number[]
  readonly estimates: readonly {
    readonly loss: string | null
    readonly quantity: string
    readonly value: number
    readonly standardError: number
    readonly change: number
    readonly changeError: number
    readonly df: number
    /** Standard error of what the parts of each row's error would add up to if they did not cancel. */
    readonly size: number
  }[]
}

export const ROW_SETS: readonly RowSet[] = JSON.parse(readFileSync(fixture('rows.json'), 'utf8'))

export function nameEstimate({ loss, quantity }: RowSet['estimates'][number]) {
  return {
    loss: loss === null ? null : completeLoss(parseLoss(loss)),
    quantity: parseQuantity(quantity, 'binary'),
  }
}

/**
 * A loss errs by less than 32 units (test/golden/rounding.ts: 4 gamma + 13, and some for the weight and the sum of a row);
 * what squares and their sums add is relative to the result.
 */
export function near(got: number, want: number, size: number): boolean {
  return Math.abs(got - want) <= 32 * UNIT * size + 1e-12 * Math.abs(want)
}
