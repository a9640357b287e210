import { UsageError } from '../../errors.ts'

/** Most values one axis may have; more is a slip of the step. */
export const MAX_AXIS = 10_000

/**
 * Values of a parameter from text: numbers and ranges, separated by commas. `0..5/0.5` is 0, 0.5, ..., 5.
 * Throws a UsageError for anything else.
 */
export function parseAxis(text: string, name: string): readonly number[] {
  const values = text
    .split(',')
    .flatMap((part) => (part.includes('..') ? range(part, name) : [number(part, name)]))
  if (values.length > MAX_AXIS)
    throw new UsageError(`--${name} ${text} has ${values.length} values, above ${MAX_AXIS}`)
  return values
}

function range(text: string, name: string): number[] {
  const slash = text.lastIndexOf('/')
  const dots = text.lastIndexOf('..', slash)
  if (dots < 1 || slash < dots + '..'.length)
    throw new UsageError(`--${name}: "${text}" is not a range`, 'write FROM..TO/STEP, as in 0..5/0.5')
  const parts = [text.slice(0, dots), text.slice(dots + '..'.length, slash), text.slice(slash + 1)]
  const [from, to, step] = parts.map((part) => number(part, name))
  if (!(step > 0)) throw new UsageError(`--${name}: the step of "${text}" must be above 0`)
  if (to < from)
    throw new UsageError(`--${name}: the range "${text}" runs backwards`, 'put the smaller end first')
  const count = Math.floor((to - from) / step + 1e-9) + 1
  if (count > MAX_AXIS) throw new UsageError(`--${name} ${text} has ${count} values, above ${MAX_AXIS}`)
  // from + i step, never a running sum: 0.1 added ten times is not 1.
  return Array.from({ length: count }, (_, i) => Number((from + i * step).toPrecision(15)))
}

function number(text: string, name: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value))
    throw new UsageError(`--${name}: "${text}" is not a number`, adviceOn(text))
  return value
}

/** Ranges as other tools write them: 0:5:0.5, and 0:0.5:5 too. */
function adviceOn(text: string): string {
  const [from, second, third, ...more] = text
    .split(':')
    .map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  if (more.length > 0 || ![from, second, third].every(Number.isFinite)) return ''
  const [to, step] = [Math.max(second, third), Math.min(second, third)]
  return step > 0 ? `a range is FROM..TO/STEP, as in ${from}..${to}/${step}` : ''
}
