/** The predictions that Weka prints as CSV: `1,2:pos,1:neg,+,0.9`, classes with their number before them, and a star before the highest probability. */

const HEADER = ['inst#', 'actual', 'predicted', 'error']

/** Where classes stand. */
const CLASSES = [1, 2]

const NUMBERED = /^\s*(\d{1,6}):(.*)$/s

type Row = readonly string[]

export interface Weka {
  readonly names: readonly string[]
  /** A row without numbers of classes and stars. */
  plain(row: Row): string[]
}

/** Null for any other file. */
export function readWeka([header, ...rows]: readonly Row[]): Weka | null {
  if (!HEADER.every((name, column) => header[column]?.trim() === name)) return null
  return { names: namesOf(header, rows), plain }
}

function plain(row: Row): string[] {
  return row.map((cell, column) => {
    if (CLASSES.includes(column)) return NUMBERED.exec(cell)?.[2] ?? cell
    return column < HEADER.length ? cell : cell.replace(/^\s*\*/, '')
  })
}

/** `distribution` stands above a column for each class, of which those behind the first have a blank name or none. */
function namesOf(header: Row, rows: readonly Row[]): readonly string[] {
  const all = header.map((name) => name.trim())
  if (all[HEADER.length] !== 'distribution') return all
  const next = all.findIndex((name, column) => column > HEADER.length && name !== '')
  const names = [...all.slice(0, HEADER.length + 1), ...(next < 0 ? [] : all.slice(next))]
  const known = rows.flatMap((row) => CLASSES.map((column) => NUMBERED.exec(row[column] ?? '')))
  const words = new Map(known.flatMap((found) => (found ? [[Number(found[1]), found[2]] as const] : [])))
  const classes = (rows[0]?.length ?? 0) - names.length + 1
  const ofClasses = Array.from({ length: classes }, (_, at) => `prob_${words.get(at + 1) ?? at + 1}`)
  return [...names.slice(0, HEADER.length), ...ofClasses, ...names.slice(HEADER.length + 1)]
}
