/** Rows of several models whose labels stand in another file, in the same order: of which model a label is nothing says. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'
import { nameSome } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { sampleOf, writeColumns } from '../named-columns.ts'
import type { ReadingOptions } from '../reading.ts'
import { isOfWords, surelyModels } from './names.ts'

const WAY_OUT = 'put the labels into the file of the scores, a label in each row'

/**
 * Throws an InputError where the mean would be that over several models, or where the labels of all of them would stand beside the
 * scores of one.
 *
 * @param model whose rows the scores are; undefined where they are all that there are
 */
export async function refuseLabelsOfAll(
  scores: Table,
  labels: Table,
  { by }: ReadingOptions,
  model: string | undefined,
): Promise<void> {
  if (model !== undefined) refuseMoreLabels(scores, labels, model)
  const column = scores.named ? scores.columns.findIndex((name) => name !== by && surelyModels(name)) : -1
  if (column < 0 || model !== undefined) return
  const last = (await scores.last?.()) ?? []
  const cells = [...sampleOf(scores, column), ...last.map((row) => row[column] ?? '')]
  const models = [...new Set(cells.map((cell) => cell.trim()))].filter((cell) => cell !== '')
  if (models.length < 2 || !isOfWords(models)) return
  const name = scores.columns[column]
  throw new InputError(
    scores.path,
    `"${name}" names several models (${nameSome(models.slice(0, 2), models.length)}), and the labels stand in ${labels.path}, row by row: the mean would be that over all of them`,
    `${WAY_OUT}, to have the models side by side, or say ${writeFlag('--by', writeColumns(scores, [column]))} for the mean over all and of each`,
  )
}

function refuseMoreLabels(scores: Table, labels: Table, model: string): void {
  const [mine, theirs] = [scores.expectedRows, labels.expectedRows]
  // Of a table how many rows there are is a guess until all are read, by the bytes that it is packed into.
  if (labels.array === undefined || mine === theirs) return
  throw new InputError(
    labels.path,
    `has ${theirs} labels, and ${mine} rows of scores are of the model ${nameSome([model], 1)}`,
    `${WAY_OUT}, or give as many labels as the model has rows`,
  )
}
