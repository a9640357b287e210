/** Quantities from rows, with their standard errors: of one set of predictions, and of the change between two. */

import type { Loss } from '../../losses/loss.ts'
import { CROSS_ENTROPY } from '../../losses/spec/plain.ts'
import type { Quantity } from '../../measures/quantities.ts'
import { createQuotient, createQuotientChange, type Estimate } from '../../measures/row-sums.ts'
import { createRowTerms, type Parting, type RowMargins, type RowTerms } from '../../measures/row-terms.ts'
import type { Scatter } from '../../measures/scatter.ts'
import type { NamedRule } from './name-rule.ts'

/** By part of the data, loss and quantity; null where it was not asked for, or is no quotient of sums. */
export type RowEstimates = (part: string | null, loss: Loss | null, quantity: Quantity) => Estimate | null

/** How far a quantity may be off by chance. */
export type RowScatter = (...asked: Parameters<RowEstimates>) => Scatter | null

/** The same key for the same figures: counts know no loss. */
export function keyOf(part: string | null, loss: Loss | null, { name, isOfLoss }: Quantity): string {
  return keyOfNames(part, isOfLoss && loss ? loss.spec : null, name)
}

export function keyOfNames(part: string | null, loss: string | null, quantity: string): string {
  return JSON.stringify([part, loss, quantity])
}

/** Estimates of one set of predictions. */
export function createRowEstimates(wanted: readonly NamedRule[], parting: Parting, edge: number) {
  const termsOf = createRowTerms(parting, edge)
  const { find, estimates } = createTable(createQuotient)
  const quotients = quotientsOf(wanted)
  const add = (samples: RowMargins): void => {
    for (const [part, terms] of termsOf(samples))
      for (const { loss, quantity, sums, rows } of quotients)
        find(part, loss, quantity).add(...sums(terms), rows(terms))
  }
  return { add, estimates }
}

/** Estimates of what has changed between two sets of predictions for the same samples. */
export function createChangeEstimates(wanted: readonly NamedRule[], parting: Parting, edge: number) {
  const termsOf = createRowTerms(parting, edge)
  const { find, estimates } = createTable(createQuotientChange)
  const quotients = quotientsOf(wanted)
  const add = (now: RowMargins, before: RowMargins): void => {
    const then = termsOf(before)
    for (const [part, terms] of termsOf(now))
      for (const { loss, quantity, sums, rows } of quotients) {
        const [[n, d], [nThen, dThen]] = [sums(terms), sums(then.get(part)!)]
        find(part, loss, quantity).add(subtract(n, nThen), subtract(d, dThen), nThen, dThen, rows(terms))
      }
  }
  return { add, estimates }
}

function subtract(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, index) => value - b[index])
}

interface Quotient extends NamedRule {
  /** Its numerator and denominator, row by row. */
  sums(terms: RowTerms): readonly [Float64Array, Float64Array]
  rows(terms: RowTerms): number
}

/** Each quantity once, without those that are no quotients of sums. */
function quotientsOf(wanted: readonly NamedRule[]): readonly Quotient[] {
  const once = new Map(wanted.map((one) => [keyOf(null, one.loss, one.quantity), one]))
  return [...once.values()].flatMap(({ loss, quantity }) => {
    if (!quantity.terms) return []
    const [above, below] = quantity.terms
    const of = loss ?? CROSS_ENTROPY
    return [
      {
        loss,
        quantity,
        sums: (terms) => [terms.sums(of, above), terms.sums(of, below)],
        rows: (terms) => terms.count(below.field),
      },
    ]
  })
}

/** One running quotient for every part, loss and quantity. */
function createTable<Running extends { result(): Estimate }>(create: () => Running) {
  const table = new Map<string, Running>()
  const find = (part: string | null, loss: Loss | null, quantity: Quantity): Running => {
    const key = keyOf(part, loss, quantity)
    const running = table.get(key) ?? create()
    table.set(key, running)
    return running
  }
  const estimates: RowEstimates = (part, loss, quantity) =>
    table.get(keyOf(part, loss, quantity))?.result() ?? null
  return { find, estimates }
}
