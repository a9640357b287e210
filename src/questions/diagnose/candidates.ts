/** Fits a form to a reading: gamma by a search, coefficients by least squares, and says what they are. */
import type { Task } from '../../losses/task.ts'
import { type Attempt, type Candidate, combine, designOf, type FitSetting, ungrouped } from './candidate.ts'
import { fitColumns, hopeless, scalesOf, search } from './fit.ts'
import type { Form } from './form.ts'
import { GAMMAS } from './forms.ts'
import { type Evidence, type Pattern, round } from './pattern.ts'
import { patternsOf } from './patterns.ts'
import { smoothedCandidates } from './smoothing.ts'
import type { ScoreReading } from './types.ts'

/** What follows the name of a Poly-1 whose ε term has the other sign: CE + ε (pt − 1) is CE − ε (1 − pt). */
export const SIGN_SLIP = 'pt − 1 where it has 1 − pt'

/** Coefficients fitted worse than this, relative to the values, are not read: nothing rounds to them. */
const READABLE = 0.02

export function fitForm(reading: ScoreReading, form: Form, setting: FitSetting): Attempt {
  const { observed } = setting
  const { values } = observed
  const scales = scalesOf(observed)
  const shared = form.id === 'smoothed'
  const design = (gamma: number) => {
    const full = designOf(reading, form.columns(reading, gamma), values.length)
    return shared ? { ...full, group: null, groups: 1 } : ungrouped(full, values.length)
  }
  const at = (gamma: number) => fitColumns(design(gamma), values, scales)
  const found = form.focused ? search((gamma) => at(gamma).error, GAMMAS, 60, hopeless(values.length)) : 0
  const relative = Math.sqrt(at(found).error / values.length)
  if (form.focused && found < 1e-3) return { candidates: [], error: relative }
  const error = Math.max(1e-9, 10 * relative)
  const gamma = form.focused ? round(found, Math.min(0.02, error)) : 0
  const { coefficients } = at(gamma)
  const rows = spread(coefficients, reading, form.terms.length)
  if (relative > READABLE) return { candidates: [], error: relative }
  const evidence = {
    form,
    task: taskOf(reading, setting),
    classes: setting.classes,
    gamma,
    classWeights: observed.classWeights,
    error,
  }
  const candidates = shared
    ? smoothedCandidates(reading, form, rows, evidence)
    : readCoefficients(reading, form, rows, evidence)
  return { candidates, error: relative }
}

/** Classes against the rest have positives and negatives, whatever the task. */
const taskOf = (reading: ScoreReading, { task }: FitSetting): Task =>
  reading.target && reading.groups === 2 ? 'multilabel' : task

/** Coefficients by group, then term, from whichever way they were solved. */
function spread(
  coefficients: readonly (readonly number[])[],
  reading: ScoreReading,
  terms: number,
): number[][] {
  const { groups, target } = reading
  const of = (g: number, k: number) =>
    target ? coefficients[0][k * groups + g] : (coefficients[g] ?? coefficients[0])[k]
  return Array.from({ length: groups }, (_, g) => Array.from({ length: terms }, (_, k) => of(g, k)))
}

function readCoefficients(
  reading: ScoreReading,
  form: Form,
  rows: readonly (readonly number[])[],
  evidence: Evidence,
): Candidate[] {
  const patterns = patternsOf(
    rows.map(([a]) => a),
    evidence,
  )
  if (form.terms.length === 1)
    return patterns.map((pattern) => candidate(reading, form, pattern, evidence, null))
  return patterns.flatMap((pattern) =>
    epsilons(rows, pattern, evidence).flatMap(({ epsilon, outside }) => {
      if (Math.abs(epsilon) < 1e-6) return []
      const plain = candidate(reading, form, pattern, evidence, { epsilon, outside, slip: false })
      // CE + ε (pt − 1) is CE − ε (1 − pt): a slip and a choice have the same values.
      const maySlip = epsilon < 0 && form.kind === 'standard' && pattern.kind === 'standard'
      if (!maySlip) return [plain]
      return [plain, candidate(reading, form, pattern, evidence, { epsilon, outside, slip: true })]
    }),
  )
}

/** The second term of Poly-1. */
interface PolyTerm {
  readonly epsilon: number
  /** Whether it stands outside the factors. */
  readonly outside: boolean
  /** Whether it is taken for −ε with pt − 1 where it has 1 − pt. */
  readonly slip: boolean
}

/** The epsilon that goes with the factors, under them and outside them. */
function epsilons(rows: readonly (readonly number[])[], { factors }: Pattern, { error }: Evidence) {
  const known = rows.map((row, g) => ({ b: row[1], f: factors[g] })).filter(({ b }) => !Number.isNaN(b))
  const mean = (of: (one: { b: number; f: number }) => number) => {
    const numbers = known.filter(({ f }) => f !== 0).map(of)
    const average = numbers.reduce((a, b) => a + b, 0) / numbers.length
    const same = numbers.every((n) => Math.abs(n - average) <= 0.05 * Math.abs(average) + 1e-9)
    return same && numbers.length > 0 ? round(average, Math.min(0.02, 20 * error)) : null
  }
  const inside = mean(({ b, f }) => b / f)
  const outside = mean(({ b }) => b)
  const constant = factors.every((f) => f === 1)
  return [
    ...(inside === null ? [] : [{ epsilon: inside, outside: false }]),
    ...(outside === null || constant ? [] : [{ epsilon: outside, outside: true }]),
  ]
}

function candidate(
  reading: ScoreReading,
  form: Form,
  pattern: Pattern,
  evidence: Evidence,
  term: PolyTerm | null,
): Candidate {
  const { gamma } = evidence
  const { epsilon, outside, slip } = term ?? { epsilon: 0, outside: false, slip: false }
  const said = slip ? -epsilon : epsilon
  const parameters: Record<string, number | readonly number[]> = {
    ...(form.focused ? { gamma } : {}),
    ...(term ? { epsilon: said } : {}),
    ...pattern.parameters,
  }
  const mistake = slip ? 'poly-sign' : (reading.mistake ?? form.mistake ?? pattern.mistake)
  const kinds = [reading.kind, form.kind, pattern.kind, ...(outside ? ['convention' as const] : [])]
  const kind = mistake ? 'mistake' : kinds.includes('convention') ? 'convention' : 'standard'
  const focus =
    form.focused && parameters.gamma === gamma && pattern.mistake !== 'arguments-swapped'
      ? `γ = ${gamma}`
      : ''
  const words = [focus, term ? `ε = ${said}` : '', pattern.within].filter(Boolean).join(', ')
  const parts = [
    words ? `${form.name} with ${words}` : form.name,
    pattern.words,
    outside ? 'its ε term outside the factors' : '',
    reading.name,
    slip ? SIGN_SLIP : '',
  ]
  return {
    name: parts.filter(Boolean).join(', '),
    kind,
    mistake,
    formula: formulaOf(form, pattern, outside),
    parameters,
    spec: kind === 'mistake' || reading.cost > 2 ? null : specOf(form, pattern, gamma, term),
    cost: reading.cost + form.cost + pattern.cost + (outside ? 1 : 0) + (slip ? 2 : 0),
    clamp: reading.clamp,
    reading: reading.name,
    predict(data) {
      const columns = form.columns(data, gamma)
      return combine(data, columns, (g) => [
        pattern.factors[g] ?? 1,
        outside ? epsilon : epsilon * (pattern.factors[g] ?? 1),
      ])
    },
  }
}

function formulaOf({ terms }: Form, { factors }: Pattern, outside: boolean): string {
  const same = factors.every((f) => f === factors[0])
  const factor = same ? (factors[0] === 1 ? '' : `${factors[0]} · `) : 'αt '
  if (terms.length === 1) return `${factor}${terms[0]}`
  if (outside) return `${factor}${terms[0]} + ε ${terms[1]}`
  return factor === '' ? `${terms[0]} + ε ${terms[1]}` : `${factor}[${terms[0]} + ε ${terms[1]}]`
}

function specOf({ loss }: Form, { alpha }: Pattern, gamma: number, term: PolyTerm | null): string | null {
  const outside = term?.outside ?? false
  if (loss === null || alpha === null || (outside && loss !== 'poly1-focal')) return null
  const parts = [
    alpha,
    loss.includes('focal') ? `gamma=${gamma}` : '',
    term ? `epsilon=${term.epsilon}` : '',
    outside ? 'poly-alpha=off' : '',
  ].filter(Boolean)
  return parts.length > 0 ? `${loss}:${parts.join(',')}` : loss
}
