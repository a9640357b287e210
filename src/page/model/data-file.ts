/** A file of the report, ready for questions. */

import { tellClassesApart } from '../../losses/bound.ts'
import type { Loss } from '../../losses/loss.ts'
import type { HardSample, PageCalibration, ReportFile } from '../../questions/report/report-content.ts'
import { pool } from '../../sketched/pool.ts'
import { fromContent } from '../../sketched/sketch-content.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'

export interface DataFile {
  readonly name: string
  readonly words: readonly string[]
  readonly isSaved: boolean
  readonly samples: readonly HardSample[] | null
  readonly calibration: PageCalibration | null
  /** As it came: classes and slices apart where the report keeps them so. */
  readonly whole: SketchedData
  /** Classes and slices together, which is all that most losses need. */
  readonly pooled: SketchedData
}

export function openReportFile({ name, words, isSaved, samples, calibration, sketch }: ReportFile): DataFile {
  const whole = fromContent(name, sketch)
  const { grouping, slices } = whole
  const alone = slices.length === 1 && (grouping.task === 'binary' || !grouping.perClass)
  return { name, words, isSaved, samples, calibration, whole, pooled: alone ? whole : pool(whole) }
}

/** The data that tell all that the loss tells apart: a factor for each class, or none. */
export function dataFor({ whole, pooled }: DataFile, loss: Loss): SketchedData {
  return tellClassesApart([loss]) ? whole : pooled
}

/** What a file can be broken down by. */
export function groupingsOf({ whole: { grouping, slices } }: DataFile): readonly ('slice' | 'class')[] {
  const { task, perClass, classes } = grouping
  return [
    ...(slices.length > 1 ? (['slice'] as const) : []),
    ...(perClass && task !== 'binary' && classes.length > 1 ? (['class'] as const) : []),
  ]
}
