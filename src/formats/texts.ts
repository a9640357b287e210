/** Cells of a column of text. A string of each costs more than all else that is read: it is made when one is asked for. */

/** A list of strings is such a column. */
export interface Texts extends Iterable<string> {
  readonly length: number
  at(row: number): string | undefined
  slice(from: number, to: number): Texts
  /** Present where the same words stand again and again: which of `words` each cell is. More words may come to be known. */
  readonly codes?: Int32Array
  readonly words?: readonly string[]
  /** Present where cells stand as they do in a file: UTF-8, and where in it each begins and ends. */
  readonly bytes?: Uint8Array
  readonly starts?: Uint32Array
  readonly ends?: Uint32Array
}

export function codedTexts(codes: Int32Array, words: readonly string[]): Texts {
  return {
    ...listed(codes.length, (row) => words[codes[row]]),
    slice: (from, to) => codedTexts(codes.subarray(from, to), words),
    codes,
    words,
  }
}

export function byteTexts(bytes: Uint8Array, starts: Uint32Array, ends: Uint32Array): Texts {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return {
    ...listed(starts.length, (row) => text.toString('utf8', starts[row], ends[row])),
    slice: (from, to) => byteTexts(bytes, starts.subarray(from, to), ends.subarray(from, to)),
    bytes,
    starts,
    ends,
  }
}

/** The cells of these rows. */
export function pickTexts(texts: Texts, rows: Int32Array): Texts {
  const { codes, words, bytes, starts, ends } = texts
  if (codes && words) return codedTexts(pick(codes, rows), words)
  if (bytes && starts && ends) return byteTexts(bytes, pick(starts, rows), pick(ends, rows))
  return Array.from(rows, (row) => texts.at(row)!)
}

function listed(
  length: number,
  at: (row: number) => string,
): Pick<Texts, 'length' | 'at' | typeof Symbol.iterator> {
  return {
    length,
    at: (row) => (row < length ? at(row) : undefined),
    *[Symbol.iterator]() {
      for (let row = 0; row < length; row++) yield at(row)
    },
  }
}

function pick<T extends Int32Array | Uint32Array>(values: T, rows: Int32Array): T {
  const picked = new (values.constructor as new (length: number) => T)(rows.length)
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]]
  return picked
}
