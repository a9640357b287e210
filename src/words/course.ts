/** Files that are the steps of one course, such as epochs: their names are the same but for one number. */

export interface Course {
  /** What the number counts: `epoch` of `run/epoch-3.sketch.json`. Foreign text. */
  readonly noun: string
  /** The number of each name, in the order in which they were given. */
  readonly numbers: readonly number[]
  /** Which name comes first, second and so on. */
  readonly order: readonly number[]
}

/** Two points are no course: a table says more. */
const FEWEST = 3

/** Numbers after these words count parts of one whole, or runs beside each other. */
const NO_STEPS = /^(?:part|shard|chunk|rank|worker|split|fold|seed|class|gpu|node)s?$/i

/** Null where the names are those of no course. */
export function courseOf(names: readonly string[]): Course | null {
  if (names.length < FEWEST) return null
  // Every second part is a whole number.
  const parts = names.map((name) => name.split(/(\d+)/))
  const [first] = parts
  if (parts.some((own) => own.length !== first.length)) return null
  const differing = first.flatMap((part, i) => (parts.every((own) => own[i] === part) ? [] : [i]))
  if (differing.length !== 1 || differing[0] % 2 === 0) return null
  const [place] = differing
  const numbers = parts.map((own) => Number(own[place]))
  const noun = nounBefore(first.slice(0, place).join(''))
  if (new Set(numbers).size < numbers.length || NO_STEPS.test(noun)) return null
  const order = numbers.map((_, index) => index).sort((a, b) => numbers[a] - numbers[b])
  return { noun, numbers, order }
}

/** The last word before the number, of the folder where the file's own name begins with it. */
function nounBefore(start: string): string {
  const words = start.split(/[^\p{L}]/u).filter((word) => word !== '')
  return words.at(-1) ?? 'step'
}
