/** Columns that together tell apart the rows of one sample, each of which is by another model. */
import { greatest } from '../../extremes.ts'
import { isNumber, parseNumber } from '../../formats/csv/dialect.ts'
import { type Kind, mainlyModels, surelyModels } from './names.ts'
import { MAX_MODELS, nameModel } from './rows-of.ts'

/** Most columns that are looked at. */
const MAX_COLUMNS = 12

/** The share of rows that may be at odds, as faults and rows that stand twice are. */
const AT_ODDS = 0.01
/** Of rows with another label than most. */
const OF_RARE = 0.1

/** Of all pairs of a sample and a model, the least that there are to be; where nothing but names of models tells them; and rows of a sample. */
const NEARLY_ALL = 0.9
const HALF = 0.5
const LEAST_TIMES = 1.5

/** Rows by the id of their sample. */
export interface IdRows {
  readonly ids: readonly string[]
  readonly labels: readonly string[]
  /** Whether the ids number the rows of the data: parts of a sample have none of their own. */
  readonly areOfRows: boolean
  /** Cells of the columns that may tell them apart. */
  readonly columns: readonly ModelColumn[]
}

export interface ModelColumn {
  readonly column: number
  readonly name: string
  readonly kind: Kind
  readonly cells: readonly string[]
}

/** Several models, and what names them. */
export interface FoundModels {
  readonly columns: readonly ModelColumn[]
  readonly models: readonly string[]
  /** Rows of an id, or of a part of it, at the most. */
  readonly times: number
  /** Whether each sample comes once for a model, by ids or by the order of labels that is no chance. */
  readonly isClear: boolean
}

function isNamed(kind: Kind): boolean {
  return kind === 'model' || kind === 'tuning' || kind === 'setting'
}

/** Whether a column may tell rows of one id apart: few words or whole numbers, which come again, or what models differ in. */
export function mayPart(cells: readonly string[], kind: Kind): boolean {
  const distinct = new Set(cells)
  if (distinct.size < 2 || 2 * distinct.size > cells.length) return false
  if (isNamed(kind)) return distinct.size <= MAX_MODELS
  return ![...distinct].some((cell) => isNumber(cell) && !Number.isInteger(parseNumber(cell)))
}

/**
 * The fewest columns that give each id one row for each model, with the same label in all of them; null where there are none,
 * or where what tells the rows apart may be the parts of an id.
 *
 * @param isOfModel whether the rows are of one model by other columns
 */
export function findModelColumns(rows: IdRows, isOfModel: boolean): FoundModels | null {
  const parting = rows.columns.filter(({ cells, kind }) => mayPart(cells, kind) && differ(rows.ids, cells))
  const candidates = parting
    .toSorted((one, other) => Number(isNamed(other.kind)) - Number(isNamed(one.kind)))
    .slice(0, MAX_COLUMNS)
    .toSorted((one, other) => one.column - other.column)
  const tell = ({ kind }: ModelColumn) => (isOfModel ? isNamed(kind) : tellsModels(kind))
  if (!candidates.some(tell)) return null
  for (const size of [1, 2, 3]) {
    const parting = setsOf(candidates, size).filter((set) => isRowEach(rows.ids, set))
    // Where one set that names no models is enough, a larger one tells nothing more.
    if (parting.length === 0) continue
    for (const set of parting) {
      const found = readSet(rows, set, isOfModel)
      if (found) return found
    }
    return null
  }
  return null
}

function tellsModels(kind: Kind): boolean {
  return kind === 'model' || kind === 'tuning'
}

/** Whether the rows of any id differ: what is the same for all rows of each, as its features are, tells none of them apart. */
function differ(ids: readonly string[], cells: readonly string[]): boolean {
  const first = new Map<string, string>()
  return ids.some((id, row) => {
    const cell = first.get(id)
    if (cell === undefined) first.set(id, cells[row])
    return cell !== undefined && cell !== cells[row]
  })
}

function setsOf(columns: readonly ModelColumn[], size: number): readonly (readonly ModelColumn[])[] {
  if (size === 0) return [[]]
  return columns.flatMap((first, at) =>
    setsOf(columns.slice(at + 1), size - 1).map((others) => [first, ...others]),
  )
}

function keysOf(ids: readonly string[], set: readonly ModelColumn[]): readonly string[] {
  return set.length === 0
    ? ids
    : ids.map((id, row) => JSON.stringify([id, ...set.map(({ cells }) => cells[row])]))
}

function isRowEach(ids: readonly string[], set: readonly ModelColumn[]): boolean {
  return new Set(keysOf(ids, set)).size >= (1 - AT_ODDS) * ids.length
}

/**
 * A column whose name can mean nothing but models, where nearly each id has a row for each of its words, be there other rows of
 * that id or not; null where there is no such column.
 */
export function findCrossed({ ids, columns }: IdRows): Pick<FoundModels, 'columns' | 'models'> | null {
  const known = new Set(ids)
  for (const one of columns.filter(({ name }) => surelyModels(name))) {
    const models = [...new Set(one.cells)].filter((cell) => cell !== '')
    const pairs = new Set(keysOf(ids, [one])).size
    const isCrossed = pairs >= NEARLY_ALL * known.size * models.length
    if (models.length > 1 && known.size > 1 && isCrossed) return { columns: [one], models }
  }
  return null
}

/** What a set of columns tells, where it is one of models. */
function readSet(rows: IdRows, set: readonly ModelColumn[], isOfModel: boolean): FoundModels | null {
  const parts = set.filter(({ kind }) => kind === 'sample')
  const others = set.filter(({ kind }) => kind !== 'model')
  const found = readParts(rows, set, parts, isOfModel)
  // With labels of their own they are parts of a sample, whatever they are called.
  return found ?? (others.length > parts.length ? readParts(rows, set, others, isOfModel) : null)
}

function readParts(
  { ids, labels, areOfRows }: IdRows,
  set: readonly ModelColumn[],
  parts: readonly ModelColumn[],
  isOfModel: boolean,
): FoundModels | null {
  const columns = set.filter((one) => !parts.includes(one))
  const isSure = areOfRows || columns.some(({ name }) => mainlyModels(name))
  const named = columns.filter(({ kind }) => kind !== 'unknown')
  const areNamed = isOfModel ? named.length === columns.length : named.some(({ kind }) => tellsModels(kind))
  if (named.length === 0 || !areNamed || (parts.length > 0 && !isSure)) return null
  const samples = keysOf(ids, parts)
  const names = ids.map((_, row) => nameModel(columns.map(({ cells }) => cells[row])))
  const [models, known] = [[...new Set(names)], new Set(samples)]
  if (models.length < 2 || models.length > MAX_MODELS || known.size < 2) return null
  const areNames = parts.length === 0 && named.length === columns.length
  const least = greatest([LEAST_TIMES, (areNames ? HALF : NEARLY_ALL) * models.length])
  if (ids.length < least * known.size || !haveOneLabel(samples, labels)) return null
  const counts = new Map<string, number>()
  for (const sample of samples) counts.set(sample, (counts.get(sample) ?? 0) + 1)
  const isClear = parts.length === 0 && new Set(keysOf(ids, columns)).size === ids.length
  return { columns, models, times: greatest([...counts.values()]), isClear }
}

/** Where nearly all labels are the same one, the others tell. */
function haveOneLabel(samples: readonly string[], labels: readonly string[]): boolean {
  const first = new Map<string, string>()
  const counts = new Map<string, number>()
  let others = 0
  for (const [row, sample] of samples.entries()) {
    counts.set(labels[row], (counts.get(labels[row]) ?? 0) + 1)
    const label = first.get(sample)
    if (label === undefined) first.set(sample, labels[row])
    else if (label !== labels[row]) others++
  }
  const rare = samples.length - greatest([...counts.values()])
  return others <= AT_ODDS * samples.length && others <= OF_RARE * rare
}
