/** `lossctl sketch --code`: a Python module that makes the sketch in a training loop, from the options to its text. */

import { type CodeRequest, type Framework, moduleText, partsOf } from '../engines/code/module.ts'
import { UsageError } from '../errors.ts'
import { readCodeParts } from '../host/code-parts.ts'
import type { Task } from '../losses/task.ts'
import { refuseBinsOf } from '../questions/calibrate/bins.ts'
import { edgesFor } from '../sketched/edges.ts'
import { flagOf, givenOptions } from './options/option.ts'
import { NAME } from './options/output.ts'
import { READING } from './options/reading.ts'
import { SQL } from './options/sql.ts'
import type { Asked } from './sketch-sql.ts'
import type { SqlOptions } from './sql-reading.ts'

/** The text of the module. Throws a UsageError for options that make none. */
export async function codeOf(framework: Framework, options: SqlOptions, asked: Asked): Promise<string> {
  refuseOthers(options)
  const request = requestOf(options, asked)
  return moduleText(readCodeParts(partsOf(framework)), request)
}

/** Options that say something to a batch of scores and labels. */
const TAKEN: readonly string[] = [
  ...['task', 'from', 'weight', 'classNames', 'classes', 'ignoreLabel', 'renormalize'],
]

/** Throws a UsageError for an option that would be passed over in silence. */
function refuseOthers(options: SqlOptions): void {
  const [given] = givenOptions([...READING, ...SQL, NAME], options).filter(({ key }) => !TAKEN.includes(key))
  if (given)
    throw new UsageError(`${flagOf(given)} says nothing of the batches that --code is for`, 'leave it out')
}

export function requestOf(options: SqlOptions, { thresholds, losses, edges, bins }: Asked): CodeRequest {
  const { by, from = 'logits', weight } = options
  if (from !== 'logits' && from !== 'probs')
    throw new UsageError(`--from ${from} is of files`, 'make them logits or probabilities in the loop')
  const size = sizeOf(options)
  const task = taskOf(options, size)
  if (bins !== undefined) refuseBinsOf(task)
  const classes = options.classNames ?? Array.from({ length: size }, (_, index) => `${index}`)
  if (by !== undefined && by !== 'class')
    throw new UsageError(
      `--by ${by} is a column, and a batch has none`,
      'keep a sketch for each of its values, or say --by class',
    )
  const renormalize = options.renormalize === true
  if (renormalize && (task !== 'softmax' || from !== 'probs'))
    throw new UsageError('--renormalize is of softmax rows of probabilities', 'leave it out')
  return {
    task,
    from,
    classes,
    thresholds,
    edges: edgesFor(thresholds, losses, { task, classes }, edges),
    perClass: by === 'class' && task !== 'binary',
    weight: weight ?? null,
    ignored: (options.ignoreLabel?.flat() ?? []).map(numberOf),
    renormalize,
  }
}

/** How many classes there are: two where nothing says so. */
function sizeOf({ classNames, classes }: SqlOptions): number {
  if (classes !== undefined && classNames !== undefined && classes !== classNames.length)
    throw new UsageError(`--classes says ${classes}, and --class-names has ${classNames.length} names`)
  if (classNames && new Set(classNames).size < classNames.length)
    throw new UsageError('--class-names has a name twice')
  return classNames?.length ?? classes ?? 2
}

function taskOf({ task, classes, classNames }: SqlOptions, size: number): Task {
  const isSaid = classes !== undefined || classNames !== undefined
  if (task !== undefined && task !== 'binary' && !isSaid)
    throw new UsageError(`nothing says how many classes there are`, 'say --classes 10, or --class-names')
  if (task === 'binary' && size !== 2) throw new UsageError(`--task binary has two classes, not ${size}`)
  if (task === undefined && size === 1)
    throw new UsageError('one class is no task', 'say --task multilabel, or leave --classes out')
  if (task === 'softmax' && size < 2) throw new UsageError('--task softmax has two classes or more')
  return task ?? (size === 2 ? 'binary' : 'softmax')
}

function numberOf(label: string): number {
  const number = Number(label)
  if (label.trim() === '' || !Number.isFinite(number))
    throw new UsageError(`the label ${label} is no number, and labels of batches are class indices`)
  return number
}
