/**
 * The lines that compute a recipe, its numbers in them: Python to paste behind logits, or probs, and y. A form, a clamp and a
 * reduction have a line each, in words that frameworks.ts puts into those of each.
 */
import type { Lines, Meant, Mistake, Recipe, Setting } from './choice.ts'
import { FACTORS, factorOf } from './factors.ts'
import { writeLines } from './frameworks.ts'
import { shortened } from './numbers.ts'
import { plain, rest } from './readings.ts'
import { mean, sum, weightedMean } from './reductions.ts'
import { inside, outside } from './terms.ts'
import { formOf } from './textbook.ts'

/** Of more classes nobody reads the weights, and the script has them. */
const MOST_WEIGHTS = 100

/** What a clip leaves of an error, in asymmetric loss. */
const KEPT = '{atLeast}(error - {clip}, 0.0)'

/** Digits of a number, less than those that its rounding takes. */
const tidy = (x: number) => `${shortened(x, 12)}`

/** Lines for a recipe; null where there are none: of ignored labels, of losses and means beyond those that have a line. */
export function codeOf(recipe: Recipe & Meant, setting: Setting): Lines | null {
  const { form, reading, factor, reduction, parameters } = recipe
  const { samples, observed } = setting
  const { task, classes, rows, label, probabilities } = samples
  const isWhole = label.length === (task === 'multilabel' ? rows * classes : rows)
  const isKnown = reading.cost === 0 || reading.clamp?.inside !== undefined || reading.from !== undefined
  const last = lastOf(reduction, observed.per)
  const factors = factor.values(parameters, setting)
  if (!isWhole || !isKnown || !form.code || last === null || factors.length > MOST_WEIGHTS) return null
  const lines = [
    ...(recipe.before ?? []),
    ...(isSigmoid(recipe, setting) ? labelLines(recipe, setting) : []),
    ...elementLines(recipe, setting),
    ...(isWeighted(recipe, factors) ? weightLines(factors, isSigmoid(recipe, setting)) : []),
    ...lossLines(recipe, setting, factors, last),
  ]
  const numbers = Object.entries(parameters).map(([key, x]) => [key, `${[x].flat().map(tidy)}`])
  const own = {
    ...Object.fromEntries(numbers),
    scores: probabilities ? 'probs' : 'logits',
    classes: `${classes}`,
    kept: KEPT,
    list: factors.map(tidy).join(', '),
  }
  return writeLines(lines, own)
}

/** Lines for what somebody who made a mistake had in mind: what is of the mistake is exchanged, with its numbers, all else kept. */
export function meantCode(recipe: Recipe, mistake: Mistake, setting: Setting): Lines | null {
  const { task } = setting.samples
  const meant = { ...withoutMistake(recipe, setting), ...mistake.meant?.(recipe, task) }
  return codeOf(meant, { ...setting, form: meant.form })
}

function withoutMistake(recipe: Recipe, setting: Setting): Recipe {
  const { reading, form, factor, term, reduction, parameters } = recipe
  const isEach = setting.sided && setting.samples.task === 'softmax'
  const isOwn = factor.mistake !== null || (form.mistake !== null && !FACTORS.includes(factor))
  return {
    reading: reading.mistake === null ? reading : isEach ? rest : plain,
    form: form.mistake === null ? form : formOf(parameters),
    factor: isOwn ? factorOf(parameters) : factor,
    term: term?.mistake ? (isOutside(recipe, setting) ? outside : inside) : term,
    reduction: reduction?.mistake ? mean : reduction,
    parameters,
  }
}

/** Whether the second term has no factor. */
function isOutside({ term, parameters }: Recipe, setting: Setting): boolean {
  const [one, two] = [1, 2].map((factor) => term?.combine(factor, parameters, setting)[1])
  return term !== null && one === two
}

const isSigmoid = ({ reading }: Recipe, { samples }: Setting) =>
  samples.task !== 'softmax' || reading.from !== undefined

/** The last lines; of a row's own value, along it. */
function lastOf(reduction: Recipe['reduction'], per: string): readonly string[] | null {
  const lines = (reduction ?? mean).code ?? null
  if (per !== 'row' || lines === null) return lines
  return reduction === mean || reduction === sum ? lines.map((line) => line.replace(')', ', -1)')) : null
}

function labelLines({ reading: { from } }: Recipe, { samples }: Setting): readonly string[] {
  if (from === undefined) return ['t = {floats}']
  const scores = samples.probabilities ? 'probs' : 'logits'
  return ['t = {oneHot}', ...(from > 0 ? [`${scores}, t = ${scores}[:, ${from}:], t[:, ${from}:]`] : [])]
}

/** Cross-entropies, and what the form has beside them. */
function elementLines(recipe: Recipe, setting: Setting): readonly string[] {
  const { form, reading } = recipe
  const { probabilities } = setting.samples
  const sigmoid = isSigmoid(recipe, setting)
  const has = (word: string) => form.code!.some((line) => line.includes(word))
  const power = recipe.parameters.gamma as number
  const root =
    has('error **') && power > 0 && power < 1
      ? ['error = {atLeast}(error, 1e-37)  # a root has no gradient at 0']
      : []
  const { clamp } = reading
  const total = totalOf(sigmoid, probabilities)
  if (!clamp && !probabilities)
    return [
      `ce = ${sigmoid ? '{bce}' : '{ce}'}`,
      ...(has('error') ? ['error = -{expm1}(-ce)', ...root] : []),
      ...(has('total') ? [total] : []),
    ]
  const p = probabilities ? 'probs' : sigmoid ? '{sigmoid}(logits)' : '{softmax}(logits, -1)'
  const inside = clamp?.inside ?? 'pt'
  return [
    `p = ${p}`,
    `pt = ${sigmoid ? '{where}(t == 1, p, 1 - p)' : '{ofTruth}'}`,
    ...(clamp?.modulation ? [`pt = ${inside}`] : []),
    `ce = -{log}(${clamp?.modulation ? 'pt' : inside})`,
    ...(has('error') ? ['error = 1 - pt', ...root] : []),
    ...(has('total') ? [total] : []),
  ]
}

/** −ln p of all classes, or of both labels. */
function totalOf(sigmoid: boolean, probabilities: boolean): string {
  if (probabilities) return `total = -${sigmoid ? '({log}(p) + {log}(1 - p))' : '{sum}({log}(p), -1)'}`
  return `total = ${sigmoid ? '{softplus}(logits) + {softplus}(-logits)' : '-{sum}({logSoftmax}(logits, -1), -1)'}`
}

/** Whether each sample has a weight of its own; a mean by weights names it. */
const isWeighted = ({ reduction }: Recipe, factors: readonly number[]) =>
  reduction === weightedMean || factors.some((f) => f !== factors[0])

function weightLines(factors: readonly number[], sigmoid: boolean): readonly string[] {
  if (!sigmoid) return ['w = {array}', 'weight = {ofClass}']
  const [negative, positive] = factors.map(tidy)
  return [`weight = ${positive} * t + ${negative} * (1 - t)`]
}

function lossLines(
  recipe: Recipe,
  setting: Setting,
  factors: readonly number[],
  last: readonly string[],
): readonly string[] {
  const { form, term, parameters, reading } = recipe
  const times = isWeighted(recipe, factors) ? 'weight * ' : factors[0] === 1 ? '' : `${tidy(factors[0])} * `
  const [a, b] = term?.combine(1, parameters, setting) ?? [1, 0]
  const [first, second = ''] = form.code!.map((line, k) => scaled([a, b][k], line))
  if (term?.apart) return [`loss = {sum}(${times}${first}) / {sum}(weight) + {mean}(${second})`]
  const together = `${first}${b < 0 || second === '' ? '' : ' + '}${second}`
  const all =
    second === '' || times === '' || isOutside(recipe, setting)
      ? `${times}${together}`
      : `${times}(${together})`
  return [`losses = ${reading.from === undefined ? all : `{sum}(${all}, -1)`}`, ...last]
}

function scaled(by: number, line: string): string {
  if (by === 1) return line
  return by < 0 ? ` - ${tidy(-by)} * ${line}` : `${tidy(by)} * ${line}`
}
