/** Registered losses at random parameters within their ranges, for both classes. */
import fc from 'fast-check'
import { ADJUSTMENTS } from '../../src/losses/adjust.ts'
import type { Loss, LossDefinition } from '../../src/losses/loss.ts'
import { isWhole, type ParameterDefinition } from '../../src/losses/parameter.ts'
import { completeLoss, parseLoss } from '../../src/losses/spec/spec.ts'

export const lossOf = (spec: string): Loss => completeLoss(parseLoss(spec))

/** A loss of the register at random parameters within their ranges. */
export function anyParameters(definition: LossDefinition): fc.Arbitrary<Loss> {
  const parts = Object.entries(definition.parameters).map(([name, parameter]) =>
    anyWord(name, parameter).map((word) => `${name}=${word}`),
  )
  return fc.tuple(...parts).map((words) => lossOf(`${definition.name}:${words.join(',')}`))
}

/** The same at a temperature and with a prior, as a rule. */
export function anyAdjusted(definition: LossDefinition): fc.Arbitrary<Loss> {
  const part = (name: string) => anyWord(name, ADJUSTMENTS[name]).map((word) => `${name}=${word}`)
  const some = fc.constantFrom(['temperature'], ['prior'], ['temperature', 'logit-adjust', 'prior'])
  return fc
    .tuple(
      anyParameters(definition),
      some.chain((names) => fc.tuple(...names.map(part))),
    )
    .map(([{ spec }, words]) =>
      lossOf(words.length === 0 ? spec : `${spec}${spec.includes(':') ? ',' : ':'}${words.join(',')}`),
    )
}

function anyWord(name: string, parameter: ParameterDefinition): fc.Arbitrary<string> {
  if (parameter.kind === 'switch') return fc.constantFrom('on', 'off')
  if (parameter.kind === 'alpha') return fc.constantFrom('none', '0.25')
  const { kind, min, max } = parameter
  if (kind === 'numbers')
    return fc
      .array(fc.double({ min: 0, max: 5, noNaN: true }), { minLength: 1, maxLength: 5 })
      .map((list) => list.join(','))
  const ends = fc.constantFrom(min, max, parameter.initial).map(String)
  if (isWhole(parameter)) return fc.oneof(ends, fc.integer({ min, max }).map(String))
  // From -1 on a Poly loss falls with pt; above 20 nothing new happens.
  if (name === 'epsilon') return fc.double({ min: -1, max: 20, noNaN: true }).map(String)
  return fc.oneof(ends, fc.double({ min, max, noNaN: true }).map(String), rounded(min, max))
}

/** As somebody would write it; whole numbers among them. */
function rounded(min: number, max: number): fc.Arbitrary<string> {
  const steps = fc.constantFrom(0.05, 1)
  return fc
    .tuple(fc.double({ min: Math.max(min, -20), max: Math.min(max, 20), noNaN: true }), steps)
    .map(([x, step]) => Math.round(x / step) * step)
    .filter((x) => x >= min && x <= max)
    .map((x) => `${Number(x.toPrecision(12))}`)
}

/** The classes that a loss may be asked for. */
export function classesOf({ tasks }: LossDefinition): readonly (boolean | null)[] {
  return !tasks || tasks.includes('softmax') ? [true, false, null] : [true, false]
}
