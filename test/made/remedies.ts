/** The flags that a message advises, as someone would paste them, one after another until there is an answer. */
import { wordsOf } from './paste.ts'

/** Flags that stand alone. */
const BARE = new Set(['--by-row', '--renormalize'])

/** Words in capitals stand for what only a person knows, and small ones go on with the sentence. */
const NO_VALUE =
  /^(?:[A-Z]+(?:,[A-Z]+)*|and|as|for|if|in|is|or|says|so|takes|to|with|gives|names|may|out|has)$/

/** Each flag of the hint with its value, in the order of the message. */
export function advisedFlags(message: string): readonly (readonly string[])[] {
  const from = message.indexOf('; ')
  // What is to be made again with a flag is another file.
  const hint = from < 0 ? '' : message.slice(from + 1).replace(/(?:again with|lossctl [a-z]+ (?!or )).*/, '')
  const found = [...hint.matchAll(/(?<=[ (])'?--[a-z][a-z-]*/g)].map(({ index }) =>
    wordsFrom(hint.slice(index)),
  )
  return found.filter((words) => words.length > 0)
}

function wordsFrom(text: string): readonly string[] {
  const [first, second] = wordsOf(endOfAdvice(text))
  // The quote before a flag is that of --flag=value.
  const flag = first?.replace(/,$/, '')
  if (flag === undefined) return []
  if (flag.includes('=') || BARE.has(flag)) return [flag]
  const value = second?.replace(/,$/, '')
  return value === undefined || NO_VALUE.test(value) ? [] : [flag, value]
}

/** Up to where quotes are closed: what follows is prose. */
function endOfAdvice(text: string): string {
  const found =
    /^'?--[a-z-]+(?:=| )(?:'(?:[^']|'\\'')*'|"(?:[^"\\]|\\.)*"|[^\s'"();])*/.exec(text) ??
    /^[^\s();]+/.exec(text)
  return (found?.[0] ?? '').replace(/,$/, '')
}

/** Most flags that are added one after another. */
const MOST_STEPS = 3

/**
 * The first flags with which `ask` has an answer: those of one message, then of what is asked next.
 * @param ask the message of a refusal, or what was answered
 */
export async function followAdvice<Answer>(
  message: string,
  ask: (flags: readonly string[]) => Promise<{ readonly refusal: string } | { readonly answer: Answer }>,
  isMeant: (answer: Answer) => boolean,
  flags: readonly string[] = [],
): Promise<readonly string[] | undefined> {
  if (flags.length >= 2 * MOST_STEPS) return undefined
  for (const advised of advisedFlags(message)) {
    if (flags.includes(advised[0])) continue
    const next = [...flags, ...advised]
    const found = await ask(next)
    if ('answer' in found) {
      if (isMeant(found.answer)) return next
    } else {
      const deeper = await followAdvice(found.refusal, ask, isMeant, next)
      if (deeper) return deeper
    }
  }
  return undefined
}

/** A command line with these flags, in place of its own where it has them. */
export function withFlags(argv: readonly string[], flags: readonly string[]): readonly string[] {
  const names = flags.map((word) => word.split('=')[0]).filter((word) => word.startsWith('--'))
  const kept = argv.filter((word, at) => {
    const isValue = names.includes(argv[at - 1]) && !BARE.has(argv[at - 1])
    return !isValue && !names.includes(word.split('=')[0])
  })
  return [...kept, ...flags]
}
