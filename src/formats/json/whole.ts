/** JSON that is one object: columns or rows under their names, as pandas and people write them. It is read as a whole. */
import { InputError } from '../../errors.ts'
import type { OpenFile, SeenFile } from '../../sources/file.ts'
import { withFile } from '../../sources/reading.ts'
import { AS_LINES, arrange, type Sequence } from './arrange.ts'
import { COMMA, JsonFault, skipBlanks, skipColon, skipKey, skipValue } from './grammar.ts'
import { type Layout, TAIL_ROWS, type Visitor } from './layout.ts'
import { outlineOf } from './outline.ts'
import { faultAt } from './place.ts'
import { readWhole } from './read-whole.ts'
import { runsWithin } from './runs.ts'
import { unnamedIndex } from './table-schema.ts'
import { checkUtf8 } from './window.ts'

/**
 * Null for an object on one line that is a row itself.
 * @param start where the object begins
 */
export async function wholeLayout(seen: SeenFile, start: number): Promise<Layout | null> {
  const found = await withFile(seen, async (file) => {
    const window = await readWhole(file)
    const { entries, end } = await withPlaces(file, () => {
      const found = outlineOf(window, start)
      const rest = skipBlanks(window.text, found.end)
      if (rest < window.text.length) throw new JsonFault(rest, 'something stands behind the end of the JSON')
      return found
    })
    checkUtf8(file.path, window.bytes.subarray(0, end))
    const runs = runsWithin(seen.path, window, entries)
    if (runs) return runs
    const arranged = arrange(seen.path, window, start, entries)
    if (arranged === null && window.text.slice(start, end).includes('\n'))
      throw new InputError(seen.path, 'is one JSON object that holds no rows', AS_LINES)
    return arranged && { sequences: arranged, unnamed: unnamedIndex(window, entries) }
  })
  if (found === null || 'walk' in found) return found
  const { sequences, unnamed } = found
  const rows = sequences[0].rows
  return {
    name: 'JSON',
    isLines: false,
    parts: sequences.flatMap(({ part }) => (part ? [part] : [])),
    unnamed,
    hasKeys: sequences.some(({ isKeyed }) => isKeyed),
    rows,
    walk: (file, visitor) => walkSequences(file, sequences, visitor, 0),
    walkLast: (file, visitor) => walkSequences(file, sequences, visitor, Math.max(0, rows - TAIL_ROWS)),
  }
}

async function withPlaces<T>(file: OpenFile, read: () => T): Promise<T> {
  try {
    return read()
  } catch (error) {
    throw error instanceof JsonFault ? await faultAt(file, error.at, error) : error
  }
}

/** Rows after which the walk stops for a while. */
const STOP_ROWS = 1 << 12

/** @param from the first row that is shown */
async function* walkSequences(
  file: OpenFile,
  sequences: readonly Sequence[],
  visitor: Visitor,
  from: number,
): AsyncGenerator<void> {
  const window = await readWhole(file)
  const { text } = window
  const places = sequences.map(({ start }) => start + 1)
  for (let row = 0; row < sequences[0].rows; row++) {
    if (row >= from) visitor.begin(window)
    let part = 0
    let key: string | null = null
    for (const [index, sequence] of sequences.entries()) {
      const start = skipBlanks(text, places[index])
      let at = row > 0 && text.charCodeAt(start) === COMMA ? skipBlanks(text, start + 1) : start
      if (sequence.isObject) {
        const behind = skipKey(text, at)
        const own = text.slice(at, behind)
        if (sequence.isKeyed && row >= from) visitor.key(at, behind)
        else if (!sequence.isKeyed && key !== null && key !== own) throw otherKeys(file.path, key, own)
        key ??= own
        at = skipColon(text, behind)
      }
      if (row < from) places[index] = skipValue(text, at)
      else if (sequence.part) places[index] = visitor.walk(part++, at)
      else {
        places[index] = skipValue(text, at)
        visitor.key(at, places[index])
      }
    }
    if (row >= from && !visitor.end(window, places[0], null)) return
    if (row % STOP_ROWS === STOP_ROWS - 1) yield
  }
  yield
}

function otherKeys(path: string, key: string, other: string): InputError {
  return new InputError(
    path,
    `its columns have other keys: ${other} stands where another column has ${key}`,
    AS_LINES,
  )
}
