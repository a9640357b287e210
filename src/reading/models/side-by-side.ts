/** Several models side by side, told without a word: a column of scores each, or rows of their own. */
import { InputError } from '../../errors.ts'
import { nameSome } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { readingInName } from '../column-names.ts'
import { type Dataset, readFileSet } from '../dataset.ts'
import type { FileSet } from '../file-set.ts'
import { errorOfPositives, type Named, relationOf, SURE } from '../labels/opposed.ts'
import { numberedWords } from '../name-words.ts'
import type { ReadingOptions } from '../reading.ts'
import { SeveralModels } from '../scores/several-models.ts'
import { type OneOfModels, readBelow, tellBelow } from './below.ts'
import { perhapsModels } from './perhaps-models.ts'
import { ModelsBelow } from './questions.ts'
import { MAX_MODELS } from './rows-of.ts'

/**
 * The data set, or those of the models that stand in it side by side.
 *
 * @throws InputError where it is unclear whether they do
 */
export async function readModels(files: FileSet, options: ReadingOptions): Promise<readonly OneOfModels[]> {
  try {
    return [{ dataset: await readFileSet(files, options), said: {} }]
  } catch (error) {
    if (error instanceof ModelsBelow && error.model !== null) return readBelow(files, options, error)
    const models = error instanceof SeveralModels ? await readEach(files, options, error) : null
    if (models === null) throw error
    return models
  }
}

/** Most models that a question names. */
const MAX_NAMED = 10

/** What is asked of such models by questions that take one, and no question where several are compared. */
export async function tellSideBySide(
  files: FileSet,
  options: ReadingOptions,
  question: InputError,
): Promise<InputError> {
  if (question instanceof ModelsBelow && question.model !== null) return tellBelow(files, options, question)
  if (!(question instanceof SeveralModels)) return question
  const { place, scores } = question
  const models = await readEach(files, options, question)
  if (models === null) return question
  const [one] = scores
  const perhaps = models[0].dataset.perhapsModels ?? []
  const more =
    perhaps.length === 0
      ? ''
      : `; ${nameSome(perhaps.slice(0, MAX_NAMED), perhaps.length)} may be the score of one more`
  return new InputError(
    place,
    `${nameSome(scores.slice(0, MAX_NAMED), scores.length)} are the scores of ${scores.length} models, which compare and report show side by side${more}`,
    `say ${writeFlag('--score', one)} for one of them`,
  )
}

/** Null unless each can be read as the score of one class, is named for as much of the label as the others, and may be of the positive class. */
async function readEach(
  files: FileSet,
  options: ReadingOptions,
  { scores, namedFor }: SeveralModels,
): Promise<readonly OneOfModels[] | null> {
  if (namedFor === null || scores.length > MAX_MODELS) return null
  const areNamed = namedFor === 'models'
  const read = (score: string, from = options.from) => {
    const own = { ...files, name: `${files.name} [${score}]` }
    return orNull(readFileSet(own, { ...options, score, from }))
  }
  const models: OneOfModels[] = []
  for (const score of scores) {
    const dataset = await read(score)
    // What is odd of one of several models that are all called so is not what its score is of.
    const asProbs =
      dataset === null && areNamed && readingInName(score) === 'probs' ? await read(score, 'probs') : null
    if (dataset) models.push({ dataset, said: { score } })
    else if (asProbs) models.push({ dataset: asProbs, said: { score, from: 'probs' } })
    else return null
  }
  const relations = models.map(({ dataset }) => relationOf(namedIn(dataset)))
  const areOdd = models.every(({ said }) => said.from !== undefined)
  const areClear = models.every(({ dataset }) => mayBeOfPositives(dataset, areNamed))
  if (new Set(relations).size > 1 || areOdd || !areClear || isOfOne(models)) return null
  const perhaps = perhapsModels(
    models[0].dataset,
    models.map(({ dataset }) => dataset.reading.scores[0]),
  )
  return models.map(({ dataset, said }) => ({ dataset: { ...dataset, perhapsModels: perhaps }, said }))
}

/** Whether labels are called with a number that some of the scores are called with: y_m1 beside prob_m1, prob_m2. */
function isOfOne(models: readonly OneOfModels[]): boolean {
  const { labels, reading } = models[0].dataset
  const labelled = numberedWords(labels[0].columns[reading.labels[0]])
  const named = models.map(({ said }) => numberedWords(said.score!))
  return labelled.some((word) => new Set(named.map((words) => words.includes(word))).size > 1)
}

async function orNull<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found
  } catch (error) {
    if (error instanceof InputError) return null
    throw error
  }
}

/**
 * Whether the score is surely higher where the label is positive: else it may be that of the other class, or no score at all.
 *
 * @param isNamed whether it is called as a model is: then it is enough that it is not surely lower
 */
function mayBeOfPositives(dataset: Dataset, isNamed: boolean): boolean {
  const { scores, labels, reading } = dataset
  if (reading.task !== 'binary' || reading.scores.length !== 1) return false
  // Rows of labels elsewhere may stand in another order.
  if (labels !== scores) return isNamed
  const error = errorOfPositives(namedIn(dataset), reading.codes)
  return isNamed ? error > -SURE : error >= SURE
}

function namedIn({ scores, labels, reading }: Dataset): Named {
  return { scores: scores[0], score: reading.scores[0], labels: labels[0], label: reading.labels[0] }
}
