/**
 * Cross-entropy that is weighted, or smoothed, before it is modulated: v = (1 − e^−m)^γ m, where m is w CE, or
 * a label-smoothed CE. Undone for a given gamma, m is linear again.
 */
import { least } from '../../extremes.ts'
import { type Attempt, type Candidate, combine, type FitSetting } from './candidate.ts'
import { type Design, fitColumns, hopeless, scalesOf, search } from './fit.ts'
import { GAMMAS } from './forms.ts'
import { round } from './pattern.ts'
import type { ScoreReading } from './types.ts'

export const modulate = (m: number, gamma: number): number => (-Math.expm1(-m)) ** gamma * m

/** m from v, by Newton's method on logarithms, where the function is nearly a straight line. */
function demodulate(v: number, gamma: number): number {
  if (!(v > 0)) return 0
  const target = Math.log(v)
  let x = v > 1 ? target : target / (gamma + 1)
  for (let step = 0; step < 30; step++) {
    const m = Math.exp(x)
    const off = gamma * Math.log(-Math.expm1(-m)) + x - target
    const move = off / (1 + (gamma * m) / Math.expm1(m))
    x -= move
    if (Math.abs(move) < 1e-15) break
  }
  return Math.exp(x)
}

export function fitModulated(reading: ScoreReading, setting: FitSetting): Attempt {
  const none: Attempt = { candidates: [], error: Number.POSITIVE_INFINITY }
  const { values } = setting.observed
  if (reading.target || values.some((v) => v < 0)) return none
  const weighted = { columns: [reading.ce], group: reading.group, groups: reading.groups }
  const enough = values.length >= 3 * reading.groups
  const smoothed = { columns: [reading.ce, reading.total], group: null, groups: 1 }
  const attempts = [
    ...(enough ? [undo(weighted, false, reading, setting)] : []),
    undo(smoothed, true, reading, setting),
  ]
  return {
    candidates: attempts.flatMap(({ candidates }) => candidates),
    error: least(attempts.map(({ error }) => error)),
  }
}

function undo(
  design: Design,
  smoothing: boolean,
  reading: ScoreReading,
  { observed, task, classes }: FitSetting,
): Attempt {
  const scales = scalesOf(observed)
  const at = (gamma: number) => {
    const undone = observed.values.map((v) => demodulate(v, gamma))
    const solution = fitColumns(design, undone, scalesOf({ ...observed, values: undone }))
    return { ...solution, undone }
  }
  const found = search((gamma) => at(gamma).error, GAMMAS, 50, hopeless(scales.length))
  const relative = Math.sqrt(at(found).error / scales.length)
  if (relative > 0.01 || found < 1e-3) return { candidates: [], error: relative }
  const error = Math.max(1e-8, 10 * relative)
  const gamma = round(found, Math.min(0.02, error))
  const { coefficients } = at(gamma)
  if (smoothing)
    return {
      candidates: smoothedFirst(reading, gamma, coefficients[0], task === 'softmax' ? classes : 2, error),
      error: relative,
    }
  return {
    candidates: weightedFirst(
      reading,
      gamma,
      coefficients.map(([w]) => w),
      task !== 'softmax',
      error,
    ),
    error: relative,
  }
}

function weightedFirst(
  reading: ScoreReading,
  gamma: number,
  found: readonly number[],
  binary: boolean,
  error: number,
): Candidate[] {
  const weights = found.map((w) => (Number.isNaN(w) ? 1 : round(w, error)))
  if (weights.every((w) => Math.abs(w - 1) < 1e-6)) return []
  const positive = binary && Math.abs(weights[0] - 1) < 1e-6
  return [
    {
      name: `focal loss with γ = ${gamma} whose pt comes from ${positive ? `a cross-entropy with pos_weight ${weights[1]}` : 'the weighted cross-entropy'}`,
      kind: 'mistake',
      mistake: positive ? 'pos-weight-in-pt' : 'weight-in-pt',
      formula: '(1 − pt^w)^γ · w CE',
      parameters: positive ? { gamma, posWeight: weights[1] } : { gamma, classWeights: weights },
      spec: null,
      cost: reading.cost + 4,
      clamp: reading.clamp,
      reading: reading.name,
      predict: (data) =>
        combine(data, [data.ce.map((ce, i) => modulate((weights[data.group[i]] ?? 1) * ce, gamma))], () => [
          1,
        ]),
    },
  ]
}

function smoothedFirst(
  reading: ScoreReading,
  gamma: number,
  [a, b]: readonly number[],
  classes: number,
  error: number,
): Candidate[] {
  if (!(b > 1e-6) || Math.abs(a + classes * b - 1) > 1e-3) return []
  const smoothing = round(classes * b, 20 * error)
  return [
    {
      name: `focal loss with γ = ${gamma} whose pt comes from a cross-entropy with label smoothing ${smoothing}`,
      kind: 'mistake',
      mistake: 'smoothing-in-pt',
      formula: '(1 − e^−m)^γ m,  m = (1 − s) CE + s · mean of −ln p',
      parameters: { gamma, smoothing },
      spec: null,
      cost: reading.cost + 4,
      clamp: reading.clamp,
      reading: reading.name,
      predict: (data) =>
        combine(
          data,
          [
            data.ce.map((ce, i) =>
              modulate((1 - smoothing) * ce + (smoothing / classes) * data.total[i], gamma),
            ),
          ],
          () => [1],
        ),
    },
  ]
}
