/** What models are called in the names of their scores: LR_proba, oof_random_forest, xgboost; and versions of one: prob_raw, prob_calibrated. */
import { negativeWord, positiveWord } from '../column-names.ts'
import { mentionsScore, saysOther, saysProbable, wordsIn } from '../name-words.ts'

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Kinds of models, short and long, and what several of them make together. */
const KINDS = words(
  [
    'lr logreg logistic ridge lasso elasticnet glm gam sgd perceptron lda qda nb bayes naivebayes gaussiannb knn neighbors svm svc linearsvc',
    'dt tree cart rf forest randomforest et extratrees gb gbm gbdt gbt gbc hgb histgb xgb xgboost lgb lgbm lightgbm catboost ada adaboost',
    'boosting bagging mlp nn ann dnn cnn rnn gru lstm bilstm transformer bert roberta distilbert deberta xlnet electra albert gpt llm llama',
    'mistral qwen gemini resnet densenet efficientnet vgg inception xception mobilenet convnext vit swin unet yolo tabnet tabpfn',
    'autogluon ensemble stack stacked stacking stacker blend blended blending vote voting model baseline',
  ].join(' '),
)
/** What stands beside these in their names, and tells of the model too. */
const BESIDE_KINDS = words(
  [
    'logistic logit linear regression regressor random extra trees decision gradient boosted gaussian neural network networks net support vector',
    'machine k nearest hist classifier clf models meta learner super rbf poly kernel avg average averaged mean weighted majority soft hard best',
    'tuned untuned default optimized optimised opt optuna pretrained finetuned smote balanced platt isotonic scaled full combined simple plain',
    'tabular image text clinical radiomics tfidf',
  ].join(' '),
)
/** Kinds whose numbers are part of what they are called, and count nothing. */
const SIZED = words(
  'bert roberta distilbert deberta xlnet electra albert gpt llm llama mistral qwen gemini resnet densenet efficientnet vgg inception xception mobilenet convnext vit swin unet yolo',
)
/** Of which there are small ones and large ones. */
const SIZES = words('base large small tiny mini xl cased uncased patch')
/** What says of a score how it was made. */
const BESIDE_SCORES = words('y oof cv')
/** Behind these a number counts models; it may be a date or a dose as well. */
const COUNTING = words('m model ensemble baseline')
/** Studies call so what no model says: the score at the beginning, and the share of readers who say yes. */
const WEAK = words('baseline vote voting')
/** People, where a number is behind it: annotators, and their votes. */
const PEOPLE = words('ann vote voting')
/** Of one model, or words that say too little by themselves. */
const VERSIONS = words(
  'raw uncal cal calib calibrated uncalibrated before after old new ours final tta phase stage',
)

/** How far scores lie apart. */
const SPREADS = words('std sd se sem sigma')
/** Words for what else is computed of scores besides those that any name says so with. */
const COMPUTED = words(
  'var spread iqr gap noise lower upper low high lo hi ci lcb ucb edge diff delta conf confidence certainty median quantile percentile',
)
/** Of a model, or of what it was given, and no probability of the label. */
const MEASURES = words(
  'agreement disagreement consensus stability reliability importance similarity calibration drift cost complexity ranking density fluency coverage gini auc f brier shap dice iou prior cutoff abstain reject missing dropout',
)

/** What is left of a subject without words for models and versions of them. */
export const withoutModel = (subject: string): readonly string[] =>
  wordsIn(subject).filter((word) => !(isKind(word) || isVersion(word) || BESIDE_KINDS.has(word)))

/** Letters alone, without the number behind them. */
const bare = (word: string) => /^[a-z]+(?=\d*$)/.exec(word)?.[0] ?? ''

const isKind = (word: string) => KINDS.has(bare(word)) || /^m\d+$/.test(word)
const isVersion = (word: string) => VERSIONS.has(bare(word))

const partsOf = (name: string) => name.split(/[^\p{L}\p{N}]+/u).filter((part) => part !== '')

/** ResNet50 is one word, and RandomForest is two. */
const wordsOf = (name: string) =>
  partsOf(name).flatMap((part) => {
    const whole = part.toLowerCase()
    return isKind(whole)
      ? [whole]
      : partsOf(part.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')).map((word) => word.toLowerCase())
  })

/** The word for the model, with its number: m1, resnet50; undefined where there is none. */
const kindIn = (name: string) => wordsOf(name).find(isKind)
const versionIn = (name: string) => wordsOf(name).find(isVersion)

/** Whether a name says that the column holds what is computed of scores, and no score. */
export function isComputed(name: string): boolean {
  return saysOther(name) || isSpread(name) || wordsIn(name).some((word) => COMPUTED.has(word))
}

/** Whether by its name it is a standard deviation of scores or an error of theirs. */
export function isSpread(name: string): boolean {
  return wordsIn(name).some((word) => SPREADS.has(word))
}

/** What such a name is of. */
export const withoutSpread = (name: string) =>
  wordsIn(name)
    .filter((word) => !SPREADS.has(word))
    .join(' ')

/** Whether a column is called for a model, and not for what is computed of its scores. */
export function namesModel(name: string): boolean {
  return kindIn(name) !== undefined && !isComputed(name)
}

/**
 * What several columns of scores are named for: `models` of their own, in which most of the names differ, or at least `versions`
 * of them; null where one of the names says neither, or something else than the others: that it is computed of scores, the score
 * of another thing, or of another time.
 *
 * @param others names of the other columns, of which the truth of one may be: prob_m1_death, prob_m2_icu beside death
 */
export function namedFor(
  names: readonly string[],
  others: readonly string[] = [],
): 'models' | 'versions' | null {
  const said = names.map((name) => kindIn(name) ?? versionIn(name))
  const areSaid = names.length > 1 && said.every((word) => word !== undefined) && !names.some(isComputed)
  if (!areSaid || 2 * new Set(said).size <= names.length) return null
  // What stands behind the numbers of all of them tells them apart: M1_Semi, M2_Pure.
  const known = new Set(others.flatMap(wordsIn))
  const areNumbered =
    said.every((word) => /^(?:m|model)\d+$/.test(word)) &&
    !names.some((name) => restOf(name).some((word) => negativeWord(word) || known.has(word)))
  if (!areCounted(said) || areMixed(names, said) || !(areNumbered || areOfOneThing(names))) return null
  return names.every((name) => kindIn(name) !== undefined) ? 'models' : 'versions'
}

/** Whether words that say too little by themselves count from 0 or 1 without a gap: m6, m12, m24 are months. */
function areCounted(said: readonly string[]): boolean {
  if (said.some((word) => PEOPLE.has(bare(word)) && /\d$/.test(word))) return false
  const counting = said.filter((word) => /\d$/.test(word) && (isVersion(word) || COUNTING.has(bare(word))))
  const numbers = counting.map((word) => ({ of: bare(word), at: Number(word.slice(bare(word).length)) }))
  return numbers.every(({ of, at }) => {
    const all = new Set(numbers.filter((one) => one.of === of).map((one) => one.at))
    const first = all.has(0) ? 0 : 1
    return at >= first && at < first + all.size
  })
}

/** Whether one is called a score and is hardly of a model, as the others are: baseline_score beside rf_prob. */
function areMixed(names: readonly string[], said: readonly string[]): boolean {
  const isCalledScore = (name: string) => wordsIn(name).some((word) => word === 'score' || word === 'scores')
  const isWeak = (name: string, at: number) =>
    isCalledScore(name) && (WEAK.has(said[at]) || isVersion(said[at]))
  return names.some(isWeak) && !names.every(isCalledScore)
}

/** Whether names say the same beside their models, and nothing that no score is called. */
function areOfOneThing(names: readonly string[]): boolean {
  const [first, ...others] = names.map(restOf)
  const isMeasure = (word: string) => MEASURES.has(bare(word)) || /^[pq]\d\d$/.test(word)
  return (
    !first.some((word) => negativeWord(word) || isMeasure(word)) &&
    others.every((rest) => rest.join() === first.join())
  )
}

/** What a name says besides the model and that it is a score: `churn` of lr_churn_prob, in the order of the alphabet. */
function restOf(name: string): readonly string[] {
  const isSized = wordsOf(name).some((word) => SIZED.has(bare(word)))
  const isSize = (word: string) => isSized && (SIZES.has(word) || /^(?:[a-z]?\d+[a-z]?|[a-z])$/.test(word))
  const isModel = (word: string) =>
    isKind(word) || isVersion(word) || BESIDE_KINDS.has(word) || /^v\d+$/.test(word) || isSize(word)
  const isScore = (word: string) =>
    BESIDE_SCORES.has(word) ||
    positiveWord(word) ||
    (!/\d/.test(word) && (mentionsScore(word) || saysProbable(word)))
  return wordsOf(name)
    .filter((word) => !isModel(word) && !isScore(word))
    .sort()
}
