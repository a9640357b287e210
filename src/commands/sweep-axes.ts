/** The axes of a sweep, and what is shown of it. */
import { UsageError } from '../errors.ts'
import type { Axis, Open } from '../questions/tune/grid.ts'
import type { SweepReport } from '../questions/tune/sweep.ts'
import { isDrawing } from '../views/drawings/index.ts'
import type { Context } from './command.ts'
import { sharedNames, sharedSource } from './shared-name.ts'

/** Throws a UsageError where nothing is to be moved, with an axis that one of the losses has. */
export async function requireAxes(texts: readonly string[] = [], losses: readonly Open[]): Promise<void> {
  if (texts.length > 0) return
  const { adviseAxis } = await import('../questions/tune/grid.ts')
  throw new UsageError('a sweep needs --over', adviseAxis(losses))
}

export async function parseAxes(texts: readonly string[] = []): Promise<readonly Axis[]> {
  const { parseOver } = await import('../questions/tune/axes.ts')
  return texts.map(parseOver)
}

/** A drawing is made to be shown to others. Throws a UsageError for one of what has no axes. */
export function shownIn(
  report: SweepReport,
  undrawable: readonly [why: string, way: string] | null,
  { format }: Context,
): SweepReport {
  if (!isDrawing(format)) return report
  if (undrawable) throw new UsageError(`this sweep cannot be drawn: ${undrawable[0]}`, undrawable[1])
  return { ...report, source: sharedSource(report.source, sharedNames([report.source.name])[0]) }
}
