/** Decimals, days and moments as pandas, Polars and DuckDB write them in CSV. */

const PER_SECOND = { MILLIS: 1000n, MICROS: 1_000_000n, NANOS: 1_000_000_000n } as const

type TimeUnit = keyof typeof PER_SECOND

/** @param whole the number times ten to the power of its scale */
export function decimalText(whole: bigint, scale: number): string {
  const digits = `${whole < 0n ? -whole : whole}`.padStart(scale + 1, '0')
  const sign = whole < 0n ? '-' : ''
  return scale <= 0 ? `${whole}` : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** `2026-11-26`, from the days since 1970. */
export function dayText(days: number): string {
  return isoText(days * 86_400_000)?.slice(0, -14) ?? `${days}`
}

/** `2026-11-26 14:20:00.5`, and `+00:00` behind what is the same moment everywhere. */
export function momentText(since1970: bigint, unit: TimeUnit, isUniversal: boolean): string {
  const [seconds, fraction] = divide(since1970, PER_SECOND[unit])
  const second = isoText(Number(seconds) * 1000)
  if (second === null) return `${since1970}`
  return `${second.slice(0, -5).replace('T', ' ')}${fractionText(fraction, unit)}${isUniversal ? '+00:00' : ''}`
}

export function timeText(sinceMidnight: bigint, unit: TimeUnit): string {
  const [seconds, fraction] = divide(sinceMidnight, PER_SECOND[unit])
  const text = isoText(Number(seconds) * 1000)
  return text === null ? `${sinceMidnight}` : `${text.slice(-13, -5)}${fractionText(fraction, unit)}`
}

/** The remainder is not below 0. */
function divide(number: bigint, by: bigint): readonly [whole: bigint, rest: bigint] {
  const rest = ((number % by) + by) % by
  return [(number - rest) / by, rest]
}

function fractionText(fraction: bigint, unit: TimeUnit): string {
  if (fraction === 0n) return ''
  const digits = `${PER_SECOND[unit]}`.length - 1
  return `.${`${fraction}`.padStart(digits, '0')}`.replace(/0{1,9}$/, '')
}

/** Null beyond what dates can be. */
function isoText(milliseconds: number): string | null {
  const date = new Date(milliseconds)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}
