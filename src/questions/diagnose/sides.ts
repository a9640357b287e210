/** Positives and negatives each fitted on their own, for scripts that treat them differently. */
import { type Attempt, type Candidate, combine, type FitSetting } from './candidate.ts'
import { fitColumns, hopeless, scalesOf, search } from './fit.ts'
import type { Form } from './form.ts'
import { GAMMAS, SIDES } from './forms.ts'
import { round } from './pattern.ts'
import type { Observed, ScoreReading } from './types.ts'

interface Side {
  readonly form: Form
  readonly gamma: number
  readonly factor: number
  readonly error: number
}

/** The best form of one label's samples; undefined when there are too few, or all of them are 0. */
function fitSide(reading: ScoreReading, label: number, observed: Observed): Side | undefined {
  const kept = [...reading.group.keys()].filter((i) => reading.group[i] === label)
  if (kept.length < 4) return undefined
  const pick = (from: Float64Array) => Float64Array.from(kept, (i) => from[i])
  const part: ScoreReading = {
    ...reading,
    ce: pick(reading.ce),
    q: pick(reading.q),
    pt: pick(reading.pt),
    total: pick(reading.total),
    group: new Int32Array(kept.length),
    groups: 1,
  }
  const values = pick(observed.values)
  const scales = scalesOf({ ...observed, values })
  const sides = SIDES.map((form) => {
    const at = (gamma: number) =>
      fitColumns({ columns: form.columns(part, gamma), group: null, groups: 1 }, values, scales)
    const found = form.focused ? search((gamma) => at(gamma).error, GAMMAS, 60, hopeless(values.length)) : 0
    const relative = Math.sqrt(at(found).error / values.length)
    const error = Math.max(1e-9, 10 * relative)
    const gamma = form.focused ? round(found, Math.min(0.02, error)) : 0
    const [[factor]] = at(gamma).coefficients
    return { form, gamma, factor: round(factor, error), error: relative }
  })
  const best = sides.reduce((a, b) => (b.error < a.error * 0.5 ? b : a))
  return best.error < 1e-2 ? best : undefined
}

export function fitSides(reading: ScoreReading, { task, observed }: FitSetting): Attempt {
  const none: Attempt = { candidates: [], error: Number.POSITIVE_INFINITY }
  if (task === 'softmax' || reading.target) return none
  const negative = fitSide(reading, 0, observed)
  const positive = fitSide(reading, 1, observed)
  if (!negative || !positive) return none
  // Alike on both sides, they are a form of their own.
  if (negative.form === positive.form && Math.abs(negative.gamma - positive.gamma) < 1e-6) return none
  const error = Math.hypot(negative.error, positive.error)
  return { candidates: readSides(reading, negative, positive), error }
}

function readSides(reading: ScoreReading, negative: Side, positive: Side): Candidate[] {
  const sides = [negative, positive]
  const parameters = {
    gammaNegative: negative.gamma,
    gammaPositive: positive.gamma,
    factorNegative: negative.factor,
    factorPositive: positive.factor,
  }
  const base = {
    kind: 'mistake' as const,
    formula: `${sideFormula(positive)} for positives, ${sideFormula(negative)} for negatives`,
    parameters,
    spec: null,
    cost: reading.cost + 4,
    clamp: reading.clamp,
    reading: reading.name,
    predict(data: ScoreReading) {
      const columns = sides.map(({ form, gamma }) => form.columns(data, gamma)[0])
      return combine(data, columns, (g) => [g === 0 ? negative.factor : 0, g === 1 ? positive.factor : 0])
    },
  }
  const [n, p] = [negative.form.id, positive.form.id]
  if (n === 'pt-for-error' && (p === 'focal' || p === 'ce'))
    return [
      { ...base, name: 'focal loss with negatives modulated by (1 − p)^γ', mistake: 'negatives-modulation' },
    ]
  if (n === 'focal' && p === 'focal' && Math.abs(positive.gamma - 1) < 1e-6 && positive.factor >= 0)
    return [
      {
        ...base,
        name: `focal loss whose positives are multiplied by γ = ${negative.gamma}`,
        mistake: 'gamma-times',
      },
      { ...twoGammas(base, negative, positive), cost: base.cost + 1 },
    ]
  if (n === 'focal' && p === 'pt-for-error')
    return [{ ...base, name: 'focal loss with positives modulated by pt^γ', mistake: 'pt-for-error' }]
  if (n === 'focal' && p === 'ce')
    return [
      {
        ...twoGammas(base, negative, positive),
        name: `negatives focused with γ = ${negative.gamma} and α = ${negative.factor}, positives not, as in varifocal loss`,
      },
    ]
  return [twoGammas(base, negative, positive)]
}

function twoGammas(base: Omit<Candidate, 'name' | 'mistake'>, negative: Side, positive: Side): Candidate {
  const name = `focal loss with γ = ${positive.gamma} for positives and ${negative.gamma} for negatives, as in asymmetric loss`
  return { ...base, kind: 'convention', mistake: null, name }
}

function sideFormula({ form, gamma, factor }: Side): string {
  return `${factor} ${form.terms[0].replace('γ', `${gamma}`)}`
}
