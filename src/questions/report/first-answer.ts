/** What a page shows at first, in numbers: what `lossctl compare` says of its files. */
import { tellClassesApart } from '../../losses/bound.ts'
import { completeLoss, parseLoss } from '../../losses/spec/spec.ts'
import { pool } from '../../sketched/pool.ts'
import { fromContent } from '../../sketched/sketch-content.ts'
import { type CompareReport, compareSketched } from '../compare/compare.ts'
import type { ReportContent } from './report-content.ts'

export function firstAnswers({
  files,
  losses: specs,
  threshold,
  reduction,
}: Pick<ReportContent, 'files' | 'losses' | 'threshold' | 'reduction'>): readonly CompareReport[] {
  const losses = specs.map((spec) => completeLoss(parseLoss(spec)))
  return files.map(({ name, sketch }) => {
    const whole = fromContent(name, sketch)
    const data = tellClassesApart(losses) ? whole : pool(whole)
    return compareSketched(data, losses, { threshold, reduction, classWeights: null, by: null, hardest: 0 })
  })
}
