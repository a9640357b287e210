/** Scores that a file holds in another form, as logits or probabilities: a table whose numbers are changed on the way. */
import { InputError } from '../../errors.ts'
import type { RowBlock, Selection, Table } from '../../formats/table.ts'
import type { Task } from '../../losses/task.ts'
import { CLAMP } from '../../margin/margins.ts'
import { UNKNOWN } from '../labels/codes.ts'

/** What scores are, besides logits and probabilities. */
export type OtherScale = 'log-probs' | 'percent'

interface Form {
  /** What they become; the margin of a row of log-probabilities is that of logits. */
  readonly becomes: 'logits' | 'probs'
  /** NaN where there is no such number. */
  change(score: number): number
  /** What it is a form of. */
  probabilityOf(score: number): number
  readonly problem: string
}

/** The form for a task. */
export function formOf(scale: OtherScale, task: Task): Form {
  if (scale === 'percent')
    return {
      becomes: 'probs',
      change: hundredth,
      probabilityOf: hundredth,
      problem: 'is no number of per cent',
    }
  return {
    becomes: 'logits',
    probabilityOf: Math.exp,
    change: task === 'softmax' ? (x) => (x <= 0 ? x : Number.NaN) : logitOfLog,
    problem: 'is above 0, and so no logarithm of a probability',
  }
}

const hundredth = (x: number) => x / 100

/** ln(p / (1 - p)) from ln p. A p of 0 or 1 is held, as among probabilities; others are not. */
function logitOfLog(log: number): number {
  if (log > 0) return Number.NaN
  if (log === 0) return CLAMP
  return log === Number.NEGATIVE_INFINITY ? -CLAMP : log - Math.log(-Math.expm1(log))
}

/**
 * A table whose numbers in these columns are changed. One that cannot be is an InputError when it is read, or no number
 * where bad rows are left out.
 */
export function changeColumns(
  table: Table,
  columns: readonly number[],
  { change, problem }: Form,
  skips: boolean,
): Table {
  const isChanged = new Set(columns)
  return {
    ...table,
    raw: null,
    async *read(selection) {
      const places = selection.numbers.flatMap((column, at) => (isChanged.has(column) ? [at] : []))
      let row = 0
      for await (const block of table.read(selection)) {
        const width = selection.numbers.length
        for (let i = 0; i < block.length; i++) {
          for (const at of places) {
            const score = block.numbers[i * width + at]
            const changed = change(score)
            if (Number.isNaN(changed) && !Number.isNaN(score) && !skips)
              throw await unfit(table, row + i, selection.numbers[at], problem)
            block.numbers[i * width + at] = changed
          }
        }
        row += block.length
        yield block
      }
    },
  }
}

async function unfit(table: Table, row: number, column: number, problem: string): Promise<InputError> {
  const { place, text } = await table.locate(row, column)
  return new InputError(place, `"${text}" ${problem}`, 'say what the scores are with --from')
}

/**
 * The confidence of the predicted one of two classes, as that of the positive one.
 *
 * @param other from what the one has, what the other has
 */
export function ofPositive(
  table: Table,
  score: number,
  predicted: number,
  classOf: (cell: string) => number,
  other: (confidence: number) => number,
  skips: boolean,
): Table {
  return {
    ...table,
    raw: null,
    async *read(selection) {
      const wanted: Selection = { ...selection, texts: [...selection.texts, predicted] }
      const places = selection.numbers.flatMap((column, at) => (column === score ? [at] : []))
      let row = 0
      for await (const block of table.read(wanted)) {
        const cells = block.texts.at(-1)!
        for (let i = 0; i < block.length; i++) {
          const found = classOf(cells.at(i)!)
          if (found === UNKNOWN && !skips && !block.ragged.includes(i))
            throw await noClass(table, row + i, predicted)
          // Of another class it is not known what the two have.
          if (found !== 1) turnRound(block, i, places, found === 0 ? other : () => Number.NaN)
        }
        row += block.length
        yield { ...block, texts: block.texts.slice(0, -1) }
      }
    },
  }
}

function turnRound(
  { numbers, length }: RowBlock,
  i: number,
  places: readonly number[],
  turn: (confidence: number) => number,
): void {
  const width = numbers.length / length
  for (const at of places) numbers[i * width + at] = turn(numbers[i * width + at])
}

async function noClass(table: Table, row: number, column: number): Promise<InputError> {
  const { place, text } = await table.locate(row, column)
  const isBlank = text.trim() === ''
  return new InputError(
    place,
    isBlank ? 'names no predicted class' : `"${text}" is none of the two classes`,
    isBlank
      ? '--on-bad-row skip leaves such rows out'
      : 'say both with --class-names NO,YES, the positive one last',
  )
}
