/** Bins of a reliability diagram. */
import { MOST_BINS } from '../../questions/calibrate/bin-count.ts'
import type { OptionRecord } from './option.ts'
import { parseBins, parseChoice, parseShares } from './parse.ts'
import { QUESTION_GROUP } from './question.ts'

const group = QUESTION_GROUP

export const BINS = {
  key: 'bins',
  value: '<n>',
  help: `bins of equal width for the calibration error, 2 to ${MOST_BINS}`,
  parse: parseBins,
  group,
} as const satisfies OptionRecord

export const LIMITS = {
  key: 'limits',
  value: '<side>',
  help: 'which limit belongs to a bin: left, [a, b), as in torchmetrics and netcal; right, (a, b], as in scikit-learn',
  parse: parseChoice(['left', 'right']),
  default: 'left',
  group,
} as const satisfies OptionRecord

export const PRIOR = {
  key: 'prior',
  value: '<p>',
  help: 'as with this share of positives, 0.01 or 1%; one of each class, in a list, of other data than binary: samples are weighed, and log-odds moved, to it (Saerens et al. 2002)',
  parse: parseShares,
  group,
} as const satisfies OptionRecord
