/** Lays out two models on the same samples: the answer in a sentence, the losses, and where they come from. */
import type { DiffReport } from '../analysis/diff.ts'
import type { LossDifference } from '../analysis/loss-difference.ts'
import { cleanLine } from './clean.ts'
import type { Value } from './csv.ts'
import { moveBlocks, movedBlock } from './diff-samples.ts'
import { type Block, type Cell, type Document, left, right, text } from './document.ts'
import {
  decimalsOf,
  formatChange,
  formatColumn,
  formatCount,
  formatP,
  formatShare,
  formatShort,
  formatSigned,
  UNKNOWN,
} from './numbers.ts'
import { sourceLine, sourceNotes } from './source-line.ts'

/** Losses that a sentence names. */
const MAX_NAMED = 3

export function layoutDiff(report: DiffReport): Document {
  return [
    text(answer(report), 'strong'),
    text(sourceLines(report), 'dim'),
    lossTable(report),
    text([...shareSentences(report)].join('\n')),
    ...moveBlocks(report),
    ...(report.moved.length > 0 ? [movedBlock(report)] : []),
    text(notes(report).join('\n'), 'dim'),
  ]
}

/** What was read; of B only what is other than in A. */
function sourceLines({ a, b }: DiffReport): string {
  const same = sourceLine({ ...b, name: a.name }) === sourceLine(a)
  return `A = ${sourceLine(a)}\nB = ${same ? cleanLine(`${b.name}, likewise`) : sourceLine(b)}`
}

/** What B is to A, by the losses whose difference is beyond chance. */
function answer({ verdict, losses, confidence }: DiffReport): string {
  if (verdict === 'same') return 'A and B are the same: no sample differs.'
  const proven = losses.filter(({ significant }) => significant)
  if (verdict === 'unclear') {
    if (losses[0].interval === null) return 'Too few samples to tell A and B apart from chance.'
    return `No difference beyond chance: ${tellChange(losses[0], confidence, true)}.`
  }
  if (verdict === 'mixed') {
    const first = (falls: boolean) => proven.find(({ difference }) => difference < 0 === falls)!
    const told = [first(true), first(false)].map((loss) => tellChange(loss, confidence, false))
    return `It depends on the loss: ${told.join(', and ')}.`
  }
  const rest =
    proven.length < losses.length
      ? ` Beyond chance in ${namesOf(proven)}; not in ${namesOf(losses.filter(({ significant }) => !significant))}.`
      : ''
  return `B is ${verdict}: ${tellChange(proven[0], confidence, false)}.${rest}`
}

/** `focal falls by 0.0041 (−12.3 %, 95 % interval −0.0052 to −0.0030)`. */
function tellChange(loss: LossDifference, confidence: number, withP: boolean): string {
  const { title, difference, relative, p } = loss
  const decimals = decimalsFor(loss)
  const verb = difference < 0 ? 'falls' : 'rises'
  const size = formatSigned(Math.abs(difference), decimals).replace('+', '')
  const parts = [
    formatChange(relative),
    `${percentOf(confidence)} interval ${formatInterval(loss, decimals)}`,
    ...(withP ? [`p = ${formatP(p)}`] : []),
  ]
  return `${title} ${difference === 0 ? 'stays the same' : `${verb} by ${size}`} (${parts.join(', ')})`
}

function namesOf(losses: readonly LossDifference[]): string {
  const names = losses.slice(0, MAX_NAMED).map(({ title }) => title)
  return `${names.join(', ')}${losses.length > names.length ? `, … (${losses.length})` : ''}`
}

/** As many as the width of its interval warrants. */
function decimalsFor({ interval, difference }: LossDifference): number {
  const width = interval ? (interval[1] - interval[0]) / 2 : 0
  return decimalsOf(width > 0 ? width : Math.abs(difference) / 100 || 1)
}

function formatInterval(loss: LossDifference, decimals: number): string {
  if (loss.interval === null) return UNKNOWN
  return loss.interval.map((end) => formatSigned(end, decimals)).join(' to ')
}

function percentOf(confidence: number): string {
  return `${formatShort(confidence * 100, 12)} %`
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
        { text: formatP(loss.p), tone: 'dim' },
      ],
    })),
  }
}

/** An interval of Student's is as long on both sides; one of the bootstrap is not. */
function differenceCells(loss: LossDifference, decimals: number, skewed: boolean): Cell[] {
  const { difference, interval } = loss
  const words = formatSigned(difference, decimals)
  if (skewed) return [{ text: words, tone: 'strong' }, { text: formatInterval(loss, decimals) }]
  const reach = interval ? formatSigned(interval[1] - difference, decimals).replace('+', '') : UNKNOWN
  return [{ text: `${words} ± ${reach}`, tone: 'strong' }]
}

/** Most decimals that lining up may add. */
const MAX_MORE = 2

/** As many for each loss as the finest asks for, where they are of a size. */
function columnDecimals(losses: readonly LossDifference[]): number[] {
  const own = losses.map(decimalsFor)
  const most = Math.max(...own)
  return own.map((decimals) => (most - decimals <= MAX_MORE ? most : decimals))
}

/** Once for all losses that fall with the margin, and once for each of the others. */
function* shareSentences({ losses, pairing: { samples }, a }: DiffReport): Generator<string> {
  const share = (count: number) => formatShare(count / samples)
  const noun = a.task === 'multilabel' ? 'cells' : 'samples'
  const plain = losses.find(({ samples: { by } }) => by === 'margin')
  if (plain) {
    const { better, worse, equal } = plain.samples
    yield `B gives the truth more in ${share(better)} of the ${noun}, less in ${share(worse)}${equal > 0 ? `, the same in ${share(equal)}` : ''}.`
  }
  for (const { title, samples: own } of losses.filter(({ samples: { by } }) => by === 'loss'))
    yield `${title} does not fall with pt everywhere: lower in ${share(own.better)}, higher in ${share(own.worse)}.`
}

function notes({ a, b, pairing, losses, confidence, bootstrap }: DiffReport): string[] {
  const { by, samples, rows, onlyA, onlyB } = pairing
  const cells = rows === samples ? '' : ` of ${formatCount(rows)} rows`
  const how = by === 'id' ? `joined by "${a.id}"` : 'paired row by row'
  const noted = [
    cleanLine(`${formatCount(samples)} ${rows === samples ? 'samples' : 'cells'}${cells}, ${how}.`),
  ]
  if (losses.some(({ significant }) => !significant))
    noted.push(`~ is no difference beyond chance: the ${percentOf(confidence)} interval has 0 in it.`)
  if (rows !== samples) noted.push('The cells of a row hang together and count as one in the interval.')
  if (bootstrap)
    noted.push(
      `Interval and p are from ${formatCount(bootstrap.replicates)} bootstrap replicates of the rows, seed ${bootstrap.seed}.`,
    )
  if (a.weight !== null) noted.push(cleanLine(`Means are sum(w loss) / sum(w), with the weights of A.`))
  if (onlyA + onlyB > 0)
    noted.push(
      `Without a partner, since its row is bad: ${formatCount(onlyA)} of A, ${formatCount(onlyB)} of B.`,
    )
  const [ofA, ofB] = [sourceNotes(a), sourceNotes(b)]
  return [...noted, ...ofA.map((note) => `A: ${note}`), ...ofB.map((note) => `B: ${note}`)]
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
