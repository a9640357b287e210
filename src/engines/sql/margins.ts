/** The first steps of a query: from rows of a table to margins, or to what is wrong with a row. */
import { cellSteps } from './cells.ts'
import type { Dialect } from './dialect.ts'
import type { SqlRequest } from './request.ts'
import { softmaxSteps } from './softmax.ts'
import type { Step } from './steps.ts'

/** Steps whose last one, `margins`, has the columns part, bad and s, and slice, w, is_clamped, is_held, r1, r2 and r3 where there are any. */
export function marginSteps(dialect: Dialect, request: SqlRequest): readonly Step[] {
  return request.task === 'softmax' ? softmaxSteps(dialect, request) : cellSteps(dialect, request)
}
