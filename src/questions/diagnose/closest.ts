/** What is shown when nothing fits. */
import { type Candidate, combine, designOf, type FitSetting, ungrouped } from './candidate.ts'
import { fitColumns, scalesOf, search } from './fit.ts'
import type { Form } from './form.ts'
import { GAMMAS } from './forms.ts'
import type { ScoreReading } from './types.ts'

/** What a form comes to with whatever factors are best: for values that nothing explains. */
export function closest(reading: ScoreReading, form: Form, { observed }: FitSetting): Candidate {
  const { values } = observed
  const design = (gamma: number) =>
    ungrouped(designOf(reading, form.columns(reading, gamma), values.length), values.length)
  const at = (gamma: number) => fitColumns(design(gamma), values, scalesOf(observed))
  const gamma = form.focused ? search((x) => at(x).error, GAMMAS, 20) : 0
  const { coefficients } = at(gamma)
  const factors = Array.from({ length: reading.groups }, (_, g) => (coefficients[g] ?? coefficients[0])[0])
  return {
    name: `${form.name} with factors of its own for each class`,
    kind: 'convention',
    mistake: null,
    formula: `αt ${form.terms[0]}`,
    parameters: form.focused ? { gamma, factors } : { factors },
    spec: null,
    cost: 9,
    clamp: reading.clamp,
    reading: reading.name,
    predict: (data) =>
      combine(data, form.columns(data, gamma), (g) => [Number.isNaN(factors[g]) ? 0 : factors[g]]),
  }
}
