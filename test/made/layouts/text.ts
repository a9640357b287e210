/** Dumps as separated text, JSON or Parquet: one file, or scores and labels apart. */
import { drawAnchors } from './anchor-part.ts'
import { drawBinary } from './binary-part.ts'
import type { Column } from './cells.ts'
import { drawClassColumns } from './class-part.ts'
import type { Known } from './classifier.ts'
import { doubtsOfLoneLabels, doubtsOfScale, doubtsWithoutNames } from './doubts.ts'
import { drawExtras } from './extras.ts'
import { drawOne, drawTwo } from './files.ts'
import { drawIds } from './ids.ts'
import { ignoreSome } from './ignored.ts'
import type { Layout } from './layout.ts'
import { drawLists } from './list-part.ts'
import type { Part } from './part.ts'
import type { Random } from './random.ts'
import { drawRivals } from './rivals.ts'
import { drawRounding, inScale, type ScaleName } from './scale.ts'
import { probabilitiesOf, type Scores, writeScores } from './scores.ts'
import { truthOf } from './truth.ts'

const SCALES: readonly ScaleName[] = [
  ...(['logits', 'logits', 'logits'] as const),
  ...(['probs', 'probs', 'probs', 'probs'] as const),
  ...(['log-probs', 'percent'] as const),
]

export function drawText(random: Random, known: Known): Omit<Layout, 'seed'> {
  const drawn = random.pick(SCALES)
  // Below 1 % in all rows they are probabilities to whoever reads them.
  const scale = drawn === 'percent' && areBelowOne(known) ? 'probs' : drawn
  const rounding = drawRounding(random)
  const scores = writeScores(known, scale, rounding)
  const part = drawPart(random, known, scores)
  const apart = random.chance(0.25)
  const ids = drawIds(random, known.rows)
  const { labels, ignore, ignored } = ignoreSome(random, part)
  const alone = { scores: part.scores, labels, ids }
  const rivals = drawRivals(random, known, alone, part, (rival) => writeScores(rival, scale, rounding))
  const mayLack = rivals === null && ids.column === null && part.labels.length === 1 && !part.isMoved
  const named = !(mayLack && random.chance(0.08))
  const hasOthers = named && rivals === null
  const extras = hasOthers ? drawBeside(random, known, { ...part, labels }, ids.column) : []
  const weights = hasOthers && !apart && random.chance(0.05) ? [drawWeight(random, known.rows)] : []
  const content = { ...alone, ...rivals?.samples, extras: [...extras, ...weights], named }
  const files = apart ? drawTwo(random, content, alone) : drawOne(random, content)
  const factors = weights[0]?.cells.map(Number) ?? null
  return {
    files,
    words: [
      files[0].name,
      ...(apart ? ['--labels', files[1].name] : []),
      ...(ignored.size > 0 ? [`--ignore-label=${ignore}`] : []),
      ...part.flags,
      ...(rivals?.flags ?? []),
    ],
    truths: (rivals?.asked ?? [scores]).map((one) =>
      truthOf(known, one, factors, (row) => !ignored.has(row)),
    ),
    doubts: [
      ...part.doubts,
      ...(rivals?.doubts ?? []),
      ...[scores, ...(rivals?.asked ?? [])].flatMap((one) => doubtsOfScale(known, one, part, named)),
      ...(named ? [] : doubtsWithoutNames(known, labels, part, scores)),
      ...(apart ? doubtsOfLoneLabels(labels) : []),
    ],
    traits: [
      ...['text', ...files.map(({ name }) => name), known.task, scale, rounding.name],
      ...[apart ? 'two files' : 'one file', `ids ${ids.kind}`, ...part.traits, ...(rivals?.traits ?? [])],
      ...[...extras, ...weights].map(({ name }) => `extra ${name}`),
      ...(named ? [] : ['no header']),
      ...(ignored.size > 0 ? ['ignored'] : []),
    ],
  }
}

function areBelowOne({ logits, task }: Known): boolean {
  return logits.every((row) => inScale(row, task, 'percent').every((x) => x <= 1))
}

/** Scores and labels, in whatever way a task is written. */
function drawPart(random: Random, known: Known, scores: Scores): Part {
  if (known.task === 'binary') return drawBinary(random, known, scores)
  if (known.isDetector && random.chance(0.8)) return drawAnchors(random, known, scores)
  return random.chance(0.08) ? drawLists(random, known, scores) : drawClassColumns(random, known, scores)
}

function drawBeside(random: Random, known: Known, part: Part, id: Column | null): readonly Column[] {
  const taken = [...part.scores, ...part.labels, ...(id ? [id] : [])].map(({ name }) => name)
  const rows = {
    count: known.rows,
    probs: probabilitiesOf(known),
    truth: known.task === 'multilabel' ? null : known.truth.map(([t]) => t),
    words: part.words,
  }
  return drawExtras(random, rows, taken)
}

function drawWeight(random: Random, rows: number): Column {
  const name = random.pick(['weight', 'sample_weight', 'w', 'weights'])
  return { name, cells: Array.from({ length: rows }, () => `${random.pick([0.5, 1, 1, 2, 0.25])}`) }
}
