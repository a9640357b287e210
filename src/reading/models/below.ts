/** Several models in rows of their own, which are read as files of their own: where `--model` says so, or where they can be nothing else. */
import { InputError } from '../../errors.ts'
import { greatest, least } from '../../extremes.ts'
import { joinNames, nameSome } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { type Settled, settleArrays } from '../arrays/settle.ts'
import { type Dataset, readFileSet } from '../dataset.ts'
import type { FileSet } from '../file-set.ts'
import type { ReadingOptions } from '../reading.ts'
import { partModels, writeModel } from './models.ts'
import { areSameSamples } from './prove.ts'
import type { ModelsBelow } from './questions.ts'
import { refuseTwoScales } from './two-scales.ts'

/** The data set of one model, and what is to be said to read it alone. */
export interface OneOfModels {
  readonly dataset: Dataset
  readonly said: Pick<ReadingOptions, 'score' | 'from' | 'model'>
}

/** Most models that a message lists, and how many stand in the --model that it prints as an example. */
const [MAX_NAMED, SOME] = [10, 2]

/** Of the rows of the greatest model, the least that each has whose samples are the same. */
const HALF = 0.5

/** The data sets of the models that `--model` says, each in rows of its own. */
export async function readRows(
  files: FileSet,
  options: ReadingOptions,
  said: string,
): Promise<readonly OneOfModels[]> {
  const settled = await settleArrays(files, options)
  return readParts(settled, await partModels(settled, said), said)
}

/**
 * The same of models that can be nothing else.
 * @throws InputError where rows cannot be parted so, or their counts say that they are not of the same samples
 */
export async function readBelow(
  files: FileSet,
  options: ReadingOptions,
  question: ModelsBelow,
): Promise<readonly OneOfModels[]> {
  const said = question.model!
  const settled = await settleArrays(files, options)
  const { proof } = question
  if (proof !== null && !(await areSameSamples(settled.files.scores, proof)))
    throw new InputError(question.place, question.problem, question.hint)
  const parts = await partModels(settled, said).catch((error) => {
    throw error instanceof InputError ? unparted(question, error) : error
  })
  const rows = parts.map(({ scores }) => scores.reduce((sum, { expectedRows }) => sum + expectedRows, 0))
  const fewest = least(rows)
  if (fewest < HALF * greatest(rows)) {
    const [one, other] = [fewest, greatest(rows)].map((count) => rows.indexOf(count))
    const named = (at: number) => `${rows[at]} of ${nameSome([parts[at].model!], 1)}`
    throw new InputError(
      question.place,
      `${whatSeems(question)}, but there are ${named(one)} and ${named(other)}: they are not of the same samples`,
      `${question.hint}, or ${writeFlag('--by', question.by)} for the mean over all of them`,
    )
  }
  return readParts(settled, parts, said)
}

/** What is asked of such models by a question that takes one. */
export async function tellBelow(
  files: FileSet,
  options: ReadingOptions,
  question: ModelsBelow,
): Promise<InputError> {
  try {
    const models = await readBelow(files, options, question)
    const { names, proof, by } = question
    const mean = proof === null ? '' : `, or ${writeFlag('--by', by)} for the mean over all of them`
    return new InputError(
      question.place,
      `${nameSome(names.slice(0, MAX_NAMED), models.length)} are ${models.length} models, which compare and report show side by side`,
      `say ${writeFlag('--model', models[0].said.model!)} for one of them${mean}`,
    )
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
}

/** What the first rows made one believe, without the numbers and the names that all rows do not bear out. */
function whatSeems({ model }: ModelsBelow): string {
  return `each sample seems to come once for each ${nameSome([model!], 1)}`
}

/** Where not all rows can be parted, what can be read of them. */
function unparted(question: ModelsBelow, error: InputError): InputError {
  const { place, names, model, by } = question
  const where = error.place === place ? '' : `${error.place} `
  const some = joinNames(names.filter((name) => name !== '').slice(0, SOME))
  return new InputError(
    place,
    `${whatSeems(question)}, but ${where}${error.problem}`,
    `say ${writeFlag('--model', `${model}=${some}`)} for some of them, or ${writeFlag('--by', by)} for the mean over all of them`,
  )
}

async function readParts(
  { files, options }: Settled,
  parts: readonly FileSet[],
  said: string,
): Promise<readonly OneOfModels[]> {
  const models: OneOfModels[] = []
  for (const part of parts) {
    const own = { model: writeModel(files, said, part.model!) }
    models.push({ dataset: await readFileSet(part, { ...options, ...own }), said: own })
  }
  refuseTwoScales(
    files.name,
    models.map(({ dataset, said }, at) => ({ part: parts[at], dataset, said: said.model! })),
  )
  return models
}
