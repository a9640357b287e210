/** Reads factors class by class. */
import { type Evidence, near, round, type Say } from './pattern.ts'

/** Factors class by class. */
export function classPatterns(
  given: readonly number[],
  constant: boolean,
  { form, classWeights, error }: Evidence,
  say: Say,
) {
  const rounded = given.map((f) => (Number.isNaN(f) ? 1 : round(f, error)))
  if (classWeights) {
    const times = (power: number) => classWeights.map((w) => w ** power)
    const fits = (power: number) =>
      given.every((f, g) => Number.isNaN(f) || near(f, classWeights[g] ** power))
    if (fits(1))
      say({ with: 'the class weights' }, 'standard', 1, times(1), {
        parameters: { classWeights },
        alpha: `alpha=${classWeights.join(',')}`,
      })
    if (fits(2))
      say({ with: 'the class weights twice' }, 'mistake', 2, times(2), {
        mistake: 'weight-twice',
        parameters: { classWeights },
      })
  }
  if (constant) return
  if (rounded.every((f) => f <= 0)) {
    say({ with: 'the sign turned round and class weights' }, 'mistake', 4, rounded, { mistake: 'sign' })
    return
  }
  if (rounded.some((f) => f < 0)) return
  say({ with: `class weights ${list(rounded)}` }, 'standard', classWeights ? 6 : 2, rounded, {
    parameters: { classWeights: rounded },
    alpha: `alpha=${rounded.join(',')}`,
  })
  const [first, ...rest] = given
  const alpha = rest.find((f) => !Number.isNaN(f)) ?? Number.NaN
  if (rest.every((f) => Number.isNaN(f) || near(f, alpha)) && near(first + alpha, 1) && given.length > 2)
    say(
      { with: `α = ${round(alpha, error)}, and 1 − α for the first class` },
      'convention',
      1,
      [1 - round(alpha, error), ...rest.map(() => round(alpha, error))],
      {
        parameters: { alpha: round(alpha, error) },
      },
    )
  if (form.id !== 'poly1' && !classWeights)
    say(
      { with: `class weights ${list(rounded.map((f) => round(Math.sqrt(f), error)))} applied twice` },
      'mistake',
      7,
      rounded,
      {
        mistake: 'weight-twice',
        parameters: { classWeights: rounded.map((f) => round(Math.sqrt(f), error)) },
      },
    )
}

const list = (numbers: readonly number[]) =>
  numbers.length > 6 ? `${numbers.slice(0, 6).join(', ')}, …` : numbers.join(', ')
