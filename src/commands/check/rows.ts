/** Predictions of a check that give their rows: what a pass over them notes beside the sketch. */
import type { Loss } from '../../losses/loss.ts'
import type { Rule } from '../../questions/check/rules.ts'
import type { Scan } from '../../scan/scan.ts'
import type { Context } from '../command.ts'
import type { DatabaseOptions } from '../options/database.ts'

/** What a pass over predictions needs to know of the check. */
export interface RowOptions extends DatabaseOptions {
  readonly baseline?: string
  readonly threshold: number
  readonly rules: readonly Rule[]
  readonly save?: string
  /** Quantities that are asked for, or will be of a baseline. */
  readonly parting: readonly string[]
}

/** The predictions as a sketch, with what it does not know of their rows. */
export async function scanPredictions(
  file: string,
  options: RowOptions,
  losses: readonly Loss[],
  perClass: boolean,
  context: Context,
) {
  const { openScan } = await import('../open-scan.ts')
  const { classesOfRules, edgesOfRules, setsAmong } = await import('../../questions/check/set-rules.ts')
  const { cellsFor, visitAll } = await import('../../questions/compare/sets/row-cells.ts')
  const { lookAt } = await import('../../questions/check/set-look.ts')
  const { softmaxFigures } = await import('../../questions/check/softmax-figures.ts')
  const { sketchScan } = await import('../../sketched/sketch-dataset.ts')
  const apart = perClass || classesOfRules(options.parting)
  const scan = await openScan(file, options, apart, context)
  const rows = await collectRows(scan, options, losses)
  const cells = cellsFor(setsAmong(quantitiesOf(options), scan.grouping.task), scan)
  const visit = visitAll(rows?.add, cells?.add)
  const data = await sketchScan(scan, [options.threshold], visit, {
    losses,
    edges: edgesOfRules(options.parting),
  })
  const softmax = await softmaxFigures(scan, quantitiesOf(options))
  const seen = await lookAt(scan, data, quantitiesOf(options), { by: partedBy(options.by) })
  return {
    data,
    now: rows?.estimates ?? null,
    stored: rows?.stored() ?? null,
    softmax,
    seen,
    cells: cells?.data(data) ?? null,
  }
}

/** Those that rules ask for now. */
export function quantitiesOf({ rules }: Pick<RowOptions, 'rules'>): readonly string[] {
  return rules.map(({ quantity }) => quantity)
}

/** Null where every sample stands for itself, and where nothing asks for more. */
export async function collectRows(scan: Scan, options: RowOptions, losses: readonly Loss[]) {
  const { inRows } = await import('../../questions/check/check.ts')
  const { changesOf, createRowCollector } = await import('../../questions/check/row-collector.ts')
  const { by, rules, baseline, save, threshold } = options
  const wanted = baseline === undefined ? [] : changesOf(rules, losses, scan)
  const saves = save !== undefined
  if (!inRows(scan, { by: null }) || (wanted.length === 0 && !saves)) return null
  return createRowCollector(scan, losses, wanted, { threshold, sliced: partedBy(by) === 'slice', saves })
}

/** What `--by` parts the data by. */
export function partedBy(by: string | undefined): 'class' | 'slice' | null {
  return by === undefined ? null : by === 'class' ? 'class' : 'slice'
}
