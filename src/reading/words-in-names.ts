/** Labels in the names of columns, whatever their case and whatever parts their words: `red fox` in `Prob_Red_Fox`, `setosa` in `P (class=setosa)`. */
import { isNumber } from '../formats/csv/dialect.ts'

/** Most labels that are looked for: each in each name. */
const MAX_LABELS = 200

/** The label in each name, null where it has none; null in all where not every label is that of one column. */
export function labelsInNames(
  names: readonly string[],
  labels: readonly string[],
): readonly (string | null)[] | null {
  if (labels.length < 2 || labels.length > MAX_LABELS || labels.some(isNumber)) return null
  const known = labels
    .map((label) => ({ label, words: wordsOf(label) }))
    .sort((a, b) => b.words.length - a.words.length)
  // Of toxic and non-toxic the longer one.
  const found = names.map((name) => known.find(({ words }) => wordsOf(name).includes(words))?.label ?? null)
  const isEach = labels.every((label) => found.filter((one) => one === label).length === 1)
  return isEach && known.every(({ words }) => words.trim() !== '') ? found : null
}

function wordsOf(text: string): string {
  return ` ${text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(' ')} `
}
