/** Axes of a sweep as `--over` takes them. */
import { UsageError } from '../../errors.ts'
import { parseAxis } from '../../losses/spec/axis.ts'
import type { Axis } from './grid.ts'

/** `gamma=0..5/0.25` and its like. Alpha may also be none. */
export function parseOver(text: string): Axis {
  const equals = text.indexOf('=')
  if (equals < 1) throw new UsageError(`--over ${text}: it is PARAMETER=VALUES`, 'as in gamma=0..5/0.25')
  const parts = text.split(/,(?=\s*[a-z][a-z0-9-]*=)/)
  if (parts.length > 1)
    throw new UsageError(
      `--over ${text}: each parameter is an --over of its own`,
      `say ${parts.map((part) => `--over ${part.trim()}`).join(' ')}`,
    )
  const parameter = text.slice(0, equals).trim()
  return { parameter, values: parseValues([text.slice(equals + 1)], parameter) }
}

/** Numbers, and texts such as `0..5/0.25` and `none,0.25`, as the values of one axis: each once. */
export function parseValues(entries: readonly (number | string)[], parameter: string): Axis['values'] {
  const values = entries.flatMap((entry) =>
    typeof entry === 'number' ? [entry] : entry.split(',').flatMap((word) => parseWord(word, parameter)),
  )
  return [...new Set(values)]
}

function parseWord(word: string, parameter: string): Axis['values'] {
  return word === 'none' ? ['none'] : parseAxis(word, `over ${parameter}`)
}
