/** The columns of scores that are named alike, one per class. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'
import { scoreFamily } from '../column-names.ts'
import { groupFamilies, unclear } from '../named-columns.ts'
import { adviseScores } from './advice.ts'
import { inClassOrder } from './classes.ts'
import { holdsFractions } from './fractions.ts'
import { predictedFirst } from './likely.ts'
import { refuseRuns } from './runs.ts'
import { withoutProbabilities } from './said-twice.ts'
import { refuseSets } from './sets.ts'
import { areOfTwoClasses, refuseModels } from './several-models.ts'
import {
  predictedBits,
  refuseStranger,
  withoutConfidence,
  withoutConfidences,
  withoutDecisions,
} from './strangers.ts'

/** The first labels, and how many a row has in columns of which names. */
export interface LabelSample {
  readonly cells: readonly string[]
  readonly width: number
  readonly names: readonly string[]
  /** Whether it is said that rows are of several classes, as --background and --task do. */
  readonly areSeveral?: boolean
}

/** Columns named alike, such as prob_0, prob_1, ..., in the order of their classes; undefined when there are none. */
export function findFamily(
  table: Table,
  numeric: readonly number[],
  labels: LabelSample,
): readonly number[] | undefined {
  const ofClasses = numeric.filter((column) => !isMeasure(table.columns[column], labels.cells))
  const groups = groupFamilies(table, ofClasses, scoreFamily).map(([, members]) => members)
  const bits = areOfTwoClasses(labels) ? predictedBits(table, numeric) : []
  const left: readonly (readonly number[])[] = groups.map((members) =>
    members.filter((column) => !bits.includes(column)),
  )
  const all = left.filter((members) => members.length > 0)
  const fractional = all.filter((members) => holdsFractions(table, members))
  const groupsOfScores = withoutConfidences(table, fractional.length > 0 ? fractional : all)
  const found = withoutProbabilities(table, groupsOfScores, labels.width)
  if (found.length > 1) {
    // What was named alike with predicted classes is no class, but a score by itself.
    const isMixed = found.some((members) => members.length < groups[left.indexOf(members)].length)
    if (isMixed) throw unclear(table, predictedFirst(table, found.flat()), 'scores', '--score')
    const first = (members: readonly number[]) => table.columns[members[0]]
    throw new InputError(
      table.path,
      `several groups of columns may hold the scores: ${found.map((members) => `${first(members)} …`).join(', ')}`,
      `say ${adviseScores(table, found[0])} or whichever it is`,
    )
  }
  if (found.length === 0 || found[0].length < 2) return undefined
  const family = byClass(table, withoutConfidence(table, withoutDecisions(table, found[0]), labels.cells))
  refuseCopies(table, family)
  refuseStatistics(table, family, labels.cells)
  refuseRuns(table, family, labels)
  refuseModels(table, family, labels)
  refuseSets(table, family, labels)
  refuseStranger(table, family, labels.cells)
  return family
}

/** What no class is called: pred_score, pred_idx and pred_conf are the score of a prediction, its class, and how sure it is. */
const MEASURE = /^(?:scores?|probs?|proba|probability|conf|confidence|logits?|idx|index|class|label|id)$/i

function isMeasure(name: string, labels: readonly string[]): boolean {
  const member = scoreFamily(name)?.member
  return member !== undefined && MEASURE.test(member) && !labels.includes(member)
}

export function byClass(table: Table, columns: readonly number[]): number[] {
  return [...inClassOrder(columns, (index) => table.columns[index])]
}

/** What sums up several scores. */
const STATISTIC = /^(?:max|min|mean|avg|average|median|std|sd|var)$/i

/** score_max and score_mean are of no classes, unless labels are called so. */
function refuseStatistics(table: Table, family: readonly number[], labels: readonly string[]): void {
  const members = family.map((index) => scoreFamily(table.columns[index])?.member ?? '')
  const areStatistics = members.every((member) => STATISTIC.test(member) && !labels.includes(member))
  if (areStatistics) throw unclear(table, family, 'scores', '--score')
}

function refuseCopies(table: Table, family: readonly number[]): void {
  const names = family.map((index) => table.columns[index])
  const twice = family.filter((index, at) => names.indexOf(table.columns[index]) !== at)
  if (twice.length > 0)
    throw unclear(
      table,
      family.filter((index) => table.columns[index] === table.columns[twice[0]]),
      'scores',
      '--score',
    )
}
