/** Regular expressions as trees, as far as the project writes them: for counting what a search costs. */

export type Node =
  /** One character that the atom takes. */
  | { readonly kind: 'character'; readonly takes: (letter: string) => boolean }
  /** ^, $, \b and \B, at a place of a text. */
  | { readonly kind: 'place'; readonly holds: (text: string, at: number) => boolean }
  | { readonly kind: 'look'; readonly behind: boolean; readonly negated: boolean; readonly body: Node }
  | { readonly kind: 'group'; readonly number: number | null; readonly body: Node }
  | { readonly kind: 'reference'; readonly number: number }
  | {
      readonly kind: 'repeat'
      readonly min: number
      readonly max: number
      readonly lazy: boolean
      readonly body: Node
    }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly parts: readonly Node[] }

const ATOM = /\\p\{[^}]*\}|\\u\{[^}]*\}|\\u[\da-f]{4}|\\x[\da-f]{2}|\\.|\[(?:[^\]\\]|\\.)*\]|./isuy
const REPEAT = /([*+?]|\{(\d+)(,?)(\d*)\})(\??)/y
const OPEN = /\((\?:|\?=|\?!|\?<=|\?<!)?/y

/** The tree of a pattern. Throws on what it does not know: names of groups and flags inside a pattern. */
export function parsePattern({ source, flags }: RegExp): Node {
  let at = 0
  let groups = 0
  const take = (form: RegExp): RegExpExecArray | null => {
    form.lastIndex = at
    const match = form.exec(source)
    if (match) at = form.lastIndex
    return match
  }
  const choice = (): Node => {
    const parts = [sequence()]
    while (source[at] === '|') {
      at++
      parts.push(sequence())
    }
    return parts.length === 1 ? parts[0] : { kind: 'choice', parts }
  }
  const sequence = (): Node => {
    const parts: Node[] = []
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(repeated())
    return { kind: 'sequence', parts }
  }
  const repeated = (): Node => {
    const body = source[at] === '(' ? group() : atom()
    const match = take(REPEAT)
    if (!match) return body
    const [, sign, low, comma, high, lazy] = match
    const min = sign === '+' ? 1 : Number(low ?? 0)
    const max = sign === '?' ? 1 : comma === '' ? min : Number(high || Number.POSITIVE_INFINITY)
    return { kind: 'repeat', min, max, lazy: lazy === '?', body }
  }
  const group = (): Node => {
    const sign = take(OPEN)![1]
    if (source[at] === '?') throw new Error(`${source} is not understood at ${at}`)
    const number = sign === undefined ? ++groups : null
    const body = choice()
    at++
    if (sign === undefined || sign === '?:') return { kind: 'group', number, body }
    return { kind: 'look', behind: sign.includes('<'), negated: sign.includes('!'), body }
  }
  const atom = (): Node => {
    const [text] = take(ATOM)!
    if (/^\\[1-9]$/.test(text)) return { kind: 'reference', number: Number(text[1]) }
    if (['^', '$', '\\b', '\\B'].includes(text)) {
      const place = new RegExp(text, `${flags.replace(/[gy]/g, '')}y`)
      return {
        kind: 'place',
        holds: (whole, index) => {
          place.lastIndex = index
          return place.test(whole)
        },
      }
    }
    const single = new RegExp(`^(?:${text})$`, flags.replace(/[gym]/g, ''))
    return { kind: 'character', takes: (letter) => single.test(letter) }
  }
  return choice()
}
