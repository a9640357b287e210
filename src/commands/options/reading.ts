/** How predictions are read. All of it is detected unless said. */
import type { ReadingOptions } from '../../reading/reading.ts'
import { LEAST_TEMPERATURE, MOST_STRENGTH, MOST_TEMPERATURE } from '../../reading/scores/adjustment.ts'
import { joinNames } from '../../words/names.ts'
import { fileNamed, flagOf, givenOptions, type OptionRecord, ofReading, type Values } from './option.ts'
import {
  parseAxisNumber,
  parseChoice,
  parseNames,
  parseNumberIn,
  parsePriors,
  parseThreads,
} from './parse.ts'

/** The heading in the help. */
export const READING_GROUP = 'Reading (detected unless said):'
const group = READING_GROUP

export const READING = [
  {
    key: 'task',
    value: '<task>',
    help: 'binary, softmax or multilabel',
    parse: parseChoice(['binary', 'softmax', 'multilabel']),
    group,
    isReading: true,
  },
  {
    key: 'from',
    value: '<scale>',
    help: 'scores are logits, probs, log-probs (ln p) or percent (100 p)',
    parse: parseChoice(['logits', 'probs', 'log-probs', 'percent']),
    group,
    isReading: true,
  },
  {
    key: 'label',
    value: '<column>',
    help: 'column of labels; a list, or a prefix with *, for a 0/1 matrix',
    isUsual: true,
    group,
    isReading: true,
  },
  {
    key: 'score',
    value: '<column>',
    help: 'column of scores; a list, or a prefix with * as in prob_*, for one per class',
    isUsual: true,
    group,
    isReading: true,
  },
  {
    key: 'id',
    value: '<column>',
    help: 'column that names each row, by which files are joined',
    group,
    isReading: true,
  },
  {
    key: 'byRow',
    help: 'rows of several files belong together as they stand, whatever their ids',
    group,
    isReading: true,
  },
  {
    key: 'predicted',
    value: '<column>',
    help: 'column of predicted classes, where the score is the probability of these; with two classes',
    group,
    isReading: true,
  },
  {
    key: 'model',
    value: '<column>',
    help: 'column that names the model of each row, or several that do together; compare, diff and report take them side by side (compare and report unasked where they can be nothing else), COLUMN=NAME is one of them',
    group,
    isReading: true,
  },
  {
    key: 'weight',
    value: '<column>',
    help: 'column of sample weights, or a file of one per row',
    group,
    isReading: true,
    isInput: true,
    pathOf: fileNamed,
  },
  {
    key: 'labels',
    value: '<file>',
    help: 'labels stand in this file; joined by id where both have one, else row by row',
    isUsual: true,
    group,
    isReading: true,
    isInput: true,
  },
  {
    key: 'classNames',
    value: '<list>',
    help: 'names of the classes, in the order of their scores; negative first; one with a comma in quotes, "a,b"',
    parse: parseNames,
    write: joinNames,
    group,
    isReading: true,
  },
  {
    key: 'ignoreLabel',
    value: '<list>',
    help: 'leave out samples with these labels, such as -100; repeat for more',
    parse: parseNames,
    write: joinNames,
    repeats: true,
    group,
    isReading: true,
  },
  {
    key: 'background',
    value: '<label>',
    help: 'label of rows of no class, a row of zeros for sigmoids; classes count from 1 if it is 0',
    group,
    isReading: true,
  },
  {
    key: 'classAxis',
    value: '<n>',
    help: 'axis of an array along which its classes lie, from 0; from its end if below 0',
    parse: parseAxisNumber,
    group,
    isReading: true,
  },
  {
    key: 'renormalize',
    help: 'divide each softmax row of probabilities by its sum',
    group,
    isReading: true,
  },
  {
    key: 'probTolerance',
    value: '<t>',
    help: 'accept probabilities this far outside 0 to 1, and row sums this far from 1, beyond what rounding explains',
    parse: parseNumberIn(0, 1),
    group,
    isReading: true,
  },
  {
    key: 'temperature',
    value: '<T>',
    help: 'divide logits by it before all else, those of probabilities too, from 0.01 to 100',
    parse: parseNumberIn(LEAST_TEMPERATURE, MOST_TEMPERATURE),
    group,
    isReading: true,
  },
  {
    key: 'priors',
    value: '<list>',
    help: 'logit adjustment: add ln of these to the logits, one per class: shares or counts; of sigmoids log-odds of shares of positives',
    parse: parsePriors,
    group,
    isReading: true,
  },
  {
    key: 'logitAdjust',
    value: '<tau>',
    help: 'how many times that is added, from -4 to 4',
    otherwise: '1',
    parse: parseNumberIn(-MOST_STRENGTH, MOST_STRENGTH),
    group,
    isReading: true,
  },
  {
    key: 'threads',
    value: '<n>',
    help: 'threads to use; the result is the same',
    otherwise: 'as many as repay',
    parse: parseThreads,
    group,
  },
  {
    key: 'onBadRow',
    value: '<action>',
    help: 'what to do about a row that cannot be read: fail or skip',
    parse: parseChoice(['fail', 'skip']),
    default: 'fail',
    group,
    isReading: true,
  },
] as const satisfies readonly OptionRecord[]

export type ReadOptions = Values<(typeof READING)[number]> & {
  /** A column, or `class`; the commands that have it say what for. */
  readonly by?: string
  /** Columns to carry along, likewise. */
  readonly keep?: readonly string[]
}

/** The options as detection takes them, which passes over the others. `--by class` is no column. */
export function readingOptions({ by, ignoreLabel, onBadRow, ...options }: ReadOptions): ReadingOptions {
  return {
    ...options,
    by: by === 'class' ? undefined : by,
    ignoreLabel: ignoreLabel?.flat(),
    skips: onBadRow === 'skip',
  }
}

/** The first flag given that tells how predictions are read. */
export function readingFlag(options: ReadOptions): string | undefined {
  const [given] = givenOptions(ofReading(READING), options)
  return given && flagOf(given)
}
