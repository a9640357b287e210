/** Quantities in words and digits. */
import type { Quantity } from '../../measures/quantities.ts'
import { formatEffective, formatRatio, formatShare } from './numbers.ts'

/** A value as its kind is shown. */
export function formatQuantity(kind: Quantity['kind'], value: number | null): string {
  return { share: formatShare, ratio: formatRatio, samples: formatEffective, loss: formatRatio }[kind](value)
}

/** `easy.negative.loss` over a column: whether loss or gradient is said beside the table. */
export function quantityTitle(name: string): string {
  if (name.includes(':')) return name.replace('positive:negative.', 'pos:neg ')
  return name.replace(/\.(loss|gradient)$/, '').replaceAll('.', ' ')
}

export function shortQuantityTitle(name: string): string {
  if (name.includes(':')) return 'pos:neg'
  return quantityTitle(name).replace('negative', '−').replace('positive', '+')
}
