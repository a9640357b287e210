/** What is asked of several models below one another. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'
import { joinNames, nameSome } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { sampleOf, writeColumns } from '../named-columns.ts'
import type { FoundModels, ModelColumn } from './evidence.ts'
import type { LongRows } from './long-rows.ts'
import { writeModels } from './models.ts'
import { surelyModels } from './names.ts'
import { goesOn, nameModel } from './rows-of.ts'
import { isCompared } from './side-names.ts'

/** Most models that a message names. */
const MAX_SHOWN = 3

/** The columns of ids and of labels, and those that name a model. */
export interface Proof {
  readonly ids: number
  readonly labels: readonly number[]
  readonly models: readonly number[]
}

/** Asks about the models of a table; a question that compares them needs no answer where rows can be of nothing else. */
export class ModelsBelow extends InputError {
  /** What `--model` takes; null where the rows may be parts of a sample, or the mean over all of them may be meant. */
  readonly model: string | null
  /** The column whose words are those of the models, or the first of several, and some of these. */
  readonly by: string
  readonly names: readonly string[]
  /** Ids and labels by which each sample is to come once for each model; null where the names of the columns are enough. */
  readonly proof: Proof | null

  constructor(
    table: Table,
    [problem, hint]: readonly [string, string],
    { columns, models }: Pick<FoundModels, 'columns' | 'models'>,
    model: string | null,
    proof: Proof | null = null,
  ) {
    super(table.path, problem, hint)
    this.model = model
    this.proof = proof
    this.by = writeColumns(table, [columns[0].column])
    this.names = models
  }
}

/** Asks of words for models with which nearly all ids come, where rows or labels tell no more. */
export function crossedModels(
  table: Table,
  ids: number,
  found: Pick<FoundModels, 'columns' | 'models'>,
): ModelsBelow {
  const { columns, models } = found
  const own = columns.map(({ column }) => column)
  const shown = nameSome(models.slice(0, MAX_SHOWN), models.length)
  return new ModelsBelow(
    table,
    [
      `nearly every ${nameSample(table, ids)} comes with each ${listed(columns.map(({ name }) => name))}: ${shown}`,
      `${sideBySide(table, own, models[0])}, or ${writeFlag('--by', writeColumns(table, own))} for the mean over all of them`,
    ],
    found,
    null,
  )
}

/** @param ids null where labels tell that samples come again */
export function refusal(rows: LongRows, ids: number | null, found: FoundModels): InputError {
  return rows.models === null ? severalModels(rows, ids, found) : mixedModels(rows, ids, found)
}

function nameSample(table: Table, ids: number | null): string {
  return ids === null ? 'sample' : nameSome([table.columns[ids]], 1)
}

/** The first rows may end among those of a sample. */
function countTimes(table: Table, times: number): string {
  return goesOn(table) ? 'several' : `${times}`
}

function severalModels({ table, labels }: LongRows, ids: number | null, found: FoundModels): ModelsBelow {
  const { columns, models, times, isClear } = found
  const names = columns.map(({ name }) => name)
  const shown = nameSome(models.slice(0, MAX_SHOWN), models.length)
  const unknown = columns.filter(({ kind }) => kind === 'unknown')
  const others = columns.filter((one) => !unknown.includes(one)).map(({ column }) => column)
  const doubt =
    others.length === 0 || unknown.length === 0
      ? ''
      : `, or ${writeFlag('--model', writeModels(table, others))} if ${listed(unknown.map(({ name }) => name))} ${unknown.length === 1 ? 'tells' : 'tell'} samples of one ${nameSample(table, ids)} apart`
  const all = columns.map(({ column }) => column)
  const mean = meanOfAll(table, found)
  const areClasses = labels.some((label) => sampleOf(table, label).some((cell) => models.includes(cell)))
  const mayProve = ids !== null && labels.length > 0 && isClear && columns.every(areCompared) && !areClasses
  const proof = mayProve && mean !== '' ? { ids, labels, models: all } : null
  return new ModelsBelow(
    table,
    [
      names.length === 1
        ? `each sample comes once for each ${listed(names)}: ${shown}`
        : `each ${nameSample(table, ids)} comes ${countTimes(table, times)} times with the same label, once for each ${listed(names)} together: ${shown}`,
      `${sideBySide(table, all, models[0])}${doubt}${mean}`,
    ],
    found,
    doubt === '' && (mean === '' || proof !== null) ? writeModels(table, all) : null,
    proof,
  )
}

function areCompared({ name, cells }: ModelColumn): boolean {
  return isCompared(name, [...new Set(cells)])
}

/** Where words for models are those of something else as well, or what tells the rows apart is not sure to be models. */
function meanOfAll(table: Table, { columns, isClear }: FoundModels): string {
  const sure = columns.filter(({ name }) => surelyModels(name))
  const others = columns.filter((one) => !sure.includes(one))
  const by = (column: number) => writeFlag('--by', writeColumns(table, [column]))
  if (others.length === 0) return isClear ? '' : `, or ${by(sure[0].column)} for the mean over all of them`
  if (sure.length > 0) {
    const model = writeModels(
      table,
      sure.map(({ column }) => column),
    )
    return `, or ${writeFlag('--model', model)} ${by(others[0].column)} for the mean of each over ${listed([others[0].name])}`
  }
  const maybe =
    columns.find(({ kind }) => kind === 'model') ??
    (columns.length === 1 ? columns[0] : columns.find(({ kind }) => kind === 'tuning'))
  return maybe === undefined ? '' : `, or ${by(maybe.column)} for the mean over all of them`
}

/** Where `--model` names too few columns. */
function mixedModels({ table, models }: LongRows, ids: number | null, found: FoundModels): InputError {
  const own = found.columns.map(({ column }) => column)
  const all = table.columns.flatMap((_, column) =>
    models!.includes(column) || own.includes(column) ? [column] : [],
  )
  const model = nameModel(models!.map((column) => table.sample[0][column]))
  const names = found.columns.map(({ name }) => name)
  return new InputError(
    table.path,
    `each ${nameSample(table, ids)} comes ${countTimes(table, found.times)} times within the model ${nameSome([model], 1)}, once for each ${listed(names)}: ${nameSome(found.models.slice(0, MAX_SHOWN), found.models.length)}`,
    `say ${writeFlag('--model', writeModels(table, all))} if these are models of their own, or ${writeFlag('--by', writeColumns(table, own.slice(0, 1)))} for the mean over all of them`,
  )
}

function sideBySide(table: Table, columns: readonly number[], first: string): string {
  const flag = writeModels(table, columns)
  return `say ${writeFlag('--model', flag)} to take the models side by side with compare, diff or report or ${writeFlag('--model', `${flag}=${joinNames([first])}`)} for one of them`
}

function listed(names: readonly string[]): string {
  const quoted = names.map((name) => nameSome([name], 1))
  return quoted.length === 1 ? quoted[0] : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`
}
