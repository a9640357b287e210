/** Options that several commands share, so that they read and mean the same everywhere. */
import { type Command, Option } from 'commander'
import type { Task } from '../../losses/loss.ts'
import type { ReadingOptions } from '../../reading/columns.ts'
import type { Scale } from '../../reading/scores/scale.ts'
import { FORMATS, type Format } from '../../views/drawings/index.ts'
import { collect, parseChoice, parseNames, parseNumberIn, parseThreads } from './parse.ts'

/** `lossColumn` is --loss-column. */
export function flagOf(option: string): string {
  return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

/** How a file is read. Everything here is detected unless said. */
export interface ReadOptions {
  readonly task?: Task
  readonly from?: Scale
  readonly label?: string
  readonly score?: string
  readonly id?: string
  readonly weight?: string
  readonly labels?: string
  readonly by?: string
  readonly classNames?: readonly string[]
  readonly ignoreLabel?: string
  readonly onBadRow: 'fail' | 'skip'
  readonly renormalize?: boolean
  readonly probTolerance?: number
  readonly threads?: number
}

export function addReadOptions(command: Command): Command {
  const TASKS = ['binary', 'softmax', 'multilabel'] as const
  return command
    .optionsGroup('Reading (detected unless said):')
    .option('--task <task>', 'binary, softmax or multilabel', parseChoice('--task', TASKS))
    .option(
      '--from <scale>',
      'scores are logits or probs',
      parseChoice('--from', ['logits', 'probs'] as const),
    )
    .option('--label <column>', 'column of labels; a list, or a prefix with *, for a 0/1 matrix')
    .option('--score <column>', 'column of scores; a list, or a prefix with * as in prob_*, for one a class')
    .option('--id <column>', 'column that names each row')
    .option('--weight <column>', 'column of sample weights')
    .option('--labels <file>', 'labels stand in this file, row by row')
    .option(
      '--class-names <list>',
      'names of the classes, in the order of their scores; negative first',
      parseNames,
    )
    .option('--ignore-label <label>', 'leave out samples with this label, such as -100')
    .option('--renormalize', 'divide each softmax row of probabilities by its sum')
    .option(
      '--prob-tolerance <t>',
      'accept probabilities this far outside 0 to 1, and row sums this far from 1 (0 and 0.001)',
      parseNumberIn('--prob-tolerance', 0, 1),
    )
    .option('--threads <n>', 'threads to use (as many as repay); the result is the same', parseThreads)
    .addOption(
      new Option('--on-bad-row <action>', 'what to do about a row that cannot be read: fail or skip')
        .default('fail')
        .argParser(parseChoice('--on-bad-row', ['fail', 'skip'] as const)),
    )
}

/** The part of the options that detection looks at. `--by class` is no column. */
export function readingOptions(options: ReadOptions): ReadingOptions {
  const { task, from, label, score, id, weight, by, classNames, ignoreLabel } = options
  return {
    task,
    from,
    label,
    score,
    id,
    weight,
    by: by === 'class' ? undefined : by,
    classNames,
    ignoreLabel,
  }
}

export interface LossOptions {
  readonly loss?: readonly string[]
  readonly alpha?: string
  readonly gamma?: string
  readonly epsilon?: string
  readonly lossesFile?: string
}

export function addLossOptions(command: Command, fallback: string): Command {
  return command
    .optionsGroup('Losses:')
    .option(
      '-l, --loss <spec>',
      `a loss such as focal:alpha=0.25,gamma=2; repeat for more (${fallback})`,
      collect,
    )
    .option('--losses-file <file>', 'more losses, one a line; # begins a comment')
    .option('--alpha <list>', 'values of alpha to try: 0.25, or none,0.25, or 0.1..0.9/0.1')
    .option('--gamma <list>', 'values of gamma to try: 2, or 0,1,2, or 0..5/0.5')
    .option('--epsilon <list>', 'values of epsilon to try: 1, or -1,1,2')
}

/** Within these bounds a threshold lies inside the sketch's grid with room to spare. */
export const parseOneThreshold = parseNumberIn('--threshold', 1e-9, 1 - 1e-9)

/** Several thresholds, for a sketch. */
export function parseThresholds(text: string): readonly number[] {
  return [...new Set(text.split(',').map(parseOneThreshold))].sort((a, b) => a - b)
}

export function addThreshold(command: Command): Command {
  return command.addOption(
    new Option('--threshold <pt>', 'a sample is easy from this probability of the truth on')
      .default(0.5)
      .argParser(parseOneThreshold),
  )
}

export function addReduction(command: Command): Command {
  return command.option(
    '--reduction <how>',
    'mean, sum, or positives: sum over the number of positives',
    parseChoice('--reduction', ['mean', 'sum', 'positives'] as const),
    'mean',
  )
}

export interface OutputOptions {
  /** When a command runs it has been chosen; see run.ts. */
  readonly format: Format
  readonly output?: string
  readonly quiet?: boolean
}

export function addOutputOptions(
  command: Command,
  output = 'write to this file instead of standard output',
  formats: readonly Format[] = FORMATS,
): Command {
  return command
    .optionsGroup('Output:')
    .addOption(
      new Option(
        '-f, --format <format>',
        `${formats.slice(0, -1).join(', ')} or ${formats.at(-1)}; as the name of --output says, else table`,
      ).argParser(parseChoice('--format', formats)),
    )
    .option('-o, --output <file>', output)
    .option('-q, --quiet', 'no progress bar')
}
