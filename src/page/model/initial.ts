/** What is shown at first, and what the data allow. */

import { UsageError } from '../../errors.ts'
import { thresholdMargin } from '../../margin/margins.ts'
import { parseQuantity, shownQuantities } from '../../measures/quantities.ts'
import { MAX_LOSSES, type ReportContent } from '../../questions/report/report-content.ts'
import { hasEdge } from '../../sketch/grid.ts'
import { type Bounds, nearestMargin, readLoss, reductionsIn } from '../state/bounds.ts'
import type { ChosenLoss, State } from '../state/state.ts'
import { type DataFile, groupingsOf } from './data-file.ts'
import { histogramsOf } from './histogram-data.ts'

/** Beyond it a pt has too few digits to say where samples are parted, and lossctl takes none. */
const MAX_MARGIN = 20.5

export function boundsOf(files: readonly DataFile[], { threshold }: ReportContent): Bounds {
  const { grouping } = files[0].whole
  return {
    task: grouping.task,
    classes: grouping.classes.length,
    perClass: files.every(({ whole }) => whole.grouping.perClass),
    files: files.length,
    margins: marginsOf(files, thresholdMargin(threshold)),
    quantities: mapQuantities(files),
    data: files.map(({ pooled }) => pooled),
    groupings: groupingsOf(files[0]).filter((by) => files.every((file) => groupingsOf(file).includes(by))),
  }
}

/** Shares first: what a sweep is for. */
function mapQuantities([{ whole }]: readonly DataFile[]): readonly string[] {
  const { task } = whole.grouping
  const shares = ['easy.loss', 'hard.loss'].map((name) => parseQuantity(name, task))
  return [...new Set([...shares, ...shownQuantities(task)].map(({ name }) => name))]
}

/** The edges of the histograms' bins, which no sample of any file straddles. */
function marginsOf(files: readonly DataFile[], asked: number): readonly number[] {
  const grids = files.map(({ pooled }) => pooled.sketch.grid)
  const edges = histogramsOf(files).flatMap(({ bins }) => bins.flatMap(({ from, to }) => [from, to]))
  // Half is what most people ask for, and the other what the report was asked for, also where no sample is near them.
  const inside = [...new Set([...edges, 0, asked])].filter((edge) => Math.abs(edge) <= MAX_MARGIN)
  return inside.filter((edge) => grids.every((grid) => hasEdge(grid, edge))).sort((a, b) => a - b)
}

export function initialState(content: ReportContent, bounds: Bounds): State {
  const losses = initialLosses(content, bounds)
  // What stands out is said of the selected loss, and of cross-entropy there is little to say.
  const first = losses.findIndex(({ loss }) => loss.definition.name !== 'ce')
  return {
    losses,
    selected: Math.max(0, first),
    // The latest, over the outlines of the first.
    file: bounds.files - 1,
    margin: nearestMargin(bounds, thresholdMargin(content.threshold)),
    reduction: reductionsIn(bounds).find((one) => one === content.reduction) ?? 'mean',
    curve: 'value',
    share: 'loss',
    side: bounds.task === 'softmax' ? 'all' : 'negative',
    map: bounds.quantities[0],
    by: bounds.groupings[0] ?? null,
    counts: 'linear',
  }
}

/** As the report says; those that do not go with the data are left out. */
function initialLosses({ losses }: ReportContent, bounds: Bounds): readonly ChosenLoss[] {
  const sound = losses.slice(0, MAX_LOSSES).flatMap((spec) => {
    try {
      return [readLoss(spec, bounds)]
    } catch (error) {
      if (error instanceof UsageError) return []
      throw error
    }
  })
  const chosen = sound.length > 0 ? sound : [readLoss('ce', bounds)]
  return chosen.map((loss, series) => ({ loss, series }))
}
