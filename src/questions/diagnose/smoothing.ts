/** Reads the coefficients of label smoothing. */
import { type Candidate, combine } from './candidate.ts'
import type { Form } from './form.ts'
import { type Evidence, round } from './pattern.ts'
import type { ScoreReading } from './types.ts'

/** Label smoothing: the two coefficients must share out a whole. */
export function smoothedCandidates(
  reading: ScoreReading,
  form: Form,
  [[a, b]]: readonly (readonly number[])[],
  evidence: Evidence,
): Candidate[] {
  const classes = evidence.task === 'softmax' ? evidence.classes : 2
  if (!(b > 1e-6) || Math.abs(a + classes * b - 1) > 1e-3) return []
  const rate = (s: number, words: string, kind: 'standard' | 'convention', cost: number): Candidate => {
    const smoothing = round(s, 20 * evidence.error)
    const each = (smoothing / s) * b
    return {
      name: `${form.name} ${smoothing} ${words}`,
      kind: reading.mistake ? 'mistake' : kind === 'standard' ? reading.kind : kind,
      mistake: reading.mistake,
      formula: '(1 − s) CE + s · mean of −ln p over the classes',
      parameters: { smoothing },
      spec: null,
      cost: form.cost + cost + reading.cost + (smoothing === s ? 2 : 0),
      clamp: reading.clamp,
      reading: reading.name,
      predict: (data) => combine(data, form.columns(data, 0), () => [1 - classes * each, each]),
    }
  }
  return [
    rate(classes * b, `(s/${classes} on every class)`, 'standard', 0),
    rate(
      (classes - 1) * b,
      classes === 2 ? '(1 becomes 1 − s, 0 becomes s)' : `(s/${classes - 1} on the other classes)`,
      'convention',
      1,
    ),
  ]
}
