/** What the numbers that a loss is computed from are. */

/** The ways scores and labels make samples; see docs/conventions.md. */
export type Task = 'binary' | 'softmax' | 'multilabel'

/** What numbers are stored in: libraries clip by it. Text is read as 64-bit numbers. */
export type Precision = 'float16' | 'float32' | 'float64'

/** That of arrays when they are put together. */
export function widest(precisions: readonly Precision[]): Precision {
  return (['float64', 'float32'] as const).find((one) => precisions.includes(one)) ?? 'float16'
}
