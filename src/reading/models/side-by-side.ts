/** Several models side by side: a column of scores each, which are read as files of their own where they can be nothing else. */
import { InputError } from '../../errors.ts'
import { nameSome } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { type Dataset, readFileSet } from '../dataset.ts'
import type { FileSet } from '../file-set.ts'
import { errorOfPositives, type Named, relationOf, SURE } from '../labels/opposed.ts'
import type { ReadingOptions } from '../reading.ts'
import { SeveralModels } from '../scores/several-models.ts'
import { MAX_MODELS } from './rows-of.ts'

/** The data set of one model, and what is to be said to read it alone. */
interface OneOfModels {
  readonly dataset: Dataset
  readonly said: { readonly score?: string }
}

/**
 * The data set, or those of the models that stand in it side by side.
 *
 * @throws InputError where it is unclear whether they do
 */
export async function readModels(files: FileSet, options: ReadingOptions): Promise<readonly OneOfModels[]> {
  try {
    return [{ dataset: await readFileSet(files, options), said: {} }]
  } catch (error) {
    const models = error instanceof SeveralModels ? await readEach(files, options, error.scores) : null
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
  if (!(question instanceof SeveralModels)) return question
  const { place, scores } = question
  if ((await readEach(files, options, scores)) === null) return question
  const [one] = scores
  return new InputError(
    place,
    `${nameSome(scores.slice(0, MAX_NAMED), scores.length)} are the scores of ${scores.length} models, which compare and report show side by side`,
    `say ${writeFlag('--score', one)} for one of them`,
  )
}

/** Null unless each of them can be read, tells the positives, and is named for as much of the label as the others. */
async function readEach(
  files: FileSet,
  options: ReadingOptions,
  scores: readonly string[],
): Promise<readonly OneOfModels[] | null> {
  if (scores.length > MAX_MODELS) return null
  const models: OneOfModels[] = []
  try {
    for (const score of scores) {
      const own = { ...files, name: `${files.name} [${score}]` }
      const dataset = await readFileSet(own, { ...options, score })
      if (!tellsPositives(dataset)) return null
      models.push({ dataset, said: { score } })
    }
  } catch (error) {
    if (error instanceof InputError) return null
    throw error
  }
  const relations = models.map(({ dataset }) => relationOf(namedIn(dataset)))
  return new Set(relations).size === 1 ? models : null
}

/** Whether the score is surely higher where the label is positive: else it may be that of another class, or of another thing. */
function tellsPositives(dataset: Dataset): boolean {
  const { scores, labels, reading } = dataset
  // Rows of labels elsewhere may stand in another order.
  if (labels !== scores || reading.task !== 'binary' || reading.scores.length !== 1) return false
  return errorOfPositives(namedIn(dataset), reading.codes) >= SURE
}

function namedIn({ scores, labels, reading }: Dataset): Named {
  return { scores: scores[0], score: reading.scores[0], labels: labels[0], label: reading.labels[0] }
}
