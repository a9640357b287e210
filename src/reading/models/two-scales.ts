/** Models of which some are in per cent and others are not, though `--from percent` says it of all. */
import { InputError } from '../../errors.ts'
import { greatest } from '../../extremes.ts'
import { nameSome } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import type { Dataset } from '../dataset.ts'
import type { FileSet } from '../file-set.ts'
import { columnNumbers } from '../first-numbers.ts'

/** A model in rows of its own. */
interface Part {
  readonly part: FileSet
  readonly dataset: Dataset
  /** What `--model` says of it alone. */
  readonly said: string
}

/** Models of the same samples differ by less, and shares by a hundred. */
const FAR = 20

/** Throws an InputError where the percentages of one model are shares of another: a hundredth of these would be read. */
export function refuseTwoScales(place: string, parts: readonly Part[]): void {
  const percent = parts
    .filter(({ dataset }) => dataset.reading.form === 'percent')
    .map((one) => ({ ...one, most: greatestOf(one) }))
  const small = percent.find(({ most }) => most > 0 && most <= 1)
  const large = percent.find(({ most }) => small !== undefined && most > Math.max(1, FAR * small.most))
  if (small === undefined || large === undefined) return
  const [one, other] = [small, large].map(({ part }) => nameSome([part.model!], 1))
  throw new InputError(
    place,
    `scores of ${one} lie within 0 to 1, as shares do, and those of ${other} reach ${large.most}, as percentages do`,
    `say ${writeFlag('--model', large.said)} --from percent for the one and ${writeFlag('--model', small.said)} --from probs for the other, or --from percent for it as well if none of its samples has more than 1 %`,
  )
}

/** Of the scores in the first rows, as they stand in the file. */
function greatestOf({ part: { scores }, dataset: { reading } }: Part): number {
  const [table] = scores
  return greatest(
    reading.scores.map((column) => greatest(columnNumbers(table, column).filter(Number.isFinite))),
  )
}
