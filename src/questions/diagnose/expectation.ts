/** Whether values are those of the loss that somebody expects. */
import { completeLoss, parseLoss } from '../../losses/spec/spec.ts'
import type { Diagnosis } from './diagnose.ts'

export interface Expectation {
  readonly spec: string
  readonly met: boolean
}

/** A tie counts: the values are those of the loss expected. */
export function expectationOf(spec: string, { explanations, tied }: Diagnosis): Expectation {
  const wanted = canonical(spec)
  const met = explanations
    .slice(0, tied)
    .some(({ spec: found }) => found !== null && canonical(found) === wanted)
  return { spec: wanted, met }
}

function canonical(spec: string): string {
  return completeLoss(parseLoss(spec)).spec
}
