/** Dumps as separated text: one file, or scores and labels apart. */
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
import type { Random } from './random.ts'
import { drawRounding, type ScaleName } from './scale.ts'
import { probabilitiesOf, writeScores } from './scores.ts'
import { truthOf } from './truth.ts'

const SCALES: readonly ScaleName[] = [
  ...(['logits', 'logits', 'logits'] as const),
  ...(['probs', 'probs', 'probs', 'probs'] as const),
  ...(['log-probs', 'percent'] as const),
]

export function drawText(random: Random, known: Known): Omit<Layout, 'seed'> {
  const scale = random.pick(SCALES)
  const rounding = drawRounding(random)
  const scores = writeScores(known, scale, rounding)
  const isBinary = known.task === 'binary'
  const part = isBinary ? drawBinary(random, known, scores) : drawClassColumns(random, known, scores)
  const apart = random.chance(0.25)
  const ids = drawIds(random, known.rows)
  const named = ids.column !== null || part.labels.length > 1 || part.isMoved || !random.chance(0.08)
  const { labels, ignore, ignored } = ignoreSome(random, part)
  const taken = [...part.scores, ...labels, ...(ids.column ? [ids.column] : [])].map(({ name }) => name)
  const rows = {
    count: known.rows,
    probs: probabilitiesOf(known),
    truth: known.task === 'multilabel' ? null : known.truth.map(([t]) => t),
    words: part.words,
  }
  const extras = named ? drawExtras(random, rows, taken) : []
  const weights = named && !apart && random.chance(0.05) ? [drawWeight(random, known.rows)] : []
  const content = { scores: part.scores, labels, extras: [...extras, ...weights], ids, named }
  const files = apart ? drawTwo(random, content) : drawOne(random, content)
  return {
    files,
    words: [
      files[0].name,
      ...(apart ? ['--labels', files[1].name] : []),
      ...(ignored.size > 0 ? [`--ignore-label=${ignore}`] : []),
    ],
    truth: truthOf(known, scores, weights[0]?.cells.map(Number) ?? null, (row) => !ignored.has(row)),
    doubts: [
      ...part.doubts,
      ...doubtsOfScale(known, scale, part, named),
      ...(named ? [] : doubtsWithoutNames(known, labels, part)),
      ...(apart && ids.column === null ? doubtsOfLoneLabels(labels) : []),
    ],
    traits: [
      ...[
        'text',
        ...files.map(({ name }) => name),
        known.task,
        scale,
        rounding.name,
        apart ? 'two files' : 'one file',
        `ids ${ids.kind}`,
      ],
      ...part.traits,
      ...[...extras, ...weights].map(({ name }) => `extra ${name}`),
      ...(named ? [] : ['no header']),
      ...(ignored.size > 0 ? ['ignored'] : []),
    ],
  }
}

function drawWeight(random: Random, rows: number): Column {
  const name = random.pick(['weight', 'sample_weight', 'w', 'weights'])
  return { name, cells: Array.from({ length: rows }, () => `${random.pick([0.5, 1, 1, 2, 0.25])}`) }
}
