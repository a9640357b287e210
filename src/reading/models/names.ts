/** What columns are called that name models, what these were made with, or samples of one id. */
import { isNumber } from '../../formats/csv/dialect.ts'
import { namesRows } from '../column-names.ts'
import { mentionsScore, saysPredicted, wordsIn } from '../name-words.ts'

/** What ids are called, and whatever else is told by its name. */
const ANYTHING = /^(names?|ids?|keys?|titles?)$/i
/** Rows of each word from which on it names no sample. */
const MANY_ROWS = 16

/** What a column may tell apart: `setting` is what models differ in, `sample` the parts of one id, such as frames and tiles. */
export type Kind = 'model' | 'setting' | 'sample' | 'unknown'

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

const MODELS = words(
  'model models classifier classifiers algorithm algorithms algo estimator estimators architecture architectures checkpoint checkpoints backbone backbones llm llms',
)
/** Names of models that are those of something else as well. */
const MAYBE_MODELS = words('method methods network networks arch system systems variant variants')
const SETTINGS = words(
  'representation representations embedding embeddings encoder encoders features featureset prompt prompts prompting seed seeds config configuration setting settings experiment ablation preprocessing optimizer objective strategy pretraining pipeline tokenizer epoch temperature lr dropout shot shots beam beams layer layers',
)
/** Those of two words. */
const SETTING = /feature.?set|learning.?rate|weight.?decay|^top.?[kp]$/i
const SAMPLES = words(
  'frame frames tile tiles patch patches window windows token tokens crop crops slice slices segment segments chunk chunks position pos offset start end time timestamp date day week month year hour visit session scan trial view side eye laterality channel electrode lead region roi site center centre hospital dataset source split fold language lang domain group sentence paragraph page turn question item part section box anchor pixel row col column x y z repeat replicate',
)

export function kindOf(name: string, cells: readonly string[]): Kind {
  if (isOfScores(name)) return 'unknown'
  if (namesModels(name)) return 'model'
  if (namesSetting(name)) return 'setting'
  const ofSamples = hasWord(name, SAMPLES) || (namesRows(name) && !areFewWords(name, cells))
  return ofSamples || cells.every((cell) => isNumber(cell.trim())) ? 'sample' : 'unknown'
}

/** Whether a column that is called like ids has words that come again and again, as names of runs do. */
export function areFewWords(name: string, cells: readonly string[]): boolean {
  return ANYTHING.test(name) && isOfWords(cells) && MANY_ROWS * new Set(cells).size <= cells.length
}

/** Numbers are what anything may be counted with. */
export function isOfWords(cells: readonly string[]): boolean {
  return !cells.some((cell) => cell === '' || isNumber(cell.trim()))
}

function hasWord(name: string, known: ReadonlySet<string>): boolean {
  return wordsIn(name).some((word) => known.has(word))
}

export function namesModels(name: string): boolean {
  return !isOfScores(name) && (hasWord(name, MODELS) || hasWord(name, MAYBE_MODELS))
}

export function namesSetting(name: string): boolean {
  return !isOfScores(name) && (hasWord(name, SETTINGS) || SETTING.test(name))
}

/** Scores and predictions tell nothing apart; how many of the best a model was given does. */
export function isOfScores(name: string): boolean {
  return !SETTING.test(name) && (mentionsScore(name) || saysPredicted(name))
}

/** Whether nothing but a model is called so. */
export function surelyModels(name: string): boolean {
  return hasWord(name, MODELS)
}
