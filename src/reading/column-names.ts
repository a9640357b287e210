/** Column names as they occur in prediction dumps, and what they usually hold. */
import { saysLabel, saysPredictedClass, saysScore, wordsIn } from './name-words.ts'

const LABELS = new Set([
  'label',
  'labels',
  'y',
  'y_true',
  'ytrue',
  'true',
  'truth',
  'true_label',
  'target',
  'targets',
  'gt',
  'ground_truth',
  'class',
  'cls',
  'actual',
])
/** Words in the names of columns that name rows: PassengerId, ID_code, image_name, file-path. */
const ROW_WORDS = new Set([
  'id',
  'ids',
  'idx',
  'index',
  'uid',
  'uuid',
  'guid',
  'key',
  'name',
  'file',
  'filename',
  'path',
  'image',
  'img',
  'sample',
  'row',
])

const IDS = new Set([...ROW_WORDS, 'image_id', 'row_id', 'sample_id', 'unnamed: 0', '__index_level_0__', ''])
const WEIGHTS = new Set(['weight', 'weights', 'w', 'sample_weight', 'sample_weights'])
const SCORES = new Set([
  'p',
  'prob',
  'probs',
  'proba',
  'probability',
  'y_prob',
  'y_proba',
  'p1',
  'p_1',
  'prob_1',
  'proba_1',
  'prob_pos',
  'score',
  'scores',
  'y_score',
  'pred',
  'preds',
  'prediction',
  'predictions',
  'y_pred',
  'y_hat',
  'yhat',
  'output',
  'confidence',
  'conf',
  'logit',
  'logits',
  'sigmoid',
  'rawformulaval',
])

/** Beginnings of the names of one column per class: prob_cat, logit_3, p.0, score[dog], P(cat), and p3 without a mark between. */
const SCORE_FAMILY =
  /^(?:p|probs?|proba|probability|y_proba?|scores?|y_score|preds?|y_pred|output|logits?|softmax|sigmoid|conf|class|cls|log_?probs?|log_?p|log_?softmax|pct|percent)(?:[_.:\-[( ]|(?=\d+$))/i
/** Their ends: cat_prob, Iris-setosa.probability. */
const SCORE_ENDING =
  /[_.:\- ](?:probs?|proba|probability|prediction|scores?|logits?|softmax|sigmoid|conf|confidence|log_?p|pct|percent)$/i
const LABEL_FAMILY = /^(?:labels?|y_true|y|true|target|gt)[_.:\-[ ]/i
/** cat_true, dog.label */
const LABEL_ENDING = /[_.:\- ](?:labels?|true|truth|targets?|gt)$/i

const isIn = (names: ReadonlySet<string>) => (name: string) => names.has(name.toLowerCase())
export const isIdName = isIn(IDS)
export const isWeightName = isIn(WEIGHTS)
const isLabel = isIn(LABELS)
const isScore = isIn(SCORES)
export const isLabelName = (name: string) => isLabel(name) || saysLabel(name)
export const isScoreName = (name: string) => isScore(name) || saysScore(name)

/** What pandas calls a column without a name when it reads one back, and an index without one in Parquet. */
export function isUnnamed(name: string): boolean {
  return /^(unnamed: 0|__index_level_0__)?$/i.test(name)
}

/** Whether a name says that the column names rows. */
export function namesRows(name: string): boolean {
  return isIdName(name) || wordsIn(name).some((word) => ROW_WORDS.has(word))
}

/** `prob_cat` is member `cat` of family `prob_`; `p3` is `3` of `p`. */
export interface FamilyName {
  readonly family: string
  readonly member: string
}

/** The family and the class in the name of a score column; undefined when it has none. */
export function scoreFamily(name: string): FamilyName | undefined {
  const found = familyName(name, SCORE_FAMILY)
  // class_0_prob
  const ending = found && /^cl/i.test(found.family) ? SCORE_ENDING.exec(found.member) : null
  // class_0_label
  if (found && /^cl/i.test(found.family) && LABEL_ENDING.test(found.member)) return undefined
  if (found && ending && ending.index > 0) return { ...found, member: found.member.slice(0, ending.index) }
  return found ?? familyOfEnding(name)
}

/** What stands before an ending is the class, unless it is a word for truth: y_prob is no column of the class y. */
function familyOfEnding(name: string): FamilyName | undefined {
  const ending = SCORE_ENDING.exec(name)?.[0]
  const member = ending === undefined ? '' : name.slice(0, -ending.length)
  return member === '' || isScoreName(name) ? undefined : { family: `*${ending!.toLowerCase()}`, member }
}

/** `Class 0` of `Class 0_prob`; any other name as it is. */
export function withoutScoreEnding(name: string): string {
  return name.replace(SCORE_ENDING, '')
}

/** Whether a word stands for the negative one of two classes. */
export function negativeWord(word: string): boolean {
  return /^(?:0|neg|negative|no|false|normal|benign|background|bg)$/i.test(word)
}

/** Whether a word stands for the positive one. */
export function positiveWord(word: string): boolean {
  return /^(?:1|pos|positive|yes|true)$/i.test(word)
}

/** The family and the class in the name of a label column. */
export function labelFamily(name: string): FamilyName | undefined {
  if (isLabelName(name) || isScoreName(name) || scoreFamily(name)) return undefined
  const ending = saysPredictedClass(name) ? null : LABEL_ENDING.exec(name)
  return (
    familyName(name, LABEL_FAMILY) ??
    (ending && ending.index > 0
      ? { family: `*${ending[0].toLowerCase()}`, member: name.slice(0, ending.index) }
      : undefined)
  )
}

/** `probs[2]` is place 2 of the lists in the column `probs`. */
export function listFamily(name: string): FamilyName | undefined {
  const [, family, member] = /^(.*\[)(\d+)\]$/.exec(name) ?? []
  return family === undefined ? undefined : { family, member }
}

/** What stands before the place of a list; the name itself of any other column. */
export function listName(name: string): string {
  return listFamily(name)?.family.slice(0, -1) ?? name
}

/** What np.savez calls an array that it is told no name of, and we a tensor of a list: `arr_0`, `item_0`, or a place of it. */
export function isNameless(name: string): boolean {
  return /^(?:arr|item)_\d+$/.test(listName(name))
}

/** What follows a beginning is the class: score[dog] is `dog` of `score[`. */
function familyName(name: string, beginning: RegExp): FamilyName | undefined {
  const known = beginning.exec(name)?.[0]
  if (known === undefined) return undefined
  const rest = name.slice(known.length).trimStart()
  const closing = { '[': ']', '(': ')' }[known.trimEnd().slice(-1)]
  const member = closing && rest.length > 1 && rest.endsWith(closing) ? rest.slice(0, -1) : rest
  return member === ''
    ? undefined
    : { family: name.slice(0, name.length - rest.length).toLowerCase(), member }
}

/** What a name says of the scores: `probs`, `logits`, or undefined when it says neither. */
export function readingInName(name: string): 'probs' | 'logits' | undefined {
  const words = name.toLowerCase().split(/[^a-z]+/)
  if (words.some((word) => word === 'logit' || word === 'logits')) return 'logits'
  const probable = [
    'p',
    'prob',
    'probs',
    'proba',
    'probas',
    'probability',
    'probabilities',
    'softmax',
    'sigmoid',
    'confidence',
    'conf',
  ]
  return words.some((word) => probable.includes(word)) ? 'probs' : undefined
}

/** The name of a file among its folders, or of an array in it. */
export function fileName(path: string): string {
  return path.split(/[\\/]|::/).at(-1) ?? path
}
