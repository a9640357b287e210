/** Quantities in words and digits. */
import type { Measure, QuantityKind } from '../../measures/measure.ts'
import { formatEffective, formatRatio, formatShare } from './numbers.ts'

/** A value as its kind is shown. */
export function formatQuantity(kind: QuantityKind, value: number | null): string {
  return { share: formatShare, ratio: formatRatio, samples: formatEffective, loss: formatRatio }[kind](value)
}

/** `positive:negative.loss`, and not `ece:bins=10`. */
function isPair(name: string): boolean {
  return name.lastIndexOf('.') > name.indexOf(':') && name.includes(':')
}

/** Over a column of a table that says of which measure its parts are. */
export function quantityTitle(name: string, measure: string): string {
  if (isPair(name)) return name.replace('positive:negative.', 'pos:neg ')
  return (name.endsWith(`.${measure}`) ? name.slice(0, -measure.length - 1) : name).replaceAll('.', ' ')
}

export function shortQuantityTitle(name: string, measure: string): string {
  if (isPair(name)) return 'pos:neg'
  return quantityTitle(name, measure).replace('negative', '−').replace('positive', '+')
}

/** `share of the loss: easy negative`, `loss, positive ÷ negative`, `mean loss`: in a list, or of parts in general. */
export function quantityWords({ title, of }: Measure, [above, below]: readonly string[]): string {
  if (of === 'all') return title
  const part = above.replace('.', ' ')
  return of === 'pair' ? `${title}, ${part} ÷ ${below.replace('.', ' ')}` : `${title}: ${part}`
}
