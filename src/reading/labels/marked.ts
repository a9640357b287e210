/** Scores that are named for the negative one of two classes by a mark at the end: prob_HER2-, p_HER2_neg, BBB_negative_prob. */
import { InputError } from '../../errors.ts'
import { negativeWord, scoreFamily } from '../column-names.ts'
import { subjectWords, wordsIn } from '../name-words.ts'
import { namesModel } from '../scores/model-words.ts'
import { canonical } from './codes.ts'
import { adviseNames, mostlyAmong } from './evidence.ts'
import { isNegation } from './opposed.ts'

const MARKS = [
  /^(.*[\p{L}\p{N}])[-−]$/u,
  /^(.*[\p{L}\p{N}])[_ .:-](?:neg|negative)$/iu,
  /^(.*[A-Z\d])(?:neg|negative|Neg|Negative)$/,
]

/** What stands before the mark; undefined where there is none, or nothing but whose score it is. */
function stemOf(name: string): string | undefined {
  const stem = MARKS.map((mark) => mark.exec(name)?.[1]).find((found) => found !== undefined)
  if (stem === undefined || wordsIn(stem).some(isNegation)) return undefined
  return subjectWords(stem).some((word) => !namesModel(word)) ? stem : undefined
}

/**
 * The label that a score is named for by such a mark: HER2- of prob_HER2-; undefined where its name has none, or the label's
 * has it too.
 * @param isSaid whether someone has said which class is the positive one
 * @throws InputError where labels do not name it, such as 0 and 1
 */
export function markedLabel(
  path: string,
  score: string,
  label: string,
  cells: readonly string[],
  isSaid: boolean,
): string | undefined {
  const member = scoreFamily(score)?.member ?? score
  const isOfNegative = stemOf(label) !== undefined || wordsIn(label).some(negativeWord)
  if (stemOf(member) === undefined || isOfNegative) return undefined
  const labels = [...new Set(cells)]
  const marked = labels.filter((one) => stemOf(one) !== undefined || /^(?:neg|negative|-)$/i.test(one))
  if (labels.length === 2 && marked.length === 1) return marked[0]
  const pair = mostlyAmong(cells, ['0', '1']) ? ['0', '1'] : labels
  if (isSaid || pair.length !== 2) return undefined
  const [negative, positive] = pair.map(canonical).toSorted((a, b) => rank(a) - rank(b))
  throw new InputError(
    path,
    `the score "${score}" is that of the negative class by its name`,
    `say ${adviseNames([positive, negative])} if it is the score of the label ${negative}, ${adviseNames([negative, positive])} if of the label ${positive}`,
  )
}

/** The likelier negative label first. */
function rank(label: string): number {
  if (label === '-1' || negativeWord(label)) return -1
  return /^(?:n|f|absent|off)$/i.test(label) ? -1 : 0
}
