/** Labels of rows with one class at most, whose scores stand each for itself: what detectors have for their anchors. */
import { InputError } from '../../errors.ts'
import { isNumber, parseNumber } from '../../formats/csv/dialect.ts'
import { writeFlag } from '../../words/shell.ts'
import { BACKGROUND, canonical, type LabelCodes, namedLabels, numericLabels, UNKNOWN } from './codes.ts'
import { areAmong, type LabelEvidence, labelCells, mostLabel } from './evidence.ts'

/**
 * Class indices or names, and the label of rows that are of none. Classes count from 1 where 0 is that one.
 * @param headers names in the columns of scores; null where there are none
 */
export function foregroundLabels(
  evidence: LabelEvidence,
  classes: number,
  headers: readonly string[] | null,
  background: string,
): LabelCodes {
  const { path, sample, names = ownNames(headers), ignore } = evidence
  if (names && names.length !== classes)
    throw new InputError(path, `--class-names gives ${names.length} names for ${classes} columns of scores`)
  const first = canonical(background) === '0' ? 1 : 0
  const known = names ?? Array.from({ length: classes }, (_, index) => `${first + index}`)
  if (known.some((name) => canonical(name) === canonical(background)))
    throw new InputError(
      path,
      `the background "${background}" is one of the ${classes} classes that have scores`,
      'say the label of rows that are of none of them, or leave --background out',
    )
  const all = labelCells(sample, ignore)
  const cells = all.filter((cell) => canonical(cell) !== canonical(background))
  const byName =
    names !== undefined && (names.every(isNumber) || !cells.every(isNumber) || areAmong(cells, names))
  const codes = byName
    ? namedLabels(path, names, ignore)
    : numericLabels(
        known,
        fromFirst(first, classes),
        ignore,
        `class indices ${first}..${first + classes - 1}`,
      )
  const most = mostLabel(all)
  // Left out, as an unknown label may be, it would take nearly all samples with it.
  if (most !== undefined && canonical(most) !== canonical(background) && isUnknown(codes, most))
    throw new InputError(
      path,
      `most labels are ${most}, which is neither a class (${codes.summary}) nor the background`,
      `say ${writeFlag('--background', most)} if it stands for rows of no class`,
    )
  return withBackground(codes, background)
}

const isUnknown = ({ classOf, numeric }: LabelCodes, label: string) =>
  classOf(numeric ? parseNumber(label) : label) === UNKNOWN

/** Numbers that count columns are no names of classes. */
function ownNames(headers: readonly string[] | null): readonly string[] | undefined {
  const areIndices = headers?.every((name, index) => canonical(name) === `${index}`) ?? true
  return areIndices ? undefined : headers!
}

function fromFirst(first: number, classes: number): (value: number) => number {
  return (value) => {
    const index = value - first
    return Number.isInteger(index) && index >= 0 && index < classes ? index : UNKNOWN
  }
}

function withBackground(codes: LabelCodes, background: string): LabelCodes {
  const summary = `${codes.summary}, ${background} is background`
  if (codes.numeric && isNumber(background)) {
    const number = parseNumber(background)
    return { ...codes, summary, classOf: (cell) => (cell === number ? BACKGROUND : codes.classOf(cell)) }
  }
  const word = canonical(background)
  const inner = (cell: string) => codes.classOf(codes.numeric ? parseNumber(cell) : cell)
  return {
    ...codes,
    numeric: false,
    numbering: null,
    summary,
    classOf: (cell) => (canonical(String(cell)) === word ? BACKGROUND : inner(String(cell))),
  }
}
