/** Texts that make a pattern work: what leads into one of its repetitions, that repeated, and an end that does not fit. */
import type { Node } from './parse.ts'

const LETTERS = [
  ' ',
  '\t',
  '\n',
  '0',
  '1',
  'a',
  'e',
  'x',
  'X',
  '-',
  '_',
  '.',
  ',',
  ':',
  '/',
  '"',
  "'",
  '(',
  '[',
  '{',
  '#',
  '%',
  '=',
  '<',
  '@',
  '|',
  'é',
]
const ENDS = ['', '\n', 'x', '!', '"', ' x', 'x\ny', '\u0000']

export interface Attack {
  readonly lead: string
  readonly pump: string
  readonly end: string
}

/** An attack on every repetition without a bound, by every kind of letter that it takes. */
export function attacksOn(tree: Node, ownLetters: readonly string[]): readonly Attack[] {
  const letters = [...new Set([...LETTERS, ...ownLetters])]
  return repetitions(tree, '', letters).flatMap(({ lead, pumps }) =>
    pumps.flatMap((pump) => ENDS.map((end) => ({ lead, pump, end }))),
  )
}

interface Repetition {
  readonly lead: string
  readonly pumps: readonly string[]
}

function repetitions(node: Node, lead: string, letters: readonly string[]): readonly Repetition[] {
  switch (node.kind) {
    case 'sequence': {
      let before = lead
      return node.parts.flatMap((part) => {
        const found = repetitions(part, before, letters)
        before += sample(part, letters)
        return found
      })
    }
    case 'choice':
      return node.parts.flatMap((part) => repetitions(part, lead, letters))
    case 'group':
    case 'look':
      return repetitions(node.body, lead, letters)
    case 'repeat':
      return [
        ...(node.max === Number.POSITIVE_INFINITY ? [{ lead, pumps: samples(node.body, letters) }] : []),
        ...repetitions(node.body, lead, letters),
      ]
    default:
      return []
  }
}

/** Short texts that a node takes, one for every letter it may begin with. */
function samples(node: Node, letters: readonly string[]): readonly string[] {
  switch (node.kind) {
    case 'character':
      return letters.filter(node.takes)
    case 'choice':
      return node.parts.flatMap((part) => samples(part, letters))
    case 'group':
      return samples(node.body, letters)
    case 'repeat':
      return samples(node.body, letters).map((text) => text.repeat(Math.max(1, node.min)))
    case 'sequence': {
      const [first, ...rest] = node.parts
      const tail = rest.map((part) => sample(part, letters)).join('')
      return first ? samples(first, letters).map((text) => text + tail) : []
    }
    default:
      return []
  }
}

/** The shortest text that comes to mind. */
function sample(node: Node, letters: readonly string[]): string {
  if (node.kind === 'repeat') return sample(node.body, letters).repeat(node.min)
  if (node.kind === 'sequence') return node.parts.map((part) => sample(part, letters)).join('')
  return samples(node, letters)[0] ?? ''
}
