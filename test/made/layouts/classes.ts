/** What classes are called, and the columns of their scores. */
import type { Random } from './random.ts'

export interface ClassNames {
  readonly kind: 'numbers' | 'from-1' | 'words' | 'stems' | 'pair'
  readonly names: readonly string[]
}

const WORDS = [
  ['cat', 'dog', 'bird', 'fish', 'horse', 'frog', 'deer', 'ship', 'truck', 'plane', 'car', 'sheep'],
  [
    'setosa',
    'versicolor',
    'virginica',
    'palustris',
    'ensata',
    'sibirica',
    'pumila',
    'lutea',
    'pallida',
    'unguicularis',
    'graminea',
    'tectorum',
  ],
  [
    'Atelectasis',
    'Cardiomegaly',
    'Effusion',
    'Infiltration',
    'Mass',
    'Nodule',
    'Pneumonia',
    'Pneumothorax',
    'Edema',
    'Fibrosis',
    'Hernia',
    'Emphysema',
  ],
  ['en', 'de', 'fr', 'it', 'es', 'pt', 'nl', 'sv', 'pl', 'cs', 'fi', 'el'],
  [
    'joy',
    'anger',
    'fear',
    'sadness',
    'surprise',
    'disgust',
    'trust',
    'calm',
    'pride',
    'shame',
    'hope',
    'love',
  ],
  [
    'Grade I',
    'Grade II',
    'Grade III',
    'Grade IV',
    'Grade V',
    'Grade VI',
    'Grade VII',
    'Grade VIII',
    'Grade IX',
    'Grade X',
    'Grade XI',
    'Grade XII',
  ],
  [
    'new york',
    'são paulo',
    'tōkyō',
    'łódź',
    'zürich',
    'oslo',
    'rome',
    'lima',
    'cairo',
    'delhi',
    'accra',
    'quito',
  ],
]

/** Negative and positive. */
const PAIRS = [
  ['neg', 'pos'],
  ['negative', 'positive'],
  ['no', 'yes'],
] as const

export function drawClasses(random: Random, classes: number): ClassNames {
  if (classes === 2 && random.chance(0.3)) return { kind: 'pair', names: random.pick(PAIRS) }
  const kind = random.pick(['numbers', 'numbers', 'from-1', 'words', 'words', 'words', 'stems'] as const)
  const number = (c: number) => `${kind === 'from-1' ? c + 1 : c}`
  if (kind === 'numbers' || kind === 'from-1')
    return { kind, names: Array.from({ length: classes }, (_, c) => number(c)) }
  if (kind === 'words') return { kind, names: random.shuffle(random.pick(WORDS)).slice(0, classes) }
  const stem = random.pick(['class', 'class_', 'c', 'label_', 'Class '])
  return { kind, names: Array.from({ length: classes }, (_, c) => `${stem}${c}`) }
}

/** Of any scale, of one alone, and of a bare name. */
const PATTERNS = {
  any: ['score_%', 'pred_%', 'output_%', '%_score', 'y_pred_%', 'score.%', 'scores[%]'],
  probs: [
    'prob_%',
    'p_%',
    'P(%)',
    'p(%)',
    '%_prob',
    'prob-%',
    'probability(%)',
    'proba_%',
    'softmax_%',
    'Prob.%',
    '%_probability',
    'p.%',
    'conf_%',
    '%_confidence',
  ],
  logits: ['logit_%', 'logit-%', 'logits.%', '%_logit', 'logits_%', 'logit[%]'],
  'log-probs': ['log_prob_%', 'logp_%', 'logprob_%', '%_logp', 'log_p_%', 'log_softmax_%'],
  percent: ['percent_%', 'prob_%', '%_pct', 'pct_%'],
} as const

export type PatternScale = keyof typeof PATTERNS

export function drawPattern(random: Random, scale: PatternScale): string {
  const size = random.next()
  return size < 0.12 ? '%' : random.pick(PATTERNS[size < 0.25 ? 'any' : scale])
}

export function columnName(pattern: string, name: string): string {
  return pattern.replace('%', () => name)
}
