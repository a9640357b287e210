/** B's samples in lock-step with A's: row 5 is row 5. Memory does not grow. */
import { InputError } from '../../errors.ts'
import type { Predictions } from '../predicted.ts'
import type { SampleBlock, Scan } from '../scan.ts'
import { cellOf, emptyMatch, type Match, mayLack, type Partner } from './partner.ts'

export function createPartnerByRow(a: Scan, b: Scan, predictions: Predictions | null): Partner {
  const stream = b.blocks()
  let right: SampleBlock | undefined
  let at = 0
  let started = false
  const alone = { samples: 0, firstRow: Number.POSITIVE_INFINITY }

  const advance = async () => {
    const { value, done } = await stream.next()
    started = true
    right = done ? undefined : value
    at = 0
  }
  const leaveAlone = (block: SampleBlock, i: number) => {
    alone.samples++
    alone.firstRow = Math.min(alone.firstRow, block.row[i])
  }
  /** Walks on in both until one ends; returns where it stands in A's. */
  const walk = (left: SampleBlock, from: number, match: Match): number => {
    let i = from
    while (right && i < left.length && at < right.length) {
      const order = left.row[i] - right.row[at] || cellOf(left, i) - cellOf(right, at)
      if (order === 0) {
        match.margin[i] = right.margin[at]
        match.label[i] = right.label[at]
        if (predictions && match.predicted) {
          match.predicted.classes[i] = predictions.classOf(right, at)
          match.predicted.confidence[i] = predictions.confidenceOf(right, at)
        }
      } else if (order < 0) leaveAlone(left, i)
      else leaveAlone(right, at)
      if (order <= 0) i++
      if (order >= 0) at++
    }
    return i
  }
  return {
    async match(left) {
      const match = emptyMatch(left.length, predictions !== null)
      if (!started) await advance()
      let i = 0
      while (right && i < left.length) {
        i = walk(left, i, match)
        if (at >= right.length) await advance()
      }
      for (; i < left.length; i++) leaveAlone(left, i)
      return match
    },
    async finish() {
      if (!started) await advance()
      while (right) {
        for (; at < right.length; at++) leaveAlone(right, at)
        await advance()
      }
      const [rows, own] = [a.counts.rows, b.counts.rows]
      if (rows !== own) throw differentLengths(a, b)
      if (alone.samples === 0 || mayLack(a)) return
      throw new InputError(
        b.dataset.name,
        `row ${alone.firstRow} has the label to ignore here or in ${a.dataset.name}, and not in both`,
        'both must hold the same labels; --labels FILE gives them the same',
      )
    },
    async close() {
      await stream.return(undefined)
    },
  }
}

function differentLengths(a: Scan, b: Scan): InputError {
  return new InputError(
    b.dataset.name,
    `has ${b.counts.rows} rows and ${a.dataset.name} has ${a.counts.rows}`,
    'both must hold the same samples in the same order, or an id to join them by (--id COLUMN)',
  )
}
