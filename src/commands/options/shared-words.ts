/**
 * Words that mean the same in every question where they have a meaning. Where they have none, a command says why, and where
 * the answer is.
 */
import { UsageError } from '../../errors.ts'

/** The keys of their options. */
export const SHARED_WORDS = [
  'by',
  'classWeight',
  'reduction',
  'threshold',
  'compat',
  'ignoreLabel',
  'background',
  'format',
] as const

export type SharedWord = (typeof SHARED_WORDS)[number]

/** Why a command has no such option, and what has it. */
export type Reason = readonly [why: string, way: string]

const LIBRARY = (
  what: string,
  way = 'lossctl compare FILE --compat LIBRARY has the means of one',
): Reason => [`${what} as lossctl computes them, and not as a library does`, way]
const SUMS: Reason = ['sketches are added up as they are', 'say it to the command that reads the sum']
const PARTS: Reason = ['sketches are added up as they are', 'say it to lossctl sketch, which makes them']
const FORMULAS: Reason = ['it tells of formulas, without data', 'leave it out']
const CASES: Reason = [
  'it has a row for each case, a probability of the positive class and a label',
  'lossctl compare FILE has the means of predictions',
]
const NO_CASES: Reason = [
  'it has a row for each case, and labels of 0 and 1',
  'leave such cases out of the file',
]

export const LACKING: Readonly<Record<string, Readonly<Partial<Record<SharedWord, Reason>>>>> = {
  diff: {
    by: [
      'it tells of all samples, and how those of each class move',
      'of two files, lossctl check B --baseline-preds A --by COLUMN holds each part against A, corrected for their number',
    ],
    classWeight: [
      'samples of a paired difference weigh what --weight says',
      'lossctl compare A B --class-weight has the means of both',
    ],
    reduction: ['its difference and interval are those of means', 'leave it out'],
    compat: LIBRARY('it compares losses', 'lossctl compare A B --compat LIBRARY has the means of both'),
  },
  samples: {
    by: ['it lists samples one by one', '--keep COLUMN carries the column along'],
    classWeight: [
      'a class weight changes means, and no loss of a sample',
      'lossctl compare FILE --class-weight has the means',
    ],
    reduction: [
      'it lists samples one by one, and reduces nothing',
      'lossctl compare FILE --reduction has the sum',
    ],
    compat: LIBRARY('it has losses'),
  },
  weights: {
    by: CASES,
    classWeight: CASES,
    reduction: CASES,
    compat: LIBRARY(
      'it has losses',
      'lossctl diagnose --explain LOSS --compat LIBRARY tells how one computes it',
    ),
    ignoreLabel: NO_CASES,
    background: NO_CASES,
  },
  curve: {
    by: [
      'its curves are of a loss, and with --cdf of each class',
      'lossctl compare FILE --by COLUMN has each part',
    ],
    classWeight: ['a curve is of one sample, and with --cdf of one class', 'leave it out'],
    reduction: ['a curve is of one sample, and with --cdf a share', 'leave it out'],
    threshold: ['its curves are over all pt, and part none', 'leave it out'],
    compat: LIBRARY(
      'it draws losses',
      'lossctl diagnose --explain LOSS --compat LIBRARY tells how one computes it',
    ),
  },
  calibrate: {
    by: [
      'it takes all rows together, and of multi-label data each class',
      'lossctl check FILE --by COLUMN --max ece=0.05 holds each part',
    ],
    classWeight: ['its figures are of probabilities', '--prior has them at other shares of the classes'],
    reduction: ['its figures are means', 'leave it out'],
    threshold: ['its figures part no easy samples from hard ones', 'leave it out'],
    compat: ['it computes no loss that libraries differ in', 'leave it out'],
  },
  sweep: {
    reduction: [
      'shares, ratios and effective samples do not depend on it, and the mean is the mean',
      'lossctl compare FILE --gamma LIST --reduction has the sum at each setting',
    ],
    compat: LIBRARY(
      'it moves losses',
      'lossctl compare FILE --compat LIBRARY --gamma LIST has the means of one at each setting',
    ),
  },
  solve: {
    reduction: ['shares and ratios do not depend on it, and the mean is the mean', 'leave it out'],
    compat: LIBRARY('it solves for parameters of losses'),
  },
  report: {
    classWeight: [
      'the means on its page are not weighed by class',
      'lossctl compare FILE --class-weight has them',
    ],
    compat: LIBRARY('its page has losses'),
    format: ['it writes a page', 'lossctl compare has the same as table, json, csv, markdown and latex'],
  },
  check: {
    classWeight: ['rules are about means over samples', 'weigh samples with --weight COLUMN'],
    reduction: ['rules are about means', 'leave it out'],
    compat: LIBRARY('rules are about losses'),
  },
  diagnose: {
    by: ['a script computes one loss for all rows', 'cut the file to the rows meant'],
    reduction: [
      'it finds out how a printed value was reduced',
      '--reduction-of-print says what is known of it',
    ],
    threshold: ['a loss of a script parts no easy samples from hard ones', 'leave it out'],
  },
  sketch: {
    classWeight: [
      'a sketch keeps its classes with --by class',
      'say it to the command that reads the sketch',
    ],
    reduction: ['a sketch has sums', 'say it to the command that reads the sketch'],
    compat: ['a sketch is of margins, and of no loss', 'say it to the command that reads the sketch'],
    format: ['a sketch is a file', 'name it with --output'],
  },
  merge: {
    by: PARTS,
    classWeight: SUMS,
    reduction: SUMS,
    threshold: PARTS,
    compat: SUMS,
    ignoreLabel: PARTS,
    background: PARTS,
    format: ['a sketch is a file', 'name it with --output'],
  },
  inspect: {
    classWeight: ['it says what would be read, and weighs nothing', 'leave it out'],
    reduction: ['it says what would be read, and reduces nothing', 'leave it out'],
    threshold: ['it says what would be read, and parts nothing', 'leave it out'],
    compat: ['it says what would be read, and computes no loss of a library', 'leave it out'],
  },
  losses: {
    by: FORMULAS,
    classWeight: FORMULAS,
    reduction: FORMULAS,
    threshold: FORMULAS,
    compat: ['it tells of formulas', 'lossctl losses NAME says what libraries do'],
    ignoreLabel: FORMULAS,
    background: FORMULAS,
  },
}

/** The error of a command that has no such option. */
export function lacking(command: string, flag: string, [why, way]: Reason): UsageError {
  return new UsageError(`lossctl ${command} has no ${flag}: ${why}`, way)
}
