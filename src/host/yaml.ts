/** A file of its own in the build, with nothing of ours in it: few checks have rules in a file, and this parser is large. */
import { type Document, isScalar, LineCounter, parseDocument, visit } from 'yaml'

/** Rules take some fifty bytes each. */
const MAX_LENGTH = 100_000

/** The value of a text, or what is wrong with it. */
export type Yaml = { readonly value: unknown } | { readonly fault: string }

/** JSON is YAML, too. No key may stand twice in a map. */
export function parseYaml(text: string): Yaml {
  if (text.length > MAX_LENGTH) return { fault: `is longer than ${MAX_LENGTH / 1000} kB` }
  const lineCounter = new LineCounter()
  const place = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset)
    return `at line ${line}, column ${col}`
  }
  // A lone CR ends a line, too, which this parser has forgotten.
  const lines = text.replace(/\r(?!\n)/g, '\n')
  // Its own search for keys that are there twice takes the square of their number.
  const options = { logLevel: 'error', prettyErrors: false, uniqueKeys: false, lineCounter } as const
  const document = parseDocument(lines, options)
  const [error] = document.errors
  if (error?.code === 'RESOURCE_EXHAUSTION') return { fault: 'is nested too deep' }
  if (error) return { fault: `is no YAML: ${error.message} ${place(error.pos[0])}` }
  const twice = findTwice(document)
  return twice ? { fault: `has "${twice.key}" twice, again ${place(twice.offset)}` } : toValue(document)
}

interface Key {
  readonly key: string
  readonly offset: number
}

/** The first key that stands twice in one map. */
function findTwice(document: Document): Key | undefined {
  let found: Key | undefined
  visit(document, {
    Map(_, { items }) {
      const keys = new Set<string>()
      for (const { key: node } of items) {
        const key = String(isScalar(node) ? node.value : node)
        if (keys.has(key)) {
          found = { key, offset: isScalar(node) ? (node.range?.[0] ?? 0) : 0 }
          return visit.BREAK
        }
        keys.add(key)
      }
    },
  })
  return found
}

/** Names of other parts may lead to nothing, or to far too much. */
function toValue(document: Document): Yaml {
  try {
    return { value: document.toJS() }
  } catch (error) {
    return { fault: `is no YAML: ${(error as Error).message}` }
  }
}
