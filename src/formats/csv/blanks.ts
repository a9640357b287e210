/** Numbers parted by blanks, as many as there may be: numpy.savetxt's default, and what tools print in columns. */
import { isNumber } from './dialect.ts'

/** The separator of such files. */
export const BLANKS = ' '

/** What a line begins with that numpy.savetxt writes above the rows, and numpy.loadtxt passes over. */
const COMMENT = '#'

const wordsOf = (line: string) => line.trim().split(/ +/)

/** Whether all of the first lines but the names above them are numbers parted by blanks, and as many in each. */
export function areBlanks(head: string): boolean {
  const lines = head.split('\n', 51)
  // The last one may be cut off in the middle.
  const whole = (lines.length > 1 ? lines.slice(0, -1) : lines).filter((line) => line.trim() !== '')
  const data = whole.filter((line) => !line.trimStart().startsWith(COMMENT))
  const rows = data.slice(wordsOf(data[0] ?? '').some(isNumber) ? 0 : 1).map(wordsOf)
  const width = rows[0]?.length ?? 0
  return (
    width > 1 &&
    rows.every(
      (row) => row.length === width && row.every((word) => isNumber(word) || /^[+-]?(nan|inf)$/i.test(word)),
    )
  )
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
  const take = (lines: readonly string[]): BlankRow[] => {
    const rows: BlankRow[] = []
    for (const line of lines) {
      bytes += Buffer.byteLength(line) + 1
      const text = line.trim()
      if (text === '') continue
      const isComment = text.startsWith(COMMENT)
      const row = { record: wordsOf(isComment ? text.slice(COMMENT.length) : text), info: { bytes } }
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
