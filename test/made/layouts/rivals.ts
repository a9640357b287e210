/** Two models in one file: in columns side by side, or in rows of their own that a column names. */
import { quoteName } from '../../../src/words/names.ts'
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
  { order, words }: Part,
  write: (known: Known) => Scores,
): Rivals | null {
  if (order.length === 0 || !random.chance(0.06)) return null
  const second = drawRival(random, known)
  const [one, other] = [write(known), write(second)]
  const rival = samples.scores.map(({ name }, at) => ({
    name,
    cells: other.cells.map((row) => row[order[at]]),
  }))
  const pair = random.pick(PAIRS)
  return random.chance(0.5)
    ? inColumns(random, samples, rival, pair, [one, other], order, [known, second].map(decide(words)))
    : inRows(random, samples, rival, pair, [one, other])
}

type Pair<T> = readonly [T, T]

/** The class that each row is predicted to be of. */
const decide =
  (words: readonly string[]) =>
  ({ logits, task }: Known): readonly string[] =>
    logits.map((row) => words[task === 'binary' ? Number(row[0] > 0) : row.indexOf(Math.max(...row))])

function inColumns(
  random: Random,
  samples: Samples,
  rival: readonly Column[],
  pair: Pair<string>,
  both: Pair<Scores>,
  order: readonly number[],
  decided: readonly (readonly string[])[],
): Rivals {
  // oof_prob_ours beside ours_prob
  const isBehind = samples.scores.length === 1 && random.chance(0.4)
  const call = (name: string, at: number) => (isBehind ? `${name}_${pair[at]}` : `${pair[at]}_${name}`)
  const called = (columns: readonly Column[], at: number) =>
    columns.map(({ name, cells }) => ({ name: call(name, at), cells }))
  const isFree = (name: string) => samples.scores.every((column) => column.name !== name)
  const prediction = random.pick([null, ...['pred', 'pred', 'y_pred', 'prediction'].filter(isFree)])
  const beside = (at: number) =>
    prediction === null ? [] : [{ name: call(prediction, at), cells: decided[at] }]
  const all = [called(samples.scores, 0), called(rival, 1)]
  const at = random.int(0, 1)
  // A pattern takes what is predicted too; whoever lists columns does so in the order of the classes.
  const several = (columns: readonly Column[]) =>
    prediction === null
      ? `${pair[at]}_*`
      : order
          .map((_, c) => columns[order.indexOf(c)].name)
          .map(quoteName)
          .join(',')
  const says = random.chance(0.7)
  return {
    samples: { ...samples, scores: all.flatMap((scores, of) => [...beside(of), ...scores]) },
    flags: says ? ['--score', all[at].length > 1 ? several(all[at]) : all[at][0].name] : [],
    // Who says nothing is asked, or shown both.
    asked: says ? [both[at]] : both,
    doubts: says ? [] : ['two models'],
    traits: [
      `two models ${pair.join(', ')} in columns`,
      ...(prediction === null ? [] : [`beside them ${call(prediction, 0)}`]),
    ],
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
