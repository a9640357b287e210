/** Answers to what the page asks, from the sketches: the same functions that the commands use. */

import type { Loss } from '../../losses/loss.ts'
import {
  type BandCount,
  type CompareOptions,
  createComparison,
  type LossReport,
} from '../../questions/compare/compare.ts'
import type { ReportContent } from '../../questions/report/report-content.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import type { State } from '../state/state.ts'
import { thresholdOf } from '../state/threshold.ts'
import { createCache } from './cache.ts'
import { type DataFile, dataFor, openReportFile } from './data-file.ts'

export interface Model {
  readonly files: readonly DataFile[]
  /** What pairs of samples say, of the losses that the page began with. */
  readonly changes: ReportContent['changes']
  /** Samples by band. */
  bands(file: number, state: State): readonly BandCount[]
  /** What `lossctl compare` says of the loss. */
  compare(file: number, loss: Loss, state: State): LossReport
}

/** Settings of eight losses in each file, and those just left. */
const REPORTS_OF_FILE = 16
const FEWEST_REPORTS = 200

export function createModel({ files: contents, changes }: ReportContent): Model {
  const files = contents.map(openReportFile)
  const comparisons = createCache<ReturnType<typeof createComparison>>(4 * contents.length)
  const reports = createCache<LossReport>(Math.max(FEWEST_REPORTS, REPORTS_OF_FILE * files.length))

  const comparisonOf = (file: number, data: SketchedData, state: State) => {
    const kind = data === files[file].pooled ? 'pooled' : 'whole'
    return comparisons.get([file, kind, state.margin, state.reduction].join(' '), () =>
      createComparison(data, optionsOf(state)),
    )
  }
  return {
    files,
    changes,
    bands: (file, state) => comparisonOf(file, files[file].pooled, state)([]).bands,
    compare: (file, loss, state) =>
      reports.get([file, loss.spec, state.margin, state.reduction].join(' '), () => {
        const [report] = comparisonOf(file, dataFor(files[file], loss), state)([loss]).losses
        return report
      }),
  }
}

/** What `lossctl compare` would be asked. */
export function optionsOf({ margin, reduction }: Pick<State, 'margin' | 'reduction'>): CompareOptions {
  return { threshold: thresholdOf(margin), margin, reduction, classWeights: null, by: null, hardest: 0 }
}
