/** What several commands are asked in the same words. */
import { UsageError } from '../../errors.ts'
import { fileNamed, type OptionRecord } from './option.ts'
import { parseChoice, parseClassWeight, parseThreshold, writeClassWeight } from './parse.ts'

export const QUESTION_GROUP = 'Question:'
const group = QUESTION_GROUP

export const THRESHOLD = {
  key: 'threshold',
  value: '<pt>',
  help: 'a sample is easy from this probability of the truth on',
  isUsual: true,
  parse: parseThreshold,
  default: 0.5,
  group,
} as const satisfies OptionRecord

export const REDUCTION = {
  key: 'reduction',
  value: '<how>',
  help: 'mean, sum, or positives: sum over the number of positives',
  parse: parseChoice(['mean', 'sum', 'positives']),
  default: 'mean',
  group,
} as const satisfies OptionRecord

export const CLASS_WEIGHT = {
  key: 'classWeight',
  value: '<list>',
  help: 'one factor per class, balanced, or effective:0.999 (Cui et al. 2019); means are sum(w loss) / sum(w)',
  parse: parseClassWeight,
  write: writeClassWeight,
  group,
} as const satisfies OptionRecord

/** A column that parts the data, or `class`. */
export const by = (help: string) =>
  ({
    key: 'by',
    value: '<column>',
    help,
    group,
    isUsual: true,
    isReading: true,
    isInput: true,
    pathOf: fileNamed,
  }) as const satisfies OptionRecord

/** For questions about all samples together: a sketch knows the column it was made by, and predictions that it holds no scores. */
export const SKETCHED_BY = by('the column a sketch was made by, whose slices count together')

/** Throws a UsageError for the classes one by one, which such a question does not tell. */
export function refuseByClass(command: string, { by }: { readonly by?: string }): void {
  if (by !== 'class') return
  throw new UsageError(
    `--by class: lossctl ${command} tells of all classes together`,
    'leave it out; lossctl compare --by class has each class at the settings it is given',
  )
}
