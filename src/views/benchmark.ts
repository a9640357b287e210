/** A check as github-action-benchmark reads it (customSmallerIsBetter): an entry a finding that has a value. */
import type { CheckReport } from '../analysis/check.ts'

export function drawBenchmark({ findings }: CheckReport): string {
  const entries = findings.flatMap(({ rule, slice, value, kind, standardError }) =>
    value === null
      ? []
      : [
          {
            name: slice === null ? rule : `${rule} [${slice}]`,
            unit: kind,
            value,
            ...(standardError === null ? {} : { range: `± ${standardError}` }),
          },
        ],
  )
  return `${JSON.stringify(entries, null, 2)}\n`
}
