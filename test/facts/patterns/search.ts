/** Searches as a backtracking engine does, and counts the steps: the cost of a pattern without a clock. */
import { type Node, parsePattern } from './parse.ts'

/** Where a search is given up: far above what a linear one takes. */
const MAX_STEPS = 2_000_000

export interface Search {
  /** [from, to] of every match, of the first alone without g. */
  readonly matches: readonly (readonly [number, number])[]
  readonly steps: number
}

type Next = (at: number) => boolean

/** Every match of a pattern in a text, as `matchAll` finds them, or the first as `exec` does. */
export function search(pattern: RegExp, text: string, tree: Node = parsePattern(pattern)): Search {
  let steps = 0
  const groups: (readonly [number, number] | undefined)[] = []

  const run = (node: Node, at: number, next: Next): boolean => {
    if (++steps > MAX_STEPS) throw new RangeError('gave up')
    switch (node.kind) {
      case 'character':
        return at < text.length && node.takes(text[at]) && next(at + 1)
      case 'place':
        return node.holds(text, at) && next(at)
      case 'sequence':
        return runAll(node.parts, 0, at, next)
      case 'choice':
        return node.parts.some((part) => run(part, at, next))
      case 'group':
        return runGroup(node, at, next)
      case 'reference': {
        const [from, to] = groups[node.number] ?? [0, 0]
        const words = text.slice(from, to)
        return text.startsWith(words, at) && next(at + words.length)
      }
      case 'look':
        return look(node, at) !== node.negated && next(at)
      case 'repeat':
        return repeat(node, at, 0, next)
    }
  }
  const runAll = (parts: readonly Node[], index: number, at: number, next: Next): boolean =>
    index === parts.length ? next(at) : run(parts[index], at, (end) => runAll(parts, index + 1, end, next))
  const runGroup = ({ number, body }: Extract<Node, { kind: 'group' }>, at: number, next: Next): boolean => {
    if (number === null) return run(body, at, next)
    const before = groups[number]
    const found = run(body, at, (end) => {
      const inner = groups[number]
      groups[number] = [at, end]
      if (next(end)) return true
      groups[number] = inner
      return false
    })
    if (!found) groups[number] = before
    return found
  }
  const look = ({ behind, body }: Extract<Node, { kind: 'look' }>, at: number): boolean => {
    if (!behind) return run(body, at, () => true)
    for (let from = at; from >= 0; from--) if (run(body, from, (end) => end === at)) return true
    return false
  }
  const repeat = (
    node: Extract<Node, { kind: 'repeat' }>,
    at: number,
    count: number,
    next: Next,
  ): boolean => {
    const more = () =>
      count < node.max &&
      // Once round without a letter is enough.
      run(node.body, at, (end) => (end > at || count < node.min) && repeat(node, end, count + 1, next))
    if (count < node.min) return more()
    return node.lazy ? next(at) || more() : more() || next(at)
  }

  const matches: (readonly [number, number])[] = []
  let from = pattern.sticky ? pattern.lastIndex : 0
  while (from <= text.length) {
    let to = -1
    const found = run(tree, from, (end) => {
      to = end
      return true
    })
    if (found) matches.push([from, to])
    if (found ? !pattern.global : pattern.sticky) break
    from = found && to > from ? to : from + 1
  }
  return { matches, steps }
}
