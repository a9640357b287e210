/** Labels in SQL: the index of the class, from 0, or the number of what is wrong with them. */
import { BAD_LABEL, IGNORED } from '../table/columns.ts'
import type { Dialect } from './dialect.ts'
import type { SqlRequest } from './request.ts'

/** @param label a column, or an element of an array */
export function labelCode(
  dialect: Dialect,
  label: string,
  { labelKind, ignored, classes, task }: SqlRequest,
): string {
  const names = task === 'multilabel' ? ['0', '1'] : classes
  const [none, left] = [BAD_LABEL, IGNORED].map((code) => dialect.number(code))
  const leftOut =
    ignored.length > 0 ? [`WHEN ${isOneOf(dialect, label, ignored, labelKind)} THEN ${left}`] : []
  // As a whole: some engines convert what stands behind THEN for all rows, and a NaN is no integer.
  return `CAST(CASE ${[...leftOut, ...CODES[labelKind](dialect, label, names)].join(' ')} ELSE ${none} END AS ${dialect.integer})`
}

/** Whether a class index is that of a class, 1, or not, 0; a row of background is of none. */
export function isOfClass(
  dialect: Dialect,
  label: string,
  index: number,
  { labelKind, ignored, background, classes }: SqlRequest,
): string {
  const first = background === '0' && labelKind === 'index' ? 1 : 0
  const last = first + classes.length - 1
  const number = dialect.double(label)
  const known =
    labelKind === 'names'
      ? isOneOf(dialect, label, classes, labelKind)
      : `${number} BETWEEN ${dialect.number(first)} AND ${dialect.number(last)} AND ${number} = FLOOR(${number})`
  const own =
    labelKind === 'names'
      ? isOneOf(dialect, label, [classes[index]], labelKind)
      : `${number} = ${dialect.number(first + index)}`
  const cases = [
    ...(ignored.length > 0 ? [`WHEN ${isOneOf(dialect, label, ignored, labelKind)} THEN ${IGNORED}`] : []),
    ...(background === null ? [] : [`WHEN ${isOneOf(dialect, label, [background], labelKind)} THEN 0`]),
    `WHEN ${own} THEN 1`,
    `WHEN ${known} THEN 0`,
  ]
  return `CASE ${cases.join(' ')} ELSE ${BAD_LABEL} END`
}

function isOneOf(
  dialect: Dialect,
  label: string,
  values: readonly string[],
  kind: SqlRequest['labelKind'],
): string {
  return kind === 'names'
    ? `${dialect.asText(label)} IN (${values.map((value) => dialect.text(value)).join(', ')})`
    : `${dialect.double(label)} IN (${values.map((value) => dialect.number(Number(value))).join(', ')})`
}

type Whens = (dialect: Dialect, label: string, classes: readonly string[]) => readonly string[]

const CODES: Readonly<Record<SqlRequest['labelKind'], Whens>> = {
  index: (dialect, label, { length }) => {
    const number = dialect.double(label)
    const range = `${dialect.number(0)} AND ${dialect.number(length - 1)}`
    return [`WHEN ${number} BETWEEN ${range} AND ${number} = FLOOR(${number}) THEN ${number}`]
  },
  names: (dialect, label, classes) =>
    classes.map(
      (name, index) => `WHEN ${dialect.asText(label)} = ${dialect.text(name)} THEN ${dialect.number(index)}`,
    ),
  bool: (dialect, label) => [
    `WHEN ${label} THEN ${dialect.number(1)}`,
    `WHEN NOT ${label} THEN ${dialect.number(0)}`,
  ],
  sign: (dialect, label) => [
    `WHEN ${dialect.double(label)} = ${dialect.number(1)} THEN ${dialect.number(1)}`,
    `WHEN ${dialect.double(label)} = ${dialect.number(-1)} THEN ${dialect.number(0)}`,
  ],
}
