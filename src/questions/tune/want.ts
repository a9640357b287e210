/** What somebody wants of a quantity: `easy.negative.loss <= 10%`, `positive:negative.gradient = 1:1`. */
import { UsageError } from '../../errors.ts'

export type Relation = '=' | '<=' | '>='

/** A wish, in parts. */
export interface Want {
  readonly quantity: string
  readonly relation: Relation
  readonly value: number
}

/** Other ways to write a relation. */
const SIGNS = new Map<string, Relation>([
  ['≤', '<='],
  ['≥', '>='],
  ['==', '='],
  ['<=', '<='],
  ['>=', '>='],
  ['=', '='],
  // What is sought is where the value is reached.
  ['<', '<='],
  ['>', '>='],
])

/** Reads a wish. Throws a UsageError for anything else. */
export function parseWant(text: string): Want {
  const match = /<=|>=|==?|≤|≥|<|>/.exec(text)
  // 30 % is 30%, and 1 : 3 is 1:3.
  const tight = (side: string) => side.trim().replace(/\s{1,9}(?=[%:])|(?<=:)\s{1,9}/g, '')
  const [quantity, word] = match
    ? [tight(text.slice(0, match.index)), tight(text.slice(match.index + match[0].length))]
    : ['', '']
  if (!match || quantity === '' || word === '' || /\s/.test(`${quantity}${word}`))
    throw new UsageError(`--want "${text}" is no relation`, 'as in "easy.negative.loss <= 10%"')
  return { quantity, relation: SIGNS.get(match[0])!, value: parseValue(word, text) }
}

/** 0.1, 10% or 1:1. */
function parseValue(word: string, text: string): number {
  const percent = word.endsWith('%')
  const [above, below = '1', ...more] = (percent ? word.slice(0, -1) : word).split(':')
  const value = Number(above) / Number(below) / (percent ? 100 : 1)
  if (above === '' || below === '' || more.length > 0 || !Number.isFinite(value))
    throw new UsageError(`--want "${text}": "${word}" is not a number`)
  return value
}
