/** Every library whose code gives a value per sample: the function and its parameters are told from the values. */
import { describe, expect, it } from 'vitest'
import { completeLoss, parseLoss } from '../../../src/losses/spec/spec.ts'
import { diagnoseSamples } from '../../../src/questions/diagnose/diagnose.ts'
import type { Explanation, ScoredSamples } from '../../../src/questions/diagnose/types.ts'
import { express } from '../../golden/adapters.ts'
import type { Expression } from '../../golden/expression.ts'
import { ENTRIES, flatten, nameOf, type PeerCase, type PeerInput, readPeer } from '../../golden/peer.ts'
import { draws } from '../../made/draws.ts'
import { toSamples } from './cases.ts'

const PEERS = ENTRIES.filter(({ kind }) => kind === 'peer')

/** Cases tried of each file, evenly spread over it. */
const TRIED = draws(40)

/** Cases with a value per sample that a loss of ours expresses, on inputs that are not made to lose digits. */
function usable(
  input: PeerInput,
  one: PeerCase,
): { samples: ScoredSamples; values: Float64Array } | undefined {
  if (one.input.endsWith('_extreme') || !/^(binary|multilabel|softmax)_(logits|probs)$/.test(input.kind))
    return undefined
  if (input.ignore_index !== undefined || one.none === undefined) return undefined
  const samples = toSamples(input as never)
  const given = flatten(one.none as never)
  const n = samples.label.length
  if (given.some((value) => !Number.isFinite(value)) || n < 8) return undefined
  if (given.length === n) return { samples, values: Float64Array.from(given) }
  if (samples.task !== 'softmax' || given.length !== n * samples.classes) return undefined
  const rows = Float64Array.from({ length: n }, (_, i) =>
    given.slice(i * samples.classes, (i + 1) * samples.classes).reduce((a, b) => a + b, 0),
  )
  return { samples, values: rows }
}

/** The parameters that both have must agree; a factor of the library's may stand in another word. */
function agrees(expression: Expression, { kind, spec, parameters, name }: Explanation): boolean {
  const wanted = completeLoss(parseLoss(expression.spec))
  if (spec !== null && expression.weight === undefined && expression.factor === undefined)
    if (completeLoss(parseLoss(spec)).spec === wanted.spec) return true
  const same = (key: 'gamma' | 'epsilon' | 'beta', expected: number) =>
    Math.abs(((parameters[key] as number | undefined) ?? 0) - expected) < 1e-4
  const wantedOf = (key: 'gamma' | 'epsilon' | 'beta') => (wanted.parameters[key] as number | undefined) ?? 0
  // An alpha of a half is a half of everything, of which an ε outside it is twice as much.
  const isHalf = wanted.parameters.alpha === 0.5 && parameters.factor === 0.5
  // With gamma = 0, epsilon = 0 or γ = 1 in focal-star a loss goes by a simpler name.
  if (wanted.definition.name === 'focal-star')
    return name.startsWith('cross-entropy')
      ? wanted.parameters.gamma === 1
      : isHalf &&
          name.startsWith('focal-star') &&
          same('gamma', wantedOf('gamma')) &&
          same('beta', wantedOf('beta'))
  const isOutside = wanted.parameters['poly-alpha'] === 'off'
  const epsilon = wantedOf('epsilon') * (isHalf && isOutside ? 2 : 1)
  return kind !== 'mistake' && same('gamma', wantedOf('gamma')) && same('epsilon', epsilon)
}

const title = 'the libraries with a value per sample'

describe.skipIf(PEERS.length === 0)(
  PEERS.length > 0 ? title : `${title} (skipped: there is no shared/golden)`,
  () => {
    it('are told, function and parameters, from their values', () => {
      const lines: string[] = []
      const accused: string[] = []
      let [functions, right] = [0, 0]
      for (const entry of PEERS) {
        const file = readPeer(entry)
        const cases = file.cases.flatMap((one) => {
          const expression = express(nameOf(entry), file, one)
          if (typeof expression === 'string') return []
          const data = usable(file.inputs[one.input], one)
          return data ? [{ one, expression, ...data }] : []
        })
        if (cases.length === 0) continue
        const step = Math.ceil(cases.length / TRIED)
        const misses = cases
          .filter((_, i) => i % step === 0)
          .flatMap(({ one, expression, samples, values }) => {
            const { explanations, tied, verdict } = diagnoseSamples(samples, {
              per: 'sample',
              values,
              half: 0,
              batchSize: 0,
              classWeights: null,
            })
            if (explanations.slice(0, tied).some((explanation) => agrees(expression, explanation))) return []
            if (verdict === 'mistake')
              accused.push(`${nameOf(entry)} ${one.id} ${expression.spec}: ${explanations[0].name}`)
            return [`${nameOf(entry)} ${one.id} ${expression.spec}: ${verdict}, ${explanations[0]?.name}`]
          })
        functions++
        if (misses.length === 0) right++
        lines.push(...misses)
      }
      expect(accused).toEqual([])
      expect(functions).toBeGreaterThan(30)
      expect(right / functions, `${right} of ${functions}\n${lines.join('\n')}`).toBeGreaterThanOrEqual(0.95)
    })
  },
)
