/** Reads coefficients: which alpha, which weights, which epsilon, which slip gives them. */
import { classPatterns } from './class-patterns.ts'
import { type Evidence, LOG2, LOG10, near, type Pattern, round, type Say } from './pattern.ts'
import { sidedPatterns } from './sided-patterns.ts'

/** All ways to say the factors of the groups, NaN for a group without samples. */
export function patternsOf(given: readonly number[], evidence: Evidence): Pattern[] {
  const known = given.filter((f) => !Number.isNaN(f))
  if (known.length === 0) return []
  const mean = known.reduce((a, b) => a + b, 0) / known.length
  const constant = known.every((f) => near(f, mean))
  const found: Pattern[] = []
  const say: Say = (words, kind, cost, factors, more = {}) => {
    const said = typeof words === 'string' ? { within: '', words } : { within: words.with, words: '' }
    found.push({ ...said, kind, cost, factors, mistake: null, parameters: {}, alpha: null, ...more })
  }
  const all = (f: number) => given.map(() => f)
  if (constant) constantPatterns(mean, evidence, say, all)
  if (evidence.task !== 'softmax') sidedPatterns(given, evidence, say)
  else classPatterns(given, constant, evidence, say)
  return found
}

function constantPatterns(
  mean: number,
  { form, task, classes, gamma, error }: Evidence,
  say: Say,
  all: (f: number) => number[],
) {
  const f = round(mean, error)
  const parameters = { factor: f }
  const mistake = (name: string, words: Parameters<Say>[0], cost: number, value: number, more = {}) =>
    say(words, 'mistake', cost, all(value), { mistake: name, ...more })
  if (near(mean, 1)) say('', 'standard', 0, all(1), { alpha: '' })
  if (near(mean, LOG10)) mistake('log-base', { with: 'logarithms to base 10' }, 1, LOG10)
  if (near(mean, LOG2)) mistake('log-base', { with: 'logarithms to base 2' }, 1, LOG2)
  if (mean < 0) {
    if (near(mean, -1)) mistake('sign', { with: 'the sign turned round' }, 1, -1)
    else mistake('sign', { with: `the sign turned round, times ${-f}` }, 3, f, { parameters })
    return
  }
  const times = form.id === 'focal' && near(gamma, 1)
  if (times && !near(mean, 1))
    mistake('gamma-times', `multiplied by γ = ${f} instead of raised to it`, 1, f, {
      parameters: { gamma: f },
    })
  if (near(mean, 1)) return
  if (near(mean, 1 / 2) && task !== 'softmax')
    mistake('alpha-cancels', 'halved, as where α and 1 − α cancel', 3, 1 / 2, {
      parameters: { factor: 1 / 2 },
    })
  if (task === 'softmax') {
    const odd = mean > 1 || near(mean, LOG10) ? 5 : 2
    say(`times ${f}, one α on every class`, 'convention', odd, all(f), { parameters: { alpha: f } })
    if (near(mean, 1 / classes))
      mistake('class-dilution', `divided by the ${classes} classes`, 2, 1 / classes, {
        parameters: { factor: 1 / classes },
      })
  } else if (mean < 1) {
    mistake('alpha-both', { with: `α = ${f} on both classes` }, 1, f, { parameters: { alpha: f } })
    // A plain weight of the loss, as detectors have it, gives the same values.
    say(`times ${f}`, 'convention', 1, all(f), { parameters })
  } else say(`times ${f}`, 'convention', 3, all(f), { parameters })
}
