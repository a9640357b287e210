/** What models are called in the names of their scores: LR_proba, oof_random_forest, xgboost; and versions of one: prob_raw, prob_calibrated. */
import { saysOther, wordsIn } from '../name-words.ts'

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
/** Of one model, or words that say too little by themselves. */
const VERSIONS = words(
  'raw uncal cal calib calibrated uncalibrated before after old new ours final tta phase stage',
)

/** Words for what is computed of scores besides those that any name says so with. */
const COMPUTED = words(
  'std sd se sem var sigma spread iqr gap noise lower upper low high lo hi ci lcb ucb edge diff delta conf confidence certainty',
)

const wordsOf = (name: string) => [
  ...name.toLowerCase().split(/[^a-z0-9]+/),
  ...name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/),
]

/** Letters alone, without the number behind them. */
const bare = (word: string) => /^[a-z]+(?=\d*$)/.exec(word)?.[0] ?? ''

/** The word for the model, with its number: m1, resnet50; undefined where there is none. */
const among = (known: ReadonlySet<string>) => (name: string) =>
  wordsOf(name).find((word) => known.has(bare(word)) || (known === KINDS && /^m\d+$/.test(word)))

const kindIn = among(KINDS)
const versionIn = among(VERSIONS)

/** Whether a name says that the column holds what is computed of scores, and no score. */
export function isComputed(name: string): boolean {
  return saysOther(name) || wordsIn(name).some((word) => COMPUTED.has(word))
}

/** Whether a column is called for a model, and not for what is computed of its scores. */
export function namesModel(name: string): boolean {
  return kindIn(name) !== undefined && !isComputed(name)
}

/**
 * What several columns of scores are named for: `models` of their own, in which most of the names differ, or at least `versions`
 * of them; null where one of the names says neither, or that it is computed of scores.
 */
export function namedFor(names: readonly string[]): 'models' | 'versions' | null {
  const said = names.map((name) => kindIn(name) ?? versionIn(name))
  const areSaid = names.length > 1 && said.every((word) => word !== undefined) && !names.some(isComputed)
  if (!areSaid || 2 * new Set(said).size <= names.length) return null
  return names.every((name) => kindIn(name) !== undefined) ? 'models' : 'versions'
}
