/** Files of a comparison that may hold the same samples, paired with the first of them. */
import { tellClassesApart } from '../losses/bound.ts'
import type { Loss } from '../losses/loss.ts'
import { changeBetween, isOfSamples } from '../questions/compare/changes.ts'
import type { CompareReport } from '../questions/compare/compare.ts'
import type { FileChange } from '../questions/compare/paired-changes.ts'
import type { KeySaid } from '../reading/alignment/key.ts'
import type { Dataset } from '../reading/dataset.ts'
import type { ScanSaid } from './open-scan.ts'

/** Samples go by one at a time here, a million of them in two seconds or so: of more, `diff` is to be asked. */
const MOST_SAMPLES = 1_000_000

/** One of several: what was read, and how. */
export interface ComparedFile {
  readonly report: CompareReport
  readonly options: ScanSaid & Pick<KeySaid, 'id' | 'byRow'>
  /** Null of a sketch, which has no samples. */
  readonly dataset: Dataset | null
}

/** The change of each file from the first, which has none; null where no two files can be paired. */
export async function changesOf(
  [first, ...others]: readonly ComparedFile[],
  losses: readonly Loss[],
): Promise<readonly (FileChange | null)[] | null> {
  if (!areTried([first, ...others], losses)) return null
  const changes: (FileChange | null)[] = [null]
  for (const other of others)
    changes.push(mayPair(first, other) ? await changeOf(first, other, losses) : null)
  return changes.some((change) => change !== null) ? changes : null
}

/** Whether some of the files may hold the samples of the first, and not too many of them. */
export function areTried([first, ...others]: readonly ComparedFile[], losses: readonly Loss[]): boolean {
  const samples = others.filter((other) => mayPair(first, other)).length * first.report.count
  return losses.length > 0 && samples > 0 && samples <= MOST_SAMPLES
}

function mayPair(first: ComparedFile, other: ComparedFile): boolean {
  return first.dataset !== null && other.dataset !== null && isAlike(first.report, other.report)
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
