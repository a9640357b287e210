/** Two models in one file: in columns side by side, or in rows of their own that a column names. */
import type { Column } from './cells.ts'
import { drawRival, type Known } from './classifier.ts'
import type { Ids } from './ids.ts'
import type { Part } from './part.ts'
import type { Random } from './random.ts'
import type { Scores } from './scores.ts'

export interface Samples {
  readonly scores: readonly Column[]
  readonly labels: readonly Column[]
  readonly ids: Ids
}

export interface Rivals {
  readonly samples: Samples
  /** What a person says of the models. */
  readonly flags: readonly string[]
  /** Those that are asked about, in the order of the answers. */
  readonly asked: readonly Scores[]
  readonly doubts: readonly string[]
  readonly traits: readonly string[]
}

const PAIRS = [
  ['old', 'new'],
  ['resnet50', 'vit_b'],
  ['baseline', 'ours'],
  ['m1', 'm2'],
  ['raw', 'calibrated'],
] as const

/** In few files; a list of scores is one column, which has none beside it. */
export function drawRivals(
  random: Random,
  known: Known,
  samples: Samples,
  { order }: Part,
  write: (known: Known) => Scores,
): Rivals | null {
  if (order.length === 0 || !random.chance(0.06)) return null
  const [one, other] = [write(known), write(drawRival(random, known))]
  const rival = samples.scores.map(({ name }, at) => ({
    name,
    cells: other.cells.map((row) => row[order[at]]),
  }))
  const pair = random.pick(PAIRS)
  return random.chance(0.5)
    ? inColumns(random, samples, rival, pair, [one, other])
    : inRows(random, samples, rival, pair, [one, other])
}

type Pair<T> = readonly [T, T]

function inColumns(
  random: Random,
  samples: Samples,
  rival: readonly Column[],
  pair: Pair<string>,
  both: Pair<Scores>,
): Rivals {
  const called = (columns: readonly Column[], at: number) =>
    columns.map(({ name, cells }) => ({ name: `${pair[at]}_${name}`, cells }))
  const all = [called(samples.scores, 0), called(rival, 1)]
  const at = random.int(0, 1)
  const says = random.chance(0.85)
  return {
    samples: { ...samples, scores: all.flat() },
    flags: says ? ['--score', all[at].length > 1 ? `${pair[at]}_*` : all[at][0].name] : [],
    asked: [both[at]],
    doubts: says ? [] : ['two models'],
    traits: [`two models ${pair.join(', ')} in columns`],
  }
}

/** One below the other, or row by row by turns. */
function inRows(
  random: Random,
  { scores, labels, ids }: Samples,
  rival: readonly Column[],
  pair: Pair<string>,
  both: Pair<Scores>,
): Rivals {
  const name = random.pick(['model', 'Model', 'classifier', 'method', 'run_name'])
  const byTurns = random.chance(0.4)
  const join = (one: readonly string[], other: readonly string[]) =>
    byTurns ? one.flatMap((cell, i) => [cell, other[i]]) : [...one, ...other]
  const twice = ({ name, cells }: Column): Column => ({ name, cells: join(cells, cells) })
  const [names, others] = pair.map((model) => scores[0].cells.map(() => model))
  const only = random.chance(0.3)
  return {
    samples: {
      scores: [
        ...scores.map(({ name, cells }, c) => ({ name, cells: join(cells, rival[c].cells) })),
        { name, cells: join(names, others) },
      ],
      labels: labels.map(twice),
      ids: { ...ids, column: ids.column && twice(ids.column) },
    },
    flags: ['--model', only ? `${name}=${pair[1]}` : name],
    asked: only ? [both[1]] : both,
    doubts: [],
    traits: [`two models in rows of "${name}"`],
  }
}
