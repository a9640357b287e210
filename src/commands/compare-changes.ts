/** Files of a comparison that may hold the same samples, paired with the first of them. */
import { tellClassesApart } from '../losses/bound.ts'
import type { Loss } from '../losses/loss.ts'
import { changeBetween, type FileChange, isOfSamples } from '../questions/compare/changes.ts'
import type { CompareReport } from '../questions/compare/compare.ts'
import type { Dataset } from '../reading/dataset.ts'
import type { ReadOptions } from './options/reading.ts'

/** Samples go by one at a time here, a million of them in two seconds or so: of more, `diff` is to be asked. */
const MOST_SAMPLES = 1_000_000

/** One of several: what was read, and how. */
export interface ComparedFile {
  readonly report: CompareReport
  readonly options: ReadOptions
  /** Null of a sketch, which has no samples. */
  readonly dataset: Dataset | null
}

/** The change of each file from the first, which has none; null where no two files can be paired. */
export async function changesOf(
  [first, ...others]: readonly ComparedFile[],
  losses: readonly Loss[],
): Promise<readonly (FileChange | null)[] | null> {
  const mayPair = others.map((other) => other.dataset !== null && isAlike(first.report, other.report))
  const samples = mayPair.filter(Boolean).length * first.report.count
  if (losses.length === 0 || first.dataset === null || samples === 0 || samples > MOST_SAMPLES) return null
  const changes: (FileChange | null)[] = [null]
  for (const [index, other] of others.entries())
    changes.push(mayPair[index] ? await changeOf(first, other, losses) : null)
  return changes.some((change) => change !== null) ? changes : null
}

/** Whether `diff` takes these losses of two files. */
export function hasDifference([{ report }]: readonly ComparedFile[], losses: readonly Loss[]): boolean {
  return losses.length > 0 && losses.every((loss) => isOfSamples(loss, report))
}

/** Of as many samples, of the same classes. */
function isAlike(a: CompareReport, b: CompareReport): boolean {
  const kindOf = ({ count, source }: CompareReport) => JSON.stringify([count, source.task, source.classes])
  return kindOf(a) === kindOf(b)
}

async function changeOf(
  a: ComparedFile,
  b: ComparedFile,
  losses: readonly Loss[],
): Promise<FileChange | null> {
  const { pairDatasets } = await import('../reading/alignment/pair.ts')
  const { createPairs } = await import('../scan/pairs/pairs.ts')
  const { planScan } = await import('./open-scan.ts')
  const perClass = tellClassesApart(losses)
  const open = async () => {
    const { id, byRow } = a.options
    const pair = await pairDatasets(a.dataset!, b.dataset!, { id, byRow })
    const [ofA, ofB] = [planScan(pair.a, a.options, perClass), planScan(pair.b, b.options, perClass)]
    return createPairs(ofA, ofB, pair.by, false)
  }
  return changeBetween(open, losses, [a.report, b.report])
}
