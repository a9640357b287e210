/** Reads the factors of negatives and positives. */
import { type Evidence, LOG2, LOG10, near, round, type Say } from './pattern.ts'

/** Negatives and positives. */
export function sidedPatterns(
  [negative, positive]: readonly number[],
  { form, gamma, error, task }: Evidence,
  say: Say,
) {
  if (task === 'softmax') return
  const both = !Number.isNaN(negative) && !Number.isNaN(positive)
  const [n, p] = [round(negative, error), round(positive, error)]
  if (!both) {
    const [f, side] = Number.isNaN(negative) ? [p, 1] : [n, 0]
    const alpha = side ? f : round(1 - f, error)
    if (!near(f, 1) && f > 0 && f < 1)
      say({ with: `α = ${alpha}` }, 'standard', 1, [1 - alpha, alpha], {
        parameters: { alpha },
        alpha: `alpha=${alpha}`,
      })
    return
  }
  const sum = negative + positive
  const zero = (f: number, other: number) => Math.abs(f) <= 1e-6 * Math.abs(other)
  const alpha = round((positive + 1 - negative) / 2, error)
  const inside = alpha >= -1e-9 && alpha <= 1 + 1e-9
  if (near(sum, 1) && inside) {
    // α = 1 leaves the negatives out, which is a slip more often than a wish.
    say({ with: `α = ${alpha}` }, 'standard', alpha === 1 ? 3 : 1, [1 - alpha, alpha], {
      parameters: { alpha },
      alpha: `alpha=${alpha}`,
    })
    if (Math.abs(alpha - 0.5) > 1e-9)
      say(
        { with: `α = ${round(1 - alpha, error)} given to the negatives` },
        'mistake',
        alpha > 0.5 ? 3 : 5,
        [1 - alpha, alpha],
        {
          mistake: 'alpha-swapped',
          parameters: { alpha: round(1 - alpha, error) },
        },
      )
  }
  if (near(sum, 1) && !inside && form.id === 'focal')
    say(
      { with: `γ and α in each other's place: α = ${round(gamma, error)}, γ = ${alpha}` },
      'mistake',
      1,
      [1 - alpha, alpha],
      {
        mistake: 'arguments-swapped',
        parameters: { alpha: round(gamma, error), gamma: alpha },
      },
    )
  if (zero(negative, positive)) {
    say(near(p, 1) ? 'of positives only' : `of positives only, times ${p}`, 'mistake', 1, [0, p], {
      mistake: 'missing-negatives',
      parameters: near(p, 1) ? {} : { alpha: p },
    })
    return
  }
  if (near(negative, 1) && !near(positive, 1) && positive > 0)
    say({ with: `positives weighing ${p}` }, form.id === 'ce' ? 'standard' : 'convention', 2, [1, p], {
      parameters: { posWeight: p },
    })
  if (near(positive, 1) && !near(negative, 1) && negative > 0)
    say({ with: `α = ${n} on negatives only` }, 'mistake', 2, [n, 1], {
      mistake: 'alpha-negatives',
      parameters: { alpha: n },
    })
  if (sum < 0 && near(sum, -1) && positive <= 0)
    say({ with: `the sign turned round and α = ${round(-positive, error)}` }, 'mistake', 2, [n, p], {
      mistake: 'sign',
      parameters: { alpha: round(-positive, error) },
    })
  scaledPatterns([negative, positive], { form, gamma, error }, say)
}

/** alpha_t and a factor beside it. */
function scaledPatterns(
  [negative, positive]: readonly number[],
  { form, gamma, error }: Pick<Evidence, 'form' | 'gamma' | 'error'>,
  say: Say,
) {
  const sum = negative + positive
  if (near(sum, 1) || near(negative, positive) || negative < 0 || positive < 0) return
  const alpha = round(positive / sum, error)
  const factors = (f: number) => [f * (1 - alpha), f * alpha]
  const f = round(sum, error)
  if (form.id === 'focal' && near(gamma, 1))
    say(`multiplied by γ = ${f} instead of raised to it, α = ${alpha}`, 'mistake', 2, factors(f), {
      mistake: 'gamma-times',
      parameters: { gamma: f, alpha },
    })
  for (const [base, factor] of [
    [10, LOG10],
    [2, LOG2],
  ])
    if (near(sum, factor))
      say({ with: `α = ${alpha} and logarithms to base ${base}` }, 'mistake', 2, factors(factor), {
        mistake: 'log-base',
        parameters: { alpha },
      })
  if (!near(negative, 1))
    say(
      { with: `factors ${round(negative, error)} for negatives and ${round(positive, error)} for positives` },
      'convention',
      4,
      [round(negative, error), round(positive, error)],
      {
        parameters: { negative: round(negative, error), positive: round(positive, error) },
      },
    )
}
