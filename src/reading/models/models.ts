/** Several models in one file, each in rows of its own that a column names, or several together: what each has, as files of its own. */
import { InputError } from '../../errors.ts'
import { SAMPLE_CELLS, SAMPLE_ROWS, type Table } from '../../formats/table.ts'
import { joinNames, nameSome, splitNames } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import type { Settled } from '../arrays/settle.ts'
import type { FileSet } from '../file-set.ts'
import { findColumns, writeColumns } from '../named-columns.ts'
import { type Head, MAX_MODELS, modelsIn, rowsOf } from './rows-of.ts'

/** What `--model` says: the columns whose cells together name a model, and which of these; null for all of them. */
interface ModelsSaid {
  readonly columns: readonly number[]
  readonly names: readonly string[] | null
}

/** `COLUMN`, `COLUMN=a` or `COLUMN=a,b`, or with more columns `one,other=a/x`; the name of a column may hold the sign. */
export function findModels(table: Table, said: string): ModelsSaid {
  const areColumns = (text: string) =>
    table.columns.includes(text) || splitNames(text).every(({ name }) => table.columns.includes(name))
  const ends = [...said.matchAll(/=/g)].map(({ index }) => index)
  const end = areColumns(said) ? undefined : ends.find((at) => areColumns(said.slice(0, at)))
  if (end === undefined) return { columns: findColumns(table, said, '--model'), names: null }
  const names = splitNames(said.slice(end + 1)).map(({ name }) => name)
  return { columns: findColumns(table, said.slice(0, end), '--model'), names }
}

/** What `--model` says of these alone. */
export function writeModel({ scores: [table] }: FileSet, said: string, ...models: readonly string[]): string {
  return `${writeModels(table, findModels(table, said).columns)}=${joinNames(models)}`
}

/** The columns as `--model` takes them, and in front of its sign. */
export function writeModels(table: Table, columns: readonly number[]): string {
  return columns.length === 1 ? table.columns[columns[0]] : writeColumns(table, columns)
}

/**
 * The files of each model, in the order in which they are met or named. Each is read as if it stood alone. Which arrays of a file are
 * meant is settled before: taken up again, they would have the rows of all models.
 *
 * @throws InputError for a model that there is not
 */
export async function partModels({ files }: Settled, said: string): Promise<readonly FileSet[]> {
  const { columns, names } = findModels(files.scores[0], said)
  const heads: ReadonlyMap<string, Head>[] = []
  for (const table of files.scores) heads.push(await readHeads(table, columns, names))
  const found = [...new Set(heads.flatMap((shard) => [...shard.keys()]))]
  const unknown = names?.find((name) => !found.includes(name))
  if (unknown !== undefined) {
    const known = await namesIn(files.scores, columns)
    throw new InputError(
      files.name,
      `has no model "${unknown}" in ${nameColumns(files.scores[0], columns)}`,
      `it has ${nameSome(known.slice(0, 10), known.length)}`,
    )
  }
  return (names ?? found).map((model) => ({
    name: `${files.name} [${model}]`,
    scores: files.scores.flatMap((table, shard) => {
      const head = heads[shard].get(model)
      return head ? [rowsOf(table, columns, model, head)] : []
    }),
    labels: files.labels,
    model,
  }))
}

/** The files of the one model that is named, or that there is. */
export async function onlyModel(settled: Settled, said: string): Promise<FileSet> {
  const { files } = settled
  const models = await partModels(settled, said)
  if (models.length === 1) return models[0]
  const [table] = files.scores
  const { columns } = findModels(table, said)
  throw new InputError(
    files.name,
    `has ${models.length} models in ${nameColumns(table, columns)}`,
    `compare, diff and report take several, other questions one, as in ${writeFlag('--model', writeModel(files, said, models[0].model!))}`,
  )
}

/** All models, as far as they are looked for. */
async function namesIn(tables: readonly Table[], columns: readonly number[]): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const table of tables)
    for await (const { texts, length } of table.read({ numbers: [], texts: columns })) {
      for (const model of modelsIn(texts, length)) if (model !== '') found.add(model)
      if (found.size > MAX_MODELS) break
    }
  return [...found]
}

function nameColumns(table: Table, columns: readonly number[]): string {
  return columns.map((column) => `"${table.columns[column]}"`).join(' and ')
}

/**
 * The first rows of each model, and how many it has.
 * @param wanted rows of others, or that name none, are left out; null for all of them
 */
async function readHeads(
  table: Table,
  columns: readonly number[],
  wanted: readonly string[] | null,
): Promise<ReadonlyMap<string, Head>> {
  const texts = table.columns.map((_, index) => index)
  const most = Math.max(2, Math.min(SAMPLE_ROWS, Math.floor(SAMPLE_CELLS / texts.length)))
  const found = new Map<string, { cells: readonly string[]; sample: string[][]; rows: number }>()
  let before = 0
  for await (const block of table.read({ numbers: [], texts })) {
    const ragged = new Set(block.ragged)
    const cellsOf = columns.map((column) => block.texts[column])
    for (const [i, model] of modelsIn(cellsOf, block.length).entries()) {
      if (wanted && !wanted.includes(model)) continue
      const cells = cellsOf.map((texts) => texts.at(i)!)
      if (cells.every((cell) => cell === '')) throw await nameless(table, before + i, columns)
      const head = found.get(model) ?? { cells, sample: [], rows: 0 }
      if (head.rows === 0) found.set(model, head)
      else if (cells.some((cell, at) => cell !== head.cells[at])) throw ambiguous(table, model)
      head.rows++
      if (head.sample.length < most && !ragged.has(i))
        head.sample.push(block.texts.map((cells) => cells.at(i)!))
    }
    if (found.size > MAX_MODELS) throw tooMany(table, columns)
    before += block.length
  }
  const broken = [...found].find(([, { sample }]) => sample.length === 0)
  if (broken)
    throw new InputError(
      table.path,
      `no row of the model "${broken[0]}" has ${texts.length} cells`,
      'each is to have one for each column',
    )
  return found
}

async function nameless(table: Table, row: number, columns: readonly number[]): Promise<InputError> {
  const { place } = await table.locate(row, columns[0])
  return new InputError(place, 'names no model', `each row names one in ${nameColumns(table, columns)}`)
}

/** Cells with the sign between them, as `a/b` and `c` or `a` and `b/c`. */
function ambiguous(table: Table, model: string): InputError {
  return new InputError(table.path, `two models would both be called "${model}"`, 'rename one of them')
}

function tooMany(table: Table, columns: readonly number[]): InputError {
  return new InputError(
    table.path,
    `${columns.length === 1 ? `${nameColumns(table, columns)} names` : `${nameColumns(table, columns)} together name`} more than ${MAX_MODELS} models`,
    columns.length === 1
      ? 'name a column of few words with --model'
      : 'name columns of few words with --model',
  )
}
