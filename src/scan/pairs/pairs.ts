/** The samples of two data sets side by side: row by row, or joined by the id that both give their rows. */
import { InputError } from '../../errors.ts'
import { nameSome } from '../../words/names.ts'
import { type Predictions, predictionsOf } from '../predicted.ts'
import type { SampleBlock, Scan } from '../scan.ts'
import { ABSENT, type Match, type Partner, type Predicted } from './partner.ts'
import { createPartnerById } from './partner-by-id.ts'
import { createPartnerByRow } from './partner-by-row.ts'

/** Samples of A, in A's order, and what B makes of them. Cells of a row stand in one block. */
export interface PairBlock {
  readonly a: SampleBlock
  /** Margin of each under B; NaN where B's row is bad and was skipped. */
  readonly marginB: Float64Array
  /** What B takes each for, and its probability, as `Predictions` say it; null unless they were asked for, and NaN likewise. */
  readonly predictedB: Predicted | null
}

export interface Pairs {
  readonly a: Scan
  readonly b: Scan
  readonly by: 'row' | 'id'
  /** What A takes samples for; null unless it was asked for. */
  readonly predictions: Predictions | null
  /** Runs the pass; once. Throws an InputError when the samples or their labels are not the same. */
  blocks(): AsyncGenerator<PairBlock>
}

/**
 * Plans a pass over both. Throws an InputError when they are not of one task or have other classes.
 *
 * @param predicts whether the likeliest class of softmax rows is wanted too; of other samples the margin tells it
 */
export function createPairs(a: Scan, b: Scan, by: Pairs['by'], predicts = true): Pairs {
  checkAlike(a, b)
  const isWanted = predicts && a.grouping.task === 'softmax'
  const predictions = isWanted ? predictionsOf(a) : null
  const ofB = isWanted ? predictionsOf(b) : null
  return { a, b, by, predictions, blocks: () => pairBlocks(a, b, by, ofB) }
}

async function* pairBlocks(
  a: Scan,
  b: Scan,
  by: 'row' | 'id',
  predictions: Predictions | null,
): AsyncGenerator<PairBlock> {
  const create = by === 'id' ? createPartnerById : createPartnerByRow
  const partner: Partner = create(a, b, predictions)
  try {
    for await (const block of a.blocks()) {
      const match = await partner.match(block)
      checkLabels(a, b, by, block, match)
      yield { a: block, marginB: match.margin, predictedB: match.predicted }
    }
    await partner.finish()
  } finally {
    await partner.close()
  }
}

function checkAlike(a: Scan, b: Scan): void {
  const [ours, theirs] = [a.grouping, b.grouping]
  if (ours.task !== theirs.task) {
    throw new InputError(
      b.dataset.name,
      `was read as ${theirs.task} and ${a.dataset.name} as ${ours.task}`,
      'two models are compared on one task; say --task if one was read wrongly',
    )
  }
  if (ours.classes.length !== theirs.classes.length) {
    throw new InputError(
      b.dataset.name,
      `has ${theirs.classes.length} classes and ${a.dataset.name} has ${ours.classes.length}`,
      'name the columns of scores with --score, and those of B with --score-b',
    )
  }
  const other = ours.classes.findIndex((name, index) => name !== theirs.classes[index])
  if (other < 0) return
  throw new InputError(
    b.dataset.name,
    `class ${other} is ${nameSome([theirs.classes[other]], 1)} and in ${a.dataset.name} it is ${nameSome([ours.classes[other]], 1)}`,
    'name the classes with --class-names, or the columns in the same order with --score and --score-b',
  )
}

/** Samples named in a message. */
const MAX_SHOWN = 3

function checkLabels(a: Scan, b: Scan, by: 'row' | 'id', block: SampleBlock, { label }: Match): void {
  const wrong: number[] = []
  let matched = 0
  for (let i = 0; i < block.length; i++) {
    if (label[i] === ABSENT) continue
    matched++
    if (label[i] !== block.label[i]) wrong.push(i)
  }
  if (wrong.length === 0) return
  const { task, classes } = a.grouping
  const nameOf = (index: number) => (task === 'multilabel' ? `${index}` : nameSome([classes[index]], 1))
  const shown = wrong.slice(0, MAX_SHOWN).map((i) => {
    const row = by === 'id' ? `id ${nameSome([block.ids!.at(i)!], 1)}` : `row ${block.row[i]}`
    const cell = block.cellClass ? `, class ${nameSome([classes[block.cellClass[i]]], 1)}` : ''
    return `${row}${cell}: ${nameOf(block.label[i])} there and ${nameOf(label[i])} here`
  })
  const range = block.row[0] === 0 ? `the first ${matched}` : `${matched}`
  throw new InputError(
    b.dataset.name,
    `${wrong.length} of ${range} labels are not those of ${a.dataset.name} (${shown.join('; ')}${wrong.length > shown.length ? '; …' : ''})`,
    by === 'row'
      ? 'put both files in the same order, or join them by a column that both have: --id COLUMN'
      : 'say --labels FILE if one file has the right ones',
  )
}
