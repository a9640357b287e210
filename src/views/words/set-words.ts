/** Losses of sets in digits: one number, or the bounds that a sketch knows. */
import type { SetValue } from '../../questions/compare/compare.ts'
import { formatColumn, formatLoss } from './numbers.ts'

/** Lined up where all are known. */
export function setTexts(values: readonly SetValue[]): readonly string[] {
  const texts = formatColumn(
    values.map(({ value }) => value),
    6,
  )
  return values.map((one, index) =>
    isLoose(one) ? `${formatLoss(one.low)} to ${formatLoss(one.high)}` : texts[index],
  )
}

/** Whether its bounds are shown with other digits. */
export function isLoose({ low, high }: SetValue): boolean {
  return formatLoss(low) !== formatLoss(high) && high! - low! > 1e-9 * Math.abs(high!)
}
