/** What columns are called that name models, what these were made with, or samples of one id. */
import { isNumber } from '../../formats/csv/dialect.ts'
import { namesRows } from '../column-names.ts'
import { mentionsScore, saysPredicted, wordsIn } from '../name-words.ts'

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
  return hasWord(name, SAMPLES) || namesRows(name) || cells.every((cell) => isNumber(cell.trim()))
    ? 'sample'
    : 'unknown'
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
