/** What can be told of files that cannot be read as they stand: what is settled, and what is to be asked. */
import { InputError } from '../errors.ts'
import { type Beside, NOTHING_BESIDE, openBeside } from './beside.ts'
import { type Dataset, readFileSet } from './dataset.ts'
import type { FileSet } from './file-set.ts'
import { namesOfNone } from './labels/codes.ts'
import { findLabels } from './labels/columns.ts'
import { sampleLabels } from './labels/evidence.ts'
import { bySide, findOthers, NO_OTHERS } from './others.ts'
import type { Reading, ReadingOptions } from './reading.ts'
import { findScores } from './scores/columns.ts'

/** Columns as in a reading; null, or none of them, where it is unclear which. */
export interface Unclear
  extends Pick<Reading, 'scores' | 'labels' | 'id' | 'weight' | 'by' | 'sides' | 'reasons'> {
  readonly question: InputError
  readonly beside: Beside
}

/** The data set, or what stands in its way. */
export async function tryToRead(files: FileSet, options: ReadingOptions): Promise<Dataset | Unclear> {
  try {
    return await readFileSet(files, options)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    const beside = await openBeside(files, options).catch(() => NOTHING_BESIDE)
    return { ...findSettled(files, options, beside), question: error, beside }
  }
}

/** Each kind of column is looked for by itself, so that one question leaves the others answered. */
function findSettled(
  { scores: [table], labels }: FileSet,
  options: ReadingOptions,
  beside: Beside,
): Omit<Unclear, 'question' | 'beside'> {
  const reasons: string[] = []
  const apart = labels !== null
  const truth = labels?.[0] ?? table
  const others = settled(() => findOthers(table, labels && truth, options, null, beside)) ?? NO_OTHERS
  const [taken, besideLabels] = bySide(others)
  const found = settled(() => findLabels(truth, options, apart ? besideLabels : taken, reasons, table)) ?? []
  if (!apart) for (const column of found) taken.add(column)
  const sample = sampleLabels(truth, found, namesOfNone(options.ignoreLabel, options.background))
  const scores = settled(() => findScores(table, options.score, taken, sample, reasons)) ?? []
  return { scores, labels: found, ...others, reasons: [...reasons, ...beside.reasons] }
}

function settled<Found>(find: () => Found): Found | null {
  try {
    return find()
  } catch (error) {
    if (error instanceof InputError) return null
    throw error
  }
}
