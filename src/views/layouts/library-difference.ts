/** Lays out how a library computes a loss, beside ours. */
import type {
  Agreement,
  LibraryDifference,
  LibraryDifferences,
} from '../../questions/explain/library-difference.ts'
import { type Block, type Document, left, named, right, text } from '../document.ts'
import type { Value } from '../drawings/csv.ts'
import { MEAN_DIVISORS } from '../words/library-words.ts'
import { formatLoss, formatRatio, formatShort } from '../words/numbers.ts'

export function layoutDifferences({ functions, loss, formula, library }: LibraryDifferences): Document {
  const width = Math.max(library.length, 'lossctl'.length)
  return functions.flatMap((one) => [
    text(`${one.call}: ${answer(one, loss)}`, 'strong'),
    text(`${library.padEnd(width)}  ${one.formula}\n${'lossctl'.padEnd(width)}  ${formula}`),
    conventionTable(one, library),
    sampleTable(one, library),
    text([...one.remarks.map((line) => `· ${line}`), `Read in ${one.source}.`].join('\n'), 'dim'),
  ])
}

function answer({ same, mean, tasks }: LibraryDifference, loss: string): string {
  const values = `${agreementWords(same)} ${loss} of lossctl`
  const reduced = mean === 'cells' ? '; its mean is smaller by the number of classes' : ''
  const rows = mean === 'rows' && tasks.includes('multilabel') ? '; its mean sums the classes of a row' : ''
  return `${values}${reduced}${rows}.`
}

function agreementWords(same: Agreement): string {
  if (same.kind === 'everywhere') return 'sample by sample the same as'
  if (same.kind === 'factors') {
    const [first, others] = same.factors.map((factor) => formatShort(factor, 4))
    return first === others
      ? `${first} times`
      : `${first} times for class 0, and ${others} times for the others,`
  }
  if (same.kind === 'nowhere') return 'another function than the'
  return `from pt = ${formatShort(same.low, 2)} to 1 − ${formatShort(1 - same.high, 2)} the same as`
}

function conventionTable(one: LibraryDifference, library: string): Block {
  const rows: (readonly [string, string, string])[] = [
    ['for', `${one.tasks.join(', ')} ${one.from ?? 'scores'}`, 'any scores'],
    ...one.defaults.map(
      ({ parameter, theirs, ours }) => [`${parameter} unless said`, `${theirs}`, `${ours}`] as const,
    ),
    ['mean over', meanWords(one), MEAN_DIVISORS.weights],
    [
      'largest cross-entropy',
      one.largest === null
        ? 'none'
        : `${formatLoss(one.largest)}${one.probabilitiesOnly ? ', of probabilities' : ''}`,
      'none; 100 for p = 0',
    ],
  ]
  return {
    kind: 'table',
    columns: [left(''), left(library), left('lossctl')],
    rows: rows.map((cells) => ({ cells: cells.map((words) => ({ text: words })) })),
  }
}

function meanWords({ mean, countsIgnored }: LibraryDifference): string {
  return countsIgnored ? `${MEAN_DIVISORS[mean]}, ignored ones too` : MEAN_DIVISORS[mean]
}

function sampleTable({ samples }: LibraryDifference, library: string): Block {
  return {
    kind: 'table',
    columns: [
      named(left('sample')),
      named(right('pt')),
      right(library),
      right('lossctl'),
      right(`${library} ÷ lossctl`),
    ],
    rows: samples.map(({ label, pt, theirs, ours }) => ({
      cells: [
        { text: label },
        { text: pt > 0.999 ? `1 − ${formatShort(1 - pt, 1)}` : formatShort(pt, 3) },
        { text: formatLoss(theirs) },
        { text: formatLoss(ours) },
        { text: formatRatio(ours === 0 ? null : theirs / ours) },
      ],
    })),
  }
}

/** One record a sample. */
export function flattenDifferences({
  library,
  spec,
  functions,
}: LibraryDifferences): Record<string, Value>[] {
  return functions.flatMap(({ name, call, samples }) =>
    samples.map(({ label, pt, theirs, ours }) => ({
      library,
      function: name,
      call,
      loss: spec,
      label,
      pt,
      theirs,
      ours,
    })),
  )
}
