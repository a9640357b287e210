/** What several commands are asked in the same words. */
import { fileNamed, type OptionRecord } from './option.ts'
import { parseChoice, parseThreshold } from './parse.ts'

export const QUESTION_GROUP = 'Question:'
const group = QUESTION_GROUP

export const THRESHOLD = {
  key: 'threshold',
  value: '<pt>',
  help: 'a sample is easy from this probability of the truth on',
  parse: parseThreshold,
  default: 0.5,
  group,
} as const satisfies OptionRecord

export const REDUCTION = {
  key: 'reduction',
  value: '<how>',
  help: 'mean, sum, or positives: sum over the number of positives',
  parse: parseChoice('mean', 'sum', 'positives'),
  default: 'mean',
  group,
} as const satisfies OptionRecord

/** A column that parts the data, or `class`. */
export const by = (help: string) =>
  ({
    key: 'by',
    value: '<column>',
    help,
    group,
    isReading: true,
    isInput: true,
    pathOf: fileNamed,
  }) as const satisfies OptionRecord

/** For questions to a saved sketch, which knows the column it was made by. */
export const SKETCHED_BY = by('the column a sketch was made by')
