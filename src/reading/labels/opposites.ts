/** Words of the field that say the contrary of each other: whose score the one names is low where the other is true. */

/** On either side all that one of two classes is called; second what is mostly the negative one, label 0. */
const OPPOSITES = [
  [
    'churn churned churner churns attrition',
    'retained retain retention stayed stay stays loyal kept renewed renew',
  ],
  [
    'left exited exit quit lapsed cancelled canceled cancel',
    'retained retention stayed stay active loyal renewed',
  ],
  ['fraud fraudulent scam', 'legit legitimate genuine honest clean valid regular trust trusted'],
  ['spam spammy junk phishing', 'ham legit legitimate'],
  ['malignant malignancy cancer cancerous tumor tumour', 'benign healthy normal'],
  [
    'sick ill disease diseased disorder infected patient case cases covid pneumonia abnormal abnormality lesion',
    'healthy health well control controls normal',
  ],
  ['bad default defaulted delinquent delinquency overdue', 'good paid repaid performing current'],
  ['risk risky unsafe danger dangerous nsfw', 'safe safety sfw trust trusted'],
  [
    'fail failed failure fails failing faulty fault broken defect defective damaged',
    'pass passed passes success succeeded successful ok good intact working healthy normal',
  ],
  [
    'fake generated synthetic forged spoof spoofed deepfake counterfeit ai bot machine',
    'real genuine authentic bonafide live original human',
  ],
  [
    'anomaly anomalous outlier attack intrusion novelty ood',
    'normal normality inlier benign nominal regular',
  ],
  ['malware malicious virus ransomware', 'benign goodware clean safe'],
  ['toxic hateful hate offensive abusive', 'clean civil neutral benign safe'],
  ['died death dead mortality deceased', 'survived survival survive survivor alive living'],
  ['won win winner wins', 'lost lose loser loses loss'],
  ['approved accepted accept admitted granted', 'rejected reject denied declined refused default bad'],
  ['present presence', 'absent absence'],
  ['occupied busy', 'empty vacant free idle'],
  ['open', 'closed'],
  ['signal foreground object', 'background noise'],
  ['positive pos', 'negative neg'],
  ['male man men boy', 'female woman women girl'],
  ['hit found', 'miss missed'],
  ['up rise rises rising increase', 'down fall falls falling decrease drop'],
  ['high higher', 'low lower'],
].map((sides) => sides.map((side) => new Set(side.split(' '))))

/** What makes of a word its contrary: unhealthy, invalid, abnormal, nonspam. */
const CONTRARY = /^(?:un|in|im|ir|il|non|not|dis|ab)(?=..)/

/** Whether two words say the contrary of each other. */
export function areOpposite(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  return (
    (long !== short && long.replace(CONTRARY, '') === short) ||
    OPPOSITES.some(([a, b]) => (a.has(one) && b.has(other)) || (b.has(one) && a.has(other)))
  )
}

/** Whether a word is mostly that of the label 0: ham, legit, healthy. */
export function isMostlyNegative(word: string): boolean {
  return OPPOSITES.some(([, negatives]) => negatives.has(word)) && !OPPOSITES.some(([a]) => a.has(word))
}

const SURELY_NEGATIVE = new Set(
  'healthy legit legitimate ham safe clean absent licit wildtype wt genuine goodware inlier negative neg benign normal'.split(
    ' ',
  ),
)

/** Whether a word is nearly always that of the label 0. */
export function isSurelyNegative(word: string): boolean {
  return SURELY_NEGATIVE.has(word)
}
