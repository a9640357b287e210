/** Along which axis of an array its classes lie: told from the shapes of scores and labels, or said. */

import { InputError } from '../errors.ts'
import { greatest } from '../extremes.ts'
import type { Table } from '../formats/table.ts'
import type { Task } from '../losses/task.ts'

/** Tables of scores and labels, shard by shard. */
export interface Shaped {
  readonly scores: readonly Table[]
  /** Null when labels stand beside the scores. */
  readonly labels: readonly Table[] | null
  /** What was told from the shapes; null where there was nothing to tell. */
  readonly reason: string | null
}

interface Said {
  readonly classAxis?: number
  readonly task?: Task
}

/** The tables with a column a class. Throws an InputError where shapes do not go together, or in several ways. */
export async function settleShapes(
  scores: readonly Table[],
  labels: readonly Table[] | null,
  said: Said,
): Promise<Shaped> {
  const [first, truth] = [scores[0].array, labels?.[0].array]
  const found = first
    ? findAxis(scores[0], first.shape, labels?.[0] ?? null, truth?.shape ?? null, said)
    : null
  if (said.classAxis !== undefined && !first)
    throw new InputError(scores[0].path, '--class-axis is about arrays, and this is a table', 'leave it out')
  if (found === null || labels === null) return { scores, labels, reason: null }
  const { axis, labelAxis, reason } = found
  for (const table of scores) checkShard(scores[0], table)
  // Labels in a table are looked at from their first row on, and so are the scores beside them.
  const isSpread = truth !== undefined
  return {
    scores: await along(scores, axis, isSpread),
    labels: await along(labels, labelAxis, isSpread),
    reason,
  }
}

interface Found {
  /** Null where each element stands for itself. */
  readonly axis: number | null
  /** Of labels that are a matrix of 0 and 1; null where they are one per row. */
  readonly labelAxis: number | null
  readonly reason: string | null
}

/** Null where an array is read as it stands. */
function findAxis(
  scores: Table,
  shape: readonly number[],
  labels: Table | null,
  truth: readonly number[] | null,
  { classAxis, task }: Said,
): Found | null {
  if (labels === null) return refuseAlone(scores, shape, classAxis)
  if (classAxis !== undefined) return saidAxis(scores, shape, labels, truth, classAxis)
  if (shape.length <= 2) return findFlattened(shape, truth) ?? findTransposed(scores, shape, truth)
  const fitting = shape.map((_, axis) => axis).filter((axis) => fits(shape, axis, truth))
  const isPlain = fitting.length === 1 || fitting.every((axis) => shape[axis] === 1)
  if (isPlain && fitting.length > 0)
    return { axis: fitting[0], labelAxis: null, reason: byShape(shape, fitting[0], truth!) }
  if (fitting.length > 1) throw severalFit(scores, shape, truth, fitting)
  if (truth === null || !isSame(shape, truth)) throw noneFits(scores, shape, labels, truth)
  // A channel of its own, as in (N, 1, H, W) and (N, H, W, 1), is that of a single class.
  const isSingle = shape[1] === 1 || (shape.length > 3 && shape.at(-1) === 1)
  if (task === 'binary' || isSingle) return { axis: null, labelAxis: null, reason: null }
  throw new InputError(
    scores.path,
    `scores and labels both have shape ${write(shape)}`,
    `say --task binary if each score stands for itself, or along which axis the classes lie, as in --class-axis 1`,
  )
}

/** An array of one column, or of many axes, has no place for labels beside its scores. */
function refuseAlone({ path }: Table, shape: readonly number[], classAxis: number | undefined): null {
  const isColumns = shape.length === 2 && shape[1] > 1 && classAxis === undefined
  if (isColumns) return null
  throw new InputError(
    path,
    `has shape ${write(shape)}, and no labels stand beside its scores`,
    'give them with --labels FILE',
  )
}

/** Whether labels have the shape without that axis, or with one element along it. */
function fits(shape: readonly number[], axis: number, truth: readonly number[] | null): boolean {
  // A batch of one is no class.
  if (truth === null || (axis === 0 && shape[0] === 1 && shape.length > 3)) return false
  const kept = shape.toSpliced(axis, 1)
  return isSame(truth, kept) || (shape[axis] > 1 && isSame(truth, shape.with(axis, 1)))
}

function saidAxis(
  scores: Table,
  shape: readonly number[],
  labels: Table,
  truth: readonly number[] | null,
  said: number,
): Found {
  const axis = said < 0 ? shape.length + said : said
  if (!(axis >= 0 && axis < shape.length))
    throw new InputError(
      scores.path,
      `has shape ${write(shape)}, and no axis ${said}`,
      `its axes are 0 to ${shape.length - 1}`,
    )
  const reason = `classes lie along axis ${axis} of ${write(shape)}, as --class-axis says`
  if (truth !== null && isSame(truth, shape)) return { axis, labelAxis: axis, reason }
  const rows = shape.toSpliced(axis, 1)
  const isFlat = truth === null || truth.filter((length) => length > 1).length <= 1
  const asMany = truth === null || product(truth) === product(rows)
  if (fits(shape, axis, truth) || (isFlat && asMany)) return { axis, labelAxis: null, reason }
  throw new InputError(
    scores.path,
    `has shape ${write(shape)}, so that labels beside classes along axis ${axis} have shape ${write(rows)}, and ${labels.path} has ${write(truth!)}`,
    'say another axis, or give the labels of these scores',
  )
}

/** Labels of many axes beside rows of scores, one for each row. */
function findFlattened(shape: readonly number[], truth: readonly number[] | null): Found | null {
  if (truth === null || truth.length < 2 || truth[0] === shape[0] || product(truth) !== shape[0]) return null
  return { axis: shape.length - 1 || null, labelAxis: null, reason: null }
}

/** Scores of shape (K, N) beside N labels; a row (1, N) is a column. */
function findTransposed(
  scores: Table,
  shape: readonly number[],
  truth: readonly number[] | null,
): Found | null {
  if (shape.length < 2 || truth === null || shape[0] === truth[0]) return null
  const count = product(truth)
  if (count !== greatest(truth) || count !== shape[1] || count === shape[0]) return null
  if (shape[0] === 1) return { axis: 0, labelAxis: null, reason: null }
  throw new InputError(
    scores.path,
    `has shape ${write(shape)} beside ${count} labels: it is transposed`,
    'say --class-axis 0, or save it with one row per sample: np.save(path, a.T)',
  )
}

function severalFit(
  { path }: Table,
  shape: readonly number[],
  truth: readonly number[] | null,
  fitting: readonly number[],
): InputError {
  return new InputError(
    path,
    `has shape ${write(shape)} and labels ${write(truth!)}: classes may lie along axis ${fitting.join(' or ')}`,
    `say which: ${fitting.map((axis) => `--class-axis ${axis}`).join(' or ')}`,
  )
}

/** Labels that were flattened may be those of several axes. */
function noneFits(
  { path }: Table,
  shape: readonly number[],
  labels: Table,
  truth: readonly number[] | null,
): InputError {
  const flat = truth === null || truth.length === 1
  const count = truth === null ? null : product(truth)
  const axes = shape
    .map((_, axis) => axis)
    .filter((axis) => count === null || product(shape.toSpliced(axis, 1)) === count)
  if (flat && axes.length > 0)
    return new InputError(
      path,
      `has shape ${write(shape)}, and ${labels.path} does not say by its shape along which axis the classes lie`,
      `say it: ${axes.map((axis) => `--class-axis ${axis}`).join(' or ')}`,
    )
  return new InputError(
    path,
    `has shape ${write(shape)}, and ${labels.path} has ${truth === null ? 'no such shape' : write(truth)}`,
    'labels have the shape of the scores without the axis of the classes',
  )
}

function along(tables: readonly Table[], axis: number | null, isSpread: boolean): Promise<readonly Table[]> {
  return Promise.all(
    tables.map(async (table, shard) => {
      const found = (await table.array?.along(axis, isSpread)) ?? table
      // Of later shards few rows are looked at.
      return shard === 0 ? found : { ...found, sample: found.sample.slice(0, table.sample.length) }
    }),
  )
}

function checkShard(first: Table, other: Table): void {
  const [one, two] = [first.array!.shape, other.array?.shape]
  if (two?.length === one.length) return
  throw new InputError(
    other.path,
    `has ${two ? `shape ${write(two)}` : 'no shape'}, and ${first.path} has ${write(one)}`,
    'shards of one data set have the same axes',
  )
}

function byShape(shape: readonly number[], axis: number, truth: readonly number[]): string {
  return `classes lie along axis ${axis} of ${write(shape)}, since labels have shape ${write(truth)}`
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis])
}

function product(shape: readonly number[]): number {
  return shape.reduce((all, length) => all * length, 1)
}

function write(shape: readonly number[]): string {
  return `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`
}
