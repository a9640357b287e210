/** How the truth is written. */
import type { ClassNames } from './classes.ts'
import type { Random } from './random.ts'

export interface Style {
  readonly name: string
  /** The cell of each class. */
  readonly of: readonly string[]
  /** Whether the cells say by themselves which class each is, for scores of a positive class or of numbered columns. */
  readonly isPlain: boolean
}

const PAIRS: readonly (readonly [name: string, negative: string, positive: string])[] = [
  ['0/1', '0', '1'],
  ['0/1', '0', '1'],
  ['0/1', '0', '1'],
  ['0.0/1.0', '0.0', '1.0'],
  ['-1/1', '-1', '1'],
  ['true/false', 'False', 'True'],
  ['true/false', 'false', 'true'],
  ['yes/no', 'no', 'yes'],
  ['yes/no', 'No', 'Yes'],
  ['neg/pos', 'neg', 'pos'],
  ['negative/positive', 'negative', 'positive'],
]

/** @param occurring classes that occur; labels of 1 alone are not those of 1 and 2 */
export function drawBinaryStyle(random: Random, occurring: number): Style {
  const [name, negative, positive] = random.pick(PAIRS)
  if (random.chance(0.85)) return { name, of: [negative, positive], isPlain: true }
  const [one, other] = random.pick([
    ['cat', 'dog'],
    ['benign', 'malignant'],
    ['legit', 'fraud'],
    ['ham', 'spam'],
    ['control', 'case'],
    ...(occurring > 1 ? [['1', '2']] : []),
  ])
  return { name: 'two words', of: [one, other], isPlain: false }
}

/** Of several classes: by their numbers or by their names. */
export function drawStyle(random: Random, { kind, names }: ClassNames): Style {
  if (kind === 'numbers') return { name: '0..K-1', of: names, isPlain: true }
  if (kind === 'from-1') return { name: '1..K', of: names, isPlain: true }
  if (random.chance(0.6)) return { name: 'names', of: names, isPlain: false }
  return { name: '0..K-1 beside names', of: names.map((_, c) => `${c}`), isPlain: true }
}

const LABEL_NAMES = [
  'label',
  'y_true',
  'target',
  'y',
  'true_label',
  'class',
  'truth',
  'gt',
  'ground_truth',
  'actual',
  'labels',
  'targets',
  'Label',
  'True',
  'TARGET',
  'cls',
]
/** Names that a person knows for the truth beside predictions, and a list of usual ones may lack. */
const OTHER_LABEL_NAMES = [
  'Actual_Label',
  'actual_class',
  'true_class',
  'y_test',
  'gt_label',
  'TrueLabel',
  'groundtruth',
  'label_true',
  'expected',
  'reference',
  'gold',
  'trueLabel',
  'Ground Truth',
  'actual label',
  'y_actual',
  'observed',
  'label_id',
  'true_y',
  'target_label',
  'gold_label',
  'class_id',
  'annotation',
]

export function drawLabelName(random: Random): string {
  return random.pick(random.chance(0.75) ? LABEL_NAMES : OTHER_LABEL_NAMES)
}
