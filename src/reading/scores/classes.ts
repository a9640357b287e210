/** What the names of score columns say of the classes: which they are, and in what order. */
import { parseNumber } from '../../formats/csv/dialect.ts'
import { negativeWord, positiveWord, scoreFamily } from '../column-names.ts'

/** The class in the name of each column, where all are named alike: prob_cat is `cat`, P(dog) is `dog`, and prob_class_3 among its like is `3`. */
export function classesOf(names: readonly string[]): readonly string[] {
  const families = names.map(scoreFamily)
  const areAlike = families.every((found) => found && found.family === families[0]?.family)
  const members = areAlike ? families.map((found) => found!.member) : names.map(withoutBracket)
  const stems = members.map((member) => member.slice(0, digitsFrom(member)))
  const areNumbered = members.every((member, i) => stems[i] === stems[0] && stems[i].length < member.length)
  return areNumbered ? members.map((member) => member.slice(stems[0].length)) : members
}

/** `Edema` of m2_log_p_Edema beside m2_log_p_Atelectasis: what is left of each name without the words that all begin with. */
export function withoutCommonWords(names: readonly string[]): readonly string[] {
  const common = names.reduce((stem, name) => {
    let end = 0
    while (end < stem.length && stem[end] === name[end]) end++
    return stem.slice(0, end)
  })
  const [stem] = /^.*[^\p{L}\p{N}]/u.exec(common) ?? ['']
  return names.map((name) => name.slice(stem.length))
}

/** `new_p(3` of `new_p(3)`: a number in brackets ends a name as a bare one does. */
function withoutBracket(name: string): string {
  return /\d[)\]]$/.test(name) ? name.slice(0, -1) : name
}

/** Where the digits at the end begin; the length where there are none. */
function digitsFrom(text: string): number {
  let from = text.length
  while (from > 0 && text[from - 1] >= '0' && text[from - 1] <= '9') from--
  return from
}

export function areNumbers(classes: readonly string[]): boolean {
  return classes.every((name) => name !== '' && digitsFrom(name) === 0)
}

/** Before and behind what is neither: prob_positive behind what it leaves, raw_prob_yes behind raw_prob_no. */
export function sidesOf(names: readonly string[]): readonly number[] {
  const bare = withoutCommonWords(names)
  return names.map((name, i) => sideOf(scoreFamily(name)?.member ?? bare[i]))
}

function sideOf(word: string): number {
  return negativeWord(word) ? -1 : positiveWord(word) ? 1 : 0
}

/** Columns named for numbers in the order of these, prob_10 behind prob_9; the negative class before the positive one. */
export function inClassOrder<Column>(
  columns: readonly Column[],
  nameOf: (column: Column) => string,
): readonly Column[] {
  const names = columns.map(nameOf)
  const classes = classesOf(names)
  const rank = areNumbers(classes)
    ? classes.map(parseNumber)
    : names.length === 2
      ? sidesOf(names)
      : classes.map(() => 0)
  return columns
    .map((column, i) => ({ column, rank: rank[i] }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ column }) => column)
}
