/** Several models in one file, each in rows of its own that a column names: what each has, as files of its own. */
import { InputError } from '../../errors.ts'
import { SAMPLE_CELLS, SAMPLE_ROWS, type Table } from '../../formats/table.ts'
import { joinNames, nameSome, splitNames } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import type { FileSet } from '../file-set.ts'
import { findColumn } from '../named-columns.ts'
import { type Head, rowsOf } from './rows-of.ts'

/** What `--model` says: a column, and which of its words; null for all of them. */
interface ModelsSaid {
  readonly column: number
  readonly names: readonly string[] | null
}

/** Most models that are read side by side. */
const MAX_MODELS = 100

/** `COLUMN`, `COLUMN=a` or `COLUMN=a,b`; the name of a column may hold the sign. */
export function findModels(table: Table, said: string): ModelsSaid {
  const ends = [...said.matchAll(/=/g)].map(({ index }) => index)
  const end = ends.find((at) => table.columns.includes(said.slice(0, at)))
  if (end === undefined || table.columns.includes(said))
    return { column: findColumn(table, said, '--model'), names: null }
  const names = splitNames(said.slice(end + 1)).map(({ name }) => name)
  return { column: findColumn(table, said.slice(0, end), '--model'), names }
}

/** What `--model` says of these alone. */
export function writeModel({ scores: [table] }: FileSet, said: string, ...models: readonly string[]): string {
  return `${table.columns[findModels(table, said).column]}=${joinNames(models)}`
}

/**
 * The files of each model, in the order in which they are met or named. Each is read as if it stood alone.
 * @throws InputError for a model that there is not
 */
export async function partModels(files: FileSet, said: string): Promise<readonly FileSet[]> {
  const { column, names } = findModels(files.scores[0], said)
  const heads: ReadonlyMap<string, Head>[] = []
  for (const table of files.scores) heads.push(await readHeads(table, column))
  const found = [...new Set(heads.flatMap((shard) => [...shard.keys()]))]
  const unknown = names?.find((name) => !found.includes(name))
  if (unknown !== undefined)
    throw new InputError(
      files.name,
      `has no model "${unknown}" in "${files.scores[0].columns[column]}"`,
      `it has ${nameSome(found.slice(0, 10), found.length)}`,
    )
  return (names ?? found).map((model) => ({
    name: `${files.name} [${model}]`,
    scores: files.scores.flatMap((table, shard) => {
      const head = heads[shard].get(model)
      return head ? [rowsOf(table, column, model, head)] : []
    }),
    labels: files.labels,
    model,
  }))
}

/** The files of the one model that is named, or that there is. */
export async function onlyModel(files: FileSet, said: string): Promise<FileSet> {
  const models = await partModels(files, said)
  if (models.length === 1) return models[0]
  const [table] = files.scores
  const { column } = findModels(table, said)
  throw new InputError(
    files.name,
    `has ${models.length} models in "${table.columns[column]}"`,
    `compare, diff and report take several, other questions one, as in ${writeFlag('--model', writeModel(files, said, models[0].model!))}`,
  )
}

/** The first rows of each model, and how many it has. */
async function readHeads(table: Table, column: number): Promise<ReadonlyMap<string, Head>> {
  const texts = table.columns.map((_, index) => index)
  const most = Math.max(2, Math.min(SAMPLE_ROWS, Math.floor(SAMPLE_CELLS / texts.length)))
  const found = new Map<string, { sample: string[][]; rows: number }>()
  let before = 0
  for await (const block of table.read({ numbers: [], texts })) {
    const ragged = new Set(block.ragged)
    for (const [i, model] of [...block.texts[column]].entries()) {
      if (model === '') throw await nameless(table, before + i, column)
      const head = found.get(model) ?? { sample: [], rows: 0 }
      if (head.rows === 0) found.set(model, head)
      head.rows++
      if (head.sample.length < most && !ragged.has(i))
        head.sample.push(block.texts.map((cells) => cells.at(i)!))
    }
    if (found.size > MAX_MODELS) throw tooMany(table, column)
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

async function nameless(table: Table, row: number, column: number): Promise<InputError> {
  const { place } = await table.locate(row, column)
  return new InputError(place, 'names no model', `each row names one in "${table.columns[column]}"`)
}

function tooMany(table: Table, column: number): InputError {
  return new InputError(
    table.path,
    `"${table.columns[column]}" names more than ${MAX_MODELS} models`,
    'name a column of few words with --model',
  )
}
