/** The words in the name of a column, and what they say together that a list of whole names would miss. */

/** PredictedLabel, predicted_label and `predicted label` are the same words; digits are none. */
export function wordsIn(name: string): readonly string[] {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
}

/** Words with a number behind them, as months and versions have: m12 of y_m12. */
export function numberedWords(name: string): readonly string[] {
  const all = name.toLowerCase().split(/[^a-z\d]/)
  return all.filter((word) => /^[a-z]+\d+$/.test(word))
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

const TRUTH = words(
  'true truth ground groundtruth gt gold actual target targets observed expected reference annotation',
)
/** Of these those that no prediction is called. */
const SURE_TRUTH = words('true truth ground groundtruth gt gold actual expected observed reference')
const CLASS = words('label labels class cls y')
/** Say nothing by themselves. */
const BESIDE_CLASS = words('id idx index name test val all numeric num code encoded int binary bin')

/** Actual_Label, y_test, class_id, ground-truth class: nothing but words for truth and for class. */
export function saysLabel(name: string): boolean {
  const all = wordsIn(name)
  return (
    /^\D+$/.test(name) &&
    all.some((word) => TRUTH.has(word) || CLASS.has(word)) &&
    all.every((word) => TRUTH.has(word) || CLASS.has(word) || BESIDE_CLASS.has(word))
  )
}

/** gold, true_label, Actual: a word for what is so. */
export function saysTruth(name: string): boolean {
  return wordsIn(name).some((word) => SURE_TRUTH.has(word)) && !saysPredicted(name)
}

/** target_class, gt: a word for truth, if not only for it. */
export function mentionsTruth(name: string): boolean {
  return wordsIn(name).some((word) => TRUTH.has(word))
}

const CHOICE = words('category candidate choice option answer species')

/** Whether a column names classes, be it the true one or another. */
export function saysClass(name: string): boolean {
  return wordsIn(name).some((word) => CHOICE.has(word) || (CLASS.has(word) && word !== 'y'))
}

const SCORE = words(
  'p prob probs proba probas probability probabilities score scores pred preds prediction predictions output outputs hat yhat confidence conf logit logits sigmoid logp logprob logprobs percent pct percentage',
)
/** Whose or which one it is. */
const BESIDE_SCORE = words('y oof raw model log predicted test val all cal calibrated final')

/** raw_score, Predicted_Probability, prob_percent: nothing but words for scores and whose they are. */
export function saysScore(name: string): boolean {
  const all = wordsIn(name)
  return (
    /^\D+$/.test(name) &&
    all.some((word) => SCORE.has(word)) &&
    all.every((word) => SCORE.has(word) || BESIDE_SCORE.has(word))
  )
}

const BARE_SCORE = words('score scores')
/** Whose score it is: that of a model, which score alone does not say. */
const OF_MODEL = words('y oof model log predicted cal calibrated')

/** score, test_score, credit_score: what features are called too, and no word of a model. */
export function saysBareScore(name: string): boolean {
  const all = wordsIn(name)
  return (
    all.some((word) => BARE_SCORE.has(word)) &&
    all.every((word) => BARE_SCORE.has(word) || !(SCORE.has(word) || OF_MODEL.has(word)))
  )
}

const PERCENT = words('percent pct percentage')

/** attendance_pct, fat_percent: what features are called too, and no word for scores but this one. */
export function saysBarePercent(name: string): boolean {
  const all = wordsIn(name)
  return (
    all.some((word) => PERCENT.has(word)) &&
    all.some((word) => !PERCENT.has(word)) &&
    all.every((word) => PERCENT.has(word) || !(SCORE.has(word) || BESIDE_SCORE.has(word)))
  )
}

const PROBABLE = words(
  'p prob probs proba probas probability probabilities likelihood likelihoods yhat hat pred preds prediction predictions predicted risk chance propensity',
)

/** rf_oof_probability_high, churn_likelihood, yhat_1, risk: a word of what models say of a sample, whatever else is. */
export function saysProbable(name: string): boolean {
  return wordsIn(name).some((word) => PROBABLE.has(word))
}

const CONFIDENCE = words('conf confidence certainty top max best')

/** confidence, top1_prob, max_score: what the probability of the predicted class is called. */
export function saysConfidence(name: string): boolean {
  return wordsIn(name).some((word) => CONFIDENCE.has(word))
}

/** Whether there is a word for scores in a name, whatever else is. */
export function mentionsScore(name: string): boolean {
  return wordsIn(name).some((word) => SCORE.has(word))
}

/** What a score is of by its name: `churn` of Churn_Prob, `fraud` of fraud_probability; nothing where it says no more. */
export function subjectOf(name: string): string {
  const all = wordsIn(name)
  if (!all.some((word) => SCORE.has(word))) return ''
  return all.filter((word) => !SCORE.has(word) && !BESIDE_SCORE.has(word)).join(' ')
}

const QUESTIONS = words('is has was had will')

/** is_fraud, Churn: what a column of truths is called whose scores are named for it. */
export function factOf(name: string): string {
  return wordsIn(name)
    .filter((word) => !QUESTIONS.has(word))
    .join(' ')
}

/** What a column is of by its name, word by word: `retained` of p_retained, `churned` of y_true_churned, `not spam` of is_not_spam. */
export function subjectWords(name: string): readonly string[] {
  const others = [TRUTH, CLASS, SCORE, BESIDE_SCORE, QUESTIONS]
  return wordsIn(name).filter((word) => !others.some((known) => known.has(word)))
}

const FACTS = words('outcome diagnosis response')

/** What truths are called as well, but not only they. */
export function mayBeLabel(name: string): boolean {
  return FACTS.has(factOf(name))
}

const PREDICTED = words('pred preds predict predicted prediction predictions hat argmax top decision scored')

const AS_PREDICTED = words('yhat output outputs')

/** predict, Scored Labels: a word for what a model says. */
export function saysPredicted(name: string): boolean {
  return wordsIn(name).some((word) => PREDICTED.has(word))
}

/** One word of several: a letter or nothing before a word for predictions, and what they are of behind it: ypred, predlabel. */
const JOINED = /^[a-z]?(pred[a-z]*?)(?:labels?|class(?:es)?|cls|id|idx|y)?$/
const ALSO_DECIDED = words('yhat decisions modelpred labelpred classpred')

function isDecided(word: string): boolean {
  const [, joined] = JOINED.exec(word) ?? []
  return ALSO_DECIDED.has(word) || joined === 'predicts' || (joined !== undefined && PREDICTED.has(joined))
}

/** Whether predictions were right, which no class is. */
const VERDICT = words('correct incorrect wrong error errors mistake mistakes match matches matched hit hits')

/** y_pred, predlabel, decision, argmax: a word for the class that was chosen, and none that only sounds like one, as topic does. */
export function saysDecision(name: string): boolean {
  const all = wordsIn(name)
  return all.some((word) => PREDICTED.has(word) || isDecided(word)) && !all.some((word) => VERDICT.has(word))
}

/** decision: what was done of a score, which is yes or no to something else as well, as approve is beside the probability of fraud. */
export function saysWhatWasDone(name: string): boolean {
  const all = wordsIn(name).filter((word) => PREDICTED.has(word) || isDecided(word))
  return all.length > 0 && all.every((word) => /^decisions?$/.test(word))
}

/** Whether there is a word for scores in a name that predicted classes are not called by. */
export function mentionsMoreThanPredicted(name: string): boolean {
  return wordsIn(name).some((word) => SCORE.has(word) && !PREDICTED.has(word) && !AS_PREDICTED.has(word))
}

/** pred_class, Predicted_Label, y_pred_idx: the class that was predicted. */
export function saysPredictedClass(name: string): boolean {
  const all = wordsIn(name)
  // Scored Probabilities for Class cat
  if (/[^a-z](?:for|of)[_ .]class[^a-z]./i.test(name)) return false
  const isOf = (word: string) => CLASS.has(word) || word === 'idx' || word === 'index' || word === 'id'
  return (
    all.includes('argmax') ||
    (all.some((word) => PREDICTED.has(word)) && all.some((word) => word !== 'y' && isOf(word)))
  )
}

/** Words of columns that are computed of scores or have nothing to do with them. */
const NO_SCORE = words(
  'margin pt loss losses ce nll error err entropy variance uncertainty latency time timestamp ms seconds distance max min rank epoch fold age kg true truth gt weight weights correct hit threshold width height year pval pvals pvalue pvalues qval qvalue',
)

/** A column of numbers whose name says that it holds no scores. */
export function saysOther(name: string): boolean {
  // p_value: that of a test.
  const isOfTest = /(?:^|[^a-z])[pq][_ .-]val(?:ue)?s?(?:[^a-z]|$)/i.test(name)
  return isOfTest || saysPredictedClass(name) || wordsIn(name).some((word) => NO_SCORE.has(word))
}

const NUMBER = words('id ids idx index uid row')
const VERSION = words('version patch revision')

/** row_idx, user_id: a number of rows or of things, and no word of what models say of them. */
export function saysNumber(name: string): boolean {
  return wordsIn(name).some((word) => NUMBER.has(word)) && saysNoModel(name)
}

/** patch, model_version: numbers such as 11.08 that count releases, where they are no less than 1. */
export function saysVersion(name: string): boolean {
  return wordsIn(name).some((word) => VERSION.has(word)) && saysNoModel(name)
}

function saysNoModel(name: string): boolean {
  return !mentionsScore(name) && !saysProbable(name) && !saysConfidence(name)
}
