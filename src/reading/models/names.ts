/** What columns are called that name models, what these were made with, or samples of one id. */
import { isNumber } from '../../formats/csv/dialect.ts'
import { namesRows } from '../column-names.ts'
import { mentionsScore, saysClass, saysPredicted, wordsIn } from '../name-words.ts'

/** What ids are called, and whatever else is told by its name. */
const ANYTHING = /^(names?|ids?|keys?|titles?)$/i
/** Rows of each word from which on it names no sample. */
const MANY_ROWS = 16

/**
 * What a column may tell apart: `tuning` is what models differ in, `setting` the same where rows of one model may differ in it too,
 * `sample` the parts of one id, such as frames and tiles.
 */
export type Kind = 'model' | 'tuning' | 'setting' | 'sample' | 'unknown'

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

const MODELS = words(
  'model models classifier classifiers algorithm algorithms algo estimator estimators architecture architectures checkpoint checkpoints backbone backbones llm llms',
)
/** Those of them that are of machines, buildings or times as well. */
const MAINLY = words('architecture architectures checkpoint checkpoints')
/** What stands beside them in a name and says nothing of what it is that has models: model_id, base_model_name, mlModel. */
const BESIDE_MODEL = words(
  'name names id ids key keys tag path file type types version versions base kind family title variant ml ai dl nn the short full',
)
/** Names of models that are those of something else as well. */
const MAYBE_MODELS = words(
  'method methods network networks arch system systems variant variants approach approaches technique techniques learner learners baseline baselines',
)
const SETTINGS = words(
  'representation representations embedding embeddings encoder encoders features featureset prompt prompts prompting seed seeds config configuration configurations configs setting settings setup setups experiment experiments ablation preprocessing optimizer objective strategy strategies pretraining pipeline pipelines tokenizer epoch temperature lr dropout shot shots beam beams layer layers ablations workflow workflows wflow judge judges hyperparameter hyperparameters mtry ntree ntrees trees nrounds iterations shrinkage penalty mixture cost sigma lambda alpha eta kmax neighbors subsample splitrule kernel degree',
)
/** Those of two words, and of letters that R and scikit-learn call them. */
const SETTING =
  /feature.?set|^run.?names?$|learn(?:ing)?.?rate|weight.?decay|(?:max|tree|interaction).?depth|n.?estimators|min.?(?:n|child.?weight|node.?size)$|n.?minobsinnode|colsample|loss.?reduction|^top.?[kp]$|^C$|^cp$|^k$/i
/** What rows of one id may differ in too, as epochs of a recording do, or the mean over which is meant. */
const VAGUE = words('seed seeds epoch layer layers beam beams iterations temperature cost degree')
const SAMPLES = words(
  'frame frames tile tiles patch patches window windows token tokens crop crops slice slices segment segments chunk chunks position pos offset start end time timestamp date day week month year hour visit session scan trial view side eye laterality channel electrode lead region roi site center centre hospital dataset source split fold language lang domain group sentence paragraph page turn question item part section box anchor pixel row col column x y z repeat replicate resample subject subjects participant participants user users product products device devices customer customers',
)
/** Parts of the data that resampling makes, by what R calls them. */
const RESAMPLE =
  /^(?:(?:inner|outer)?.?(?:fold|repeat|rep|resample|bootstrap|split)\W?\d|apparent$|validation$)/i

/** A row of the data by its number: rowIndex, .row, source_row, sample_idx. */
const ROW = words('row rows index idx')
const BESIDE_ROW = words(
  'id ids number num nr no source orig original data obs observation sample case example instance',
)
/** Ids that say nothing of what has them: parts of a patient or of an image have names for both. */
const ONE_SAMPLE = /^(?:(?:sample|example|instance)[ _.-]?)?(?:ids?|uid|uuid|guid)$/i

export function kindOf(name: string, cells: readonly string[]): Kind {
  if (isOfScores(name)) return 'unknown'
  if (namesModels(name)) return 'model'
  if (namesSetting(name)) return namesTuning(name) ? 'tuning' : 'setting'
  return namesSamples(name, cells) || cells.every((cell) => isNumber(cell.trim())) ? 'sample' : 'unknown'
}

/**
 * The same beside ids, which may be such that a sample that comes again is of another model, whatever the column is called: where they
 * number the rows of the data, and words where they name nothing but samples.
 *
 * @param labels their words are those of classes, of which each sample may have a row
 */
export function kindBeside(
  ids: string,
  name: string,
  cells: readonly string[],
  labels: ReadonlySet<string>,
): Kind {
  const kind = kindOf(name, cells)
  if (kind === 'setting' && numbersRows(ids)) return 'tuning'
  const isKnown = kind === 'model' || kind === 'tuning' || kind === 'setting' || namesSamples(name, cells)
  if (isKnown || isOfScores(name) || saysClass(name)) return kind
  const areWords = isOfWords(cells)
  if (areWords && cells.some((cell) => labels.has(cell))) return kind
  const areWhole = cells.every((cell) => Number.isInteger(Number(cell.trim() || Number.NaN)))
  if (numbersRows(ids)) return areWords || areWhole ? 'tuning' : kind
  return areWords && ONE_SAMPLE.test(ids) ? 'tuning' : kind
}

function namesSamples(name: string, cells: readonly string[]): boolean {
  const areRows = namesRows(name) && !areFewWords(name, cells)
  return areRows || hasWord(name, SAMPLES) || cells.every((cell) => RESAMPLE.test(cell))
}

/** Whether a column of ids is called like the numbers of the rows of the data. */
export function numbersRows(name: string): boolean {
  const all = wordsIn(name)
  return hasWord(name, ROW) && all.every((word) => ROW.has(word) || BESIDE_ROW.has(word))
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

/** Whether a column is called like what only models differ in. */
export function namesTuning(name: string): boolean {
  return namesSetting(name) && !hasWord(name, VAGUE)
}

export function namesSetting(name: string): boolean {
  return !isOfScores(name) && (hasWord(name, SETTINGS) || SETTING.test(name))
}

/** Scores and predictions tell nothing apart; how many of the best a model was given does. */
export function isOfScores(name: string): boolean {
  return !SETTING.test(name) && (mentionsScore(name) || saysPredicted(name))
}

/** Whether a model is called so, though other things may be: model_year, architecture. */
export function mainlyModels(name: string): boolean {
  return hasWord(name, MODELS)
}

/** Whether nothing but a model is called so. */
export function surelyModels(name: string): boolean {
  const all = wordsIn(name)
  const isSure = (word: string) => MODELS.has(word) && !MAINLY.has(word)
  return all.some(isSure) && all.every((word) => isSure(word) || BESIDE_MODEL.has(word))
}
