/** Cells parted by blanks, as many as there may be: numpy.savetxt, write.table of R, svm-predict, the predictions of Vowpal Wabbit. */
import { isNumber, parseNumber } from './dialect.ts'

/** The separator of such files. */
export const BLANKS = ' '

/** What a line begins with that numpy.savetxt writes above the rows, and numpy.loadtxt passes over. */
const COMMENT = '#'

/** A word, or what stands in quotes, in which R writes one as \". */
const WORD = /"(?:[^"\\]|\\.)*"|[^ "]+/g
const QUOTED = /"(?:[^"\\]|\\.)*"/g

/** A list of numbers, whose commas part none of the cells. */
const LIST = /\[[^[\]\s]{1,99999}\]/g

function wordsOf(line: string): string[] {
  if (!line.includes('"')) return line.trim().split(/ +/)
  return (line.trim().match(WORD) ?? []).map((word) =>
    word.startsWith('"') ? word.slice(1, -1).replaceAll('\\"', '"') : word,
  )
}

/** `1:0.2 2:0.8`, as Vowpal Wabbit writes the scores of classes: each behind its class. */
const PAIR = /^(\d{1,9}):(.{1,99})$/

/** The classes of such a line; null of any other. */
function classesIn(words: readonly string[]): readonly string[] | null {
  const found = words.map((word) => PAIR.exec(word))
  const arePairs = found.length > 1 && found.every((pair) => pair !== null && isKnownNumber(pair[2]))
  return arePairs ? found.map((pair) => pair![1]) : null
}

/** Without the classes, where these are the ones of their columns. */
function withoutClasses(words: string[], classes: readonly string[] | null): string[] {
  return classes === null
    ? words
    : words.map((word, at) =>
        word.startsWith(`${classes[at]}:`) ? word.slice(classes[at].length + 1) : word,
      )
}

/** Rows of words and numbers from which on it is no chance that they have as many each, and that no word comes twice. */
const ENOUGH_ROWS = 3
const ENOUGH_NAMES = 16

/**
 * Whether all of the first lines but the names above them are numbers parted by blanks, and as many in each; or words too, where
 * nothing else parts them and a column is of numbers.
 */
export function areBlanks(head: string): boolean {
  const lines = head.split('\n', 51)
  // The last one may be cut off in the middle.
  const whole = (lines.length > 1 ? lines.slice(0, -1) : lines).filter((line) => line.trim() !== '')
  const data = whole.filter((line) => !line.trimStart().startsWith(COMMENT))
  const top = wordsOf(data[0] ?? '')
  const classes = classesIn(top)
  const isNamed = classes === null && (namesClasses(top) || !top.some(isNumber))
  const rows = data.slice(isNamed ? 1 : 0).map((line) => withoutClasses(wordsOf(line), classes))
  const width = rows[0]?.length ?? 0
  if (width < 2 || rows.some((row) => row.length !== width)) return false
  const areNumbers = rows.every((row) => row.every(isKnownNumber))
  if (areNumbers && isNamed && top.length === 1 && !nameRows(rows)) return false
  // A comment may hold the names.
  const [above = top] = whole
    .slice(0, whole.indexOf(data[0]))
    .map((line) => wordsOf(line.replace(COMMENT, '')))
  return areNumbers || arePartedByBlanksAlone(data, rows, above)
}

/** Whether the first of two numbers in each row is its name, as R writes them below the name of the other: more are a list below its own. */
function nameRows(rows: readonly (readonly string[])[]): boolean {
  const names = rows.map(([name]) => name)
  const areWhole = names.every((name) => Number.isInteger(parseNumber(name)))
  return rows[0].length === 2 && areWhole && new Set(names).size === names.length
}

function isKnownNumber(word: string): boolean {
  return isNumber(word) || /^[+-]?(nan|inf)$/i.test(word)
}

function arePartedByBlanksAlone(
  lines: readonly string[],
  rows: readonly (readonly string[])[],
  names: readonly string[],
): boolean {
  const isParted = lines.some((line) => /[\t,;|]/.test(line.replaceAll(QUOTED, '').replaceAll(LIST, '')))
  const isList = (column: number) =>
    rows.every((row) => row[column].startsWith('[') && row[column].endsWith(']'))
  const isScore = (column: number) =>
    rows.every((row) => isKnownNumber(row[column])) &&
    rows.some((row) => !Number.isInteger(parseNumber(row[column])))
  const isEvident =
    rows[0].some((_, column) => isScore(column) || isList(column)) ||
    haveNames(lines, rows) ||
    haveNumbers(names, rows)
  return !isParted && rows.length >= ENOUGH_ROWS && isEvident
}

/** Names of rows before labels: labels alone, such as Grade I, come again. */
function haveNames(lines: readonly string[], rows: readonly (readonly string[])[]): boolean {
  const isName = (column: number) => new Set(rows.map((row) => row[column])).size === rows.length
  return (
    rows.length >= ENOUGH_NAMES &&
    lines.every((line) => wordsOf(line).length === rows[0].length) &&
    rows[0].some((_, column) => isName(column))
  )
}

/** One column of words, and numbers in two or more others, each below a name. */
function haveNumbers(names: readonly string[], rows: readonly (readonly string[])[]): boolean {
  const numbers = rows[0].filter((_, column) => rows.every((row) => isKnownNumber(row[column])))
  return (
    names.length === rows[0].length &&
    !names.some(isNumber) &&
    numbers.length >= Math.max(2, names.length - 1)
  )
}

/** What svm-predict writes above its rows: `labels 1 -1`, which are the classes of all columns but the first one. */
function namesClasses([first, ...classes]: readonly string[]): boolean {
  return first === 'labels' && classes.length > 0 && classes.every(isNumber)
}

function namesOf(words: string[]): string[] {
  return namesClasses(words) ? ['predicted_label', ...words.slice(1).map((label) => `prob_${label}`)] : words
}

export interface BlankRow {
  readonly record: string[]
  readonly info: { readonly bytes: number }
}

/** The rows of such a file, with the bytes up to the end of each. A comment above them is their names where it has as many words. */
export async function* readBlanks(chunks: AsyncIterable<Buffer>): AsyncGenerator<BlankRow[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let [rest, bytes] = ['', 0]
  let names: BlankRow | null = null
  let isFirst = true
  let classes: readonly string[] | null = null
  const take = (lines: readonly string[]): BlankRow[] => {
    const rows: BlankRow[] = []
    for (const line of lines) {
      bytes += Buffer.byteLength(line) + 1
      const text = line.trim()
      if (text === '') continue
      const isComment = text.startsWith(COMMENT)
      const words = wordsOf(isComment ? text.slice(COMMENT.length) : text)
      if (isFirst && !isComment) classes = classesIn(words)
      if (isFirst && classes !== null && !isComment)
        rows.push({ record: classes.map((one) => `score_${one}`), info: { bytes: 0 } })
      const cells = withoutClasses(words, isComment ? null : classes)
      const row = { record: isFirst ? namesOf(cells) : cells, info: { bytes } }
      if (isComment) {
        names = row
        continue
      }
      if (isFirst && names?.record.length === row.record.length) rows.push(names)
      isFirst = false
      rows.push(row)
    }
    return rows
  }
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop()!
    yield take(lines)
  }
  yield take([rest + decoder.decode()])
}
