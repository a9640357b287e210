/** What a query says of the rows, from the options: the table, its columns, and what stands in them. */
import type { Dialect } from '../engines/sql/dialect.ts'
import { type Source, type SqlRequest, sizeOf } from '../engines/sql/request.ts'
import { UsageError } from '../errors.ts'
import type { Task } from '../losses/task.ts'
import { splitNames } from '../words/names.ts'
import type { Values } from './options/option.ts'
import type { ReadOptions } from './options/reading.ts'
import type { SQL } from './options/sql.ts'

export type SqlOptions = Values<(typeof SQL)[number]> & ReadOptions

/** Whatever it is asked. */
type Reading = Omit<SqlRequest, 'thresholds' | 'edges' | 'perClass' | 'rows'>

export function readingOf(dialect: Dialect, options: SqlOptions): Reading {
  const { scores, from } = scoresOf(options)
  const labels = labelsOf(options, scores)
  const task = taskOf(options, scores, labels)
  const classes = classesOf(options, task, scores)
  checkSources(dialect, task, scores, labels, classes)
  const labelKind = options.labelIs ?? (options.classNames && task !== 'multilabel' ? 'names' : 'index')
  checkLabels(labelKind, options, task, labels)
  if (options.renormalize) checkRenormalizing(task, from)
  const { by } = options
  return {
    table: tableOf(options),
    where: options.where === undefined ? null : wholeText('--where', options.where),
    task,
    from,
    scores,
    labels,
    labelKind,
    ignored: options.ignoreLabel?.flat() ?? [],
    background: options.background ?? null,
    classes,
    weight: options.weight ?? null,
    by: by === undefined || by === 'class' ? null : by,
    renormalize: options.renormalize === true,
  }
}

/** As of files. */
function checkRenormalizing(task: Task, from: 'logits' | 'probs'): void {
  if (task === 'softmax' && from === 'probs') return
  throw new UsageError(
    `--renormalize divides rows of softmax probabilities by their sum, and these are ${from === 'logits' ? from : task}`,
    'leave it out',
  )
}

function tableOf({ table, query }: SqlOptions): SqlRequest['table'] {
  if (table !== undefined && query !== undefined)
    throw new UsageError('--table and --query both say where rows come from', 'give one of them')
  if (query !== undefined) return { kind: 'query', text: wholeText('--query', query) }
  if (table === undefined) throw new UsageError('nothing says which table to read', 'say --table preds')
  return { kind: 'name', parts: splitParts(table) }
}

/** `lake.preds` is a table in a schema, `"lake.preds"` a table of that name. */
export function splitParts(table: string): readonly string[] {
  const parts = [...table.matchAll(/(?:"((?:[^"]|"")*)"|([^."][^.]*))(?:\.|$)/gy)]
  const whole =
    parts.reduce((length, [text]) => length + text.length, 0) === table.length && !table.endsWith('.')
  if (!whole || parts.length === 0)
    throw new UsageError(
      `--table ${table}: it is a name, or names with a point between them`,
      'put a name with other signs in quotes: "a.b"',
    )
  return parts.map(([, quoted, bare]) =>
    wholeText('--table', quoted === undefined ? bare : quoted.replaceAll('""', '"')),
  )
}

/** No engine takes a text with the character 0 in it. */
function wholeText(flag: string, text: string): string {
  if (text === '' || text.includes('\0'))
    throw new UsageError(`${flag} is empty, or holds a character of no text`)
  return text
}

function scoresOf(options: SqlOptions): { readonly scores: Source; readonly from: 'logits' | 'probs' } {
  const { logit, prob, scoresArray, score, from } = options
  const given = [logit, prob, scoresArray, score].filter((one) => one !== undefined)
  if (given.length === 0)
    throw new UsageError(
      'nothing says which columns hold the scores',
      'say --logit z or --prob p, with a list for one per class',
    )
  if (given.length > 1)
    throw new UsageError(
      '--logit, --prob, --score and --scores-array all name the scores',
      'give one of them',
    )
  const columns = (names: readonly string[]): Source => ({
    kind: 'columns',
    names: names.map((name) => wholeText('a column', name)),
  })
  if (logit ?? prob) {
    const own = logit ? 'logits' : 'probs'
    if (from !== undefined && from !== own) throw contradiction(logit ? '--logit' : '--prob', from)
    return { scores: columns((logit ?? prob)!), from: own }
  }
  if (from !== 'logits' && from !== 'probs')
    throw from === undefined
      ? new UsageError('nothing says what the scores are', 'say --from logits or --from probs')
      : new UsageError(
          `--from ${from} is of files, and a query reads logits or probabilities`,
          IN_QUERY[from],
        )
  if (scoresArray !== undefined)
    return {
      scores: { kind: 'array', name: wholeText('--scores-array', scoresArray), length: lengthOf(options) },
      from,
    }
  return { scores: columns(plainNames('--score', score!)), from }
}

/** What makes probabilities of other scales; a whole number by 100 would be a whole number in most engines. */
const IN_QUERY = {
  percent: "divide them by 100 there: --query 'SELECT y, p / 1e2 AS p FROM preds' --prob p",
  'log-probs': "take e to their power there: --query 'SELECT y, EXP(p) AS p FROM preds' --prob p",
} as const

function contradiction(flag: '--logit' | '--prob', from: NonNullable<SqlOptions['from']>): UsageError {
  const what = flag === '--logit' ? 'logits' : 'probabilities'
  return new UsageError(
    `--from ${from} contradicts ${flag}: these are ${what}`,
    from === 'percent' || from === 'log-probs'
      ? `leave it out, or ${IN_QUERY[from]}`
      : `leave it out, or say ${flag === '--logit' ? '--prob' : '--logit'}`,
  )
}

function plainNames(flag: string, text: string): readonly string[] {
  const names = splitNames(text)
  if (names.some(({ isPattern }) => isPattern))
    throw new UsageError(`${flag} ${text} needs to know the columns of the table`, 'name them, one by one')
  return names.map(({ name }) => name)
}

/** How many numbers arrays have. */
function lengthOf({ classes, classNames }: SqlOptions): number {
  if (classes !== undefined && classNames !== undefined && classes !== classNames.length)
    throw new UsageError(`--classes says ${classes}, and --class-names has ${classNames.length} names`)
  const length = classNames?.length ?? classes
  if (length === undefined || length < 1)
    throw new UsageError(
      'nothing says how many classes the arrays have',
      'say --classes 10, or --class-names',
    )
  return length
}

function labelsOf(options: SqlOptions, scores: Source): Source {
  const { label, labelArray } = options
  if (label !== undefined && labelArray !== undefined)
    throw new UsageError('--label and --label-array both name the labels', 'give one of them')
  if (labelArray !== undefined)
    return { kind: 'array', name: wholeText('--label-array', labelArray), length: sizeOf(scores) }
  if (label === undefined) throw new UsageError('nothing says which column holds the labels', 'say --label y')
  return { kind: 'columns', names: plainNames('--label', label).map((name) => wholeText('--label', name)) }
}

function taskOf({ task }: SqlOptions, scores: Source, labels: Source): Task {
  const found =
    labels.kind === 'array' || labels.names.length > 1
      ? 'multilabel'
      : sizeOf(scores) > 1
        ? 'softmax'
        : 'binary'
  if (task === undefined || task === found || (task === 'multilabel' && found === 'softmax'))
    return task ?? found
  throw new UsageError(
    `--task ${task} does not go with ${sizeOf(scores)} column${sizeOf(scores) === 1 ? '' : 's'} of scores and ${sizeOf(labels)} of labels`,
    found === 'binary' ? 'give a column of scores per class' : `leave it out: they are ${found}`,
  )
}

function classesOf({ classNames }: SqlOptions, task: Task, scores: Source): readonly string[] {
  const size = task === 'binary' ? 2 : sizeOf(scores)
  if (classNames && classNames.length !== size)
    throw new UsageError(`--class-names has ${classNames.length} names, and there are ${size} classes`)
  if (classNames) {
    if (new Set(classNames).size < size) throw new UsageError('--class-names has a name twice')
    return classNames
  }
  return task !== 'binary' && scores.kind === 'columns'
    ? scores.names
    : Array.from({ length: size }, (_, i) => `${i}`)
}

function checkSources(
  dialect: Dialect,
  task: Task,
  scores: Source,
  labels: Source,
  classes: readonly string[],
): void {
  if ([scores, labels].some(({ kind }) => kind === 'array') && dialect.arrays === null)
    throw new UsageError(`${dialect.title} has no arrays of numbers`, 'name columns: --logit z0,z1,z2')
  if (new Set(classes).size < classes.length) throw new UsageError('two columns of scores have the same name')
  if (task === 'multilabel' && sizeOf(labels) !== 1 && sizeOf(labels) !== sizeOf(scores))
    throw new UsageError(`there are ${sizeOf(labels)} columns of labels and ${sizeOf(scores)} of scores`)
}

function checkLabels(kind: string, options: SqlOptions, task: Task, labels: Source): void {
  const { background, ignoreLabel, classNames, labelIs } = options
  const perRow = task === 'multilabel' && sizeOf(labels) === 1
  if (background !== undefined && !perRow)
    throw new UsageError('--background goes with --task multilabel and one column of class indices')
  if (kind === 'names' && classNames === undefined)
    throw new UsageError('--label-is names needs --class-names')
  if ((labelIs === 'bool' || labelIs === 'sign') && (task === 'softmax' || perRow))
    throw new UsageError(`--label-is ${labelIs} tells two classes apart, and there are more`)
  const numbers = [...(ignoreLabel?.flat() ?? []), ...(background === undefined ? [] : [background])]
  const text =
    kind === 'names'
      ? undefined
      : numbers.find((label) => label.trim() === '' || !Number.isFinite(Number(label)))
  if (text !== undefined)
    throw new UsageError(
      `the label ${text} is no number, and labels are class indices`,
      'say --label-is names with --class-names',
    )
}
