/** Lays out two models on the same samples: the answer in a sentence, the losses, and where they come from. */
import { greatest } from '../../../extremes.ts'
import type { DiffReport } from '../../../questions/diff/diff.ts'
import type { LossDifference } from '../../../questions/diff/loss-difference.ts'
import { cleanLine } from '../../../words/clean.ts'
import { type Block, type Document, left, right, type TextCell, type Tone, text } from '../../document.ts'
import type { Value } from '../../drawings/csv.ts'
import {
  formatChange,
  formatColumn,
  formatCount,
  formatP,
  formatSigned,
  formatUnsigned,
  NO_NUMBER,
} from '../../words/numbers.ts'
import { plural } from '../../words/plural.ts'
import { sourceLine, sourceNotes } from '../../words/source-line.ts'
import { unitOf } from '../../words/unit.ts'
import { answer, decimalsFor, formatInterval, percentOf, shareSentences } from './answer.ts'
import { calibrationTable } from './calibration.ts'
import { moveBlocks, movedBlock } from './samples.ts'

/** What is beyond chance has a colour. */
const TONES: Readonly<Record<DiffReport['verdict'], Tone>> = {
  better: 'good',
  worse: 'hard',
  mixed: 'strong',
  unclear: 'strong',
  same: 'strong',
}

export function layoutDiff(report: DiffReport): Document {
  return [
    text(answer(report), TONES[report.verdict]),
    text(sourceLines(report), 'dim'),
    lossTable(report),
    ...(report.calibration ? [calibrationTable(report.calibration, report.confidence)] : []),
    ...(report.verdict === 'same' ? [] : whereItMoved(report)),
    text(notes(report).join('\n'), 'dim'),
  ]
}

function whereItMoved(report: DiffReport): Block[] {
  return [
    text([...shareSentences(report)].join('\n')),
    ...moveBlocks(report),
    ...(report.moved.length > 0 ? [movedBlock(report)] : []),
  ]
}

/** What was read; of B only what is other than in A. */
function sourceLines({ a, b }: DiffReport): string {
  const same = sourceLine({ ...b, name: a.name }) === sourceLine(a)
  return `A = ${sourceLine(a)}\nB = ${same ? cleanLine(`${b.name}, likewise`) : sourceLine(b)}`
}

function lossTable({ losses, confidence, bootstrap }: DiffReport): Block {
  const means = formatColumn(
    losses.flatMap(({ meanA, meanB }) => [meanA, meanB]),
    6,
  )
  const decimals = columnDecimals(losses)
  const level = percentOf(confidence)
  return {
    kind: 'table',
    columns: [
      left('loss'),
      right('A'),
      right('B'),
      right('change'),
      ...(bootstrap ? [right('B − A'), right(`${level} interval`)] : [right(`B − A, ${level}`)]),
      right('p'),
    ],
    rows: losses.map((loss, index) => ({
      cells: [
        { text: loss.title },
        { text: means[2 * index] },
        { text: means[2 * index + 1] },
        loss.significant
          ? { text: formatChange(loss.relative), tone: loss.difference < 0 ? 'easy' : 'hard' }
          : { text: '~', tone: 'dim' },
        ...differenceCells(loss, decimals[index], bootstrap !== null),
        { text: formatP(loss.p), tone: loss.significant ? 'plain' : 'dim' },
      ],
    })),
  }
}

/** An interval of Student's is as long on both sides; one of the bootstrap is not. */
export function differenceCells(
  loss: Pick<LossDifference, 'difference' | 'interval' | 'significant'>,
  decimals: number,
  skewed: boolean,
): TextCell[] {
  const { difference, interval } = loss
  const words = formatSigned(difference, decimals)
  const tone = loss.significant ? 'strong' : 'dim'
  if (skewed) return [{ text: words, tone }, { text: formatInterval(loss, decimals) }]
  const reach = interval && interval[1] - difference
  if (reach === 0) return [{ text: words, tone }]
  return [{ text: `${words} ± ${reach === null ? NO_NUMBER : formatUnsigned(reach, decimals)}`, tone }]
}

/** Most decimals that lining up may add. */
const MAX_MORE = 2

/** As many for each loss as the finest asks for, where they are of a size. */
export function columnDecimals(losses: readonly Pick<LossDifference, 'difference' | 'interval'>[]): number[] {
  const own = losses.map(decimalsFor)
  const most = greatest(own)
  return own.map((decimals) => (most - decimals <= MAX_MORE ? most : decimals))
}

function notes(report: DiffReport): string[] {
  const { a, pairing, losses, confidence, bootstrap } = report
  const { by, samples, rows, onlyA, onlyB } = pairing
  const counted =
    rows === samples
      ? plural(samples, 'sample')
      : `${plural(samples, unitOf(a.task))} of ${plural(rows, 'row')}`
  const noted = [cleanLine(`${counted}, ${by === 'id' ? `joined by "${a.id}"` : 'paired row by row'}.`)]
  if (losses.some(({ significant, interval }) => !significant && interval))
    noted.push(`~ is no difference beyond chance: the ${percentOf(confidence)} interval has 0 in it.`)
  if (report.calibration?.some(({ test }) => test === null))
    noted.push(
      report.a.task === 'softmax'
        ? 'Of calibration only the log loss is a mean over pairs, which tell the noise of its change.'
        : 'Of calibration only log loss and Brier score are means over samples, which tell the noise of their change.',
    )
  if (rows !== samples) noted.push('The labels of a row hang together and count as one in the interval.')
  if (bootstrap)
    noted.push(
      `Interval and p are from ${formatCount(bootstrap.replicates)} bootstrap replicates of the rows, seed ${bootstrap.seed}.`,
    )
  if (a.weight !== null) noted.push('Means are sum(w loss) / sum(w), with the weights of A.')
  if (onlyA + onlyB > 0)
    noted.push(
      `Left out since their row is bad in the other file: ${formatCount(onlyA)} of A, ${formatCount(onlyB)} of B.`,
    )
  return [...noted, ...notesOnSources(report)]
}

/** What holds of both is said once. */
function notesOnSources({ a, b }: DiffReport): string[] {
  const [ofA, ofB] = [sourceNotes(a), sourceNotes(b)]
  return [
    ...ofA.map((note) => `${ofB.includes(note) ? 'A and B' : 'A'}: ${note}`),
    ...ofB.filter((note) => !ofA.includes(note)).map((note) => `B: ${note}`),
  ]
}

/** One record a loss. */
export function flattenDiff(report: DiffReport): Record<string, Value>[] {
  return report.losses.map((loss) => ({
    file_a: report.a.name,
    file_b: report.b.name,
    loss: loss.spec,
    samples: report.pairing.samples,
    mean_a: loss.meanA,
    mean_b: loss.meanB,
    difference: loss.difference,
    relative: loss.relative,
    standard_error: loss.standardError,
    confidence: report.confidence,
    low: loss.interval?.[0] ?? null,
    high: loss.interval?.[1] ?? null,
    p: loss.p,
    significant: loss.significant,
    by: loss.samples.by,
    better: loss.samples.better,
    worse: loss.samples.worse,
    equal: loss.samples.equal,
  }))
}
