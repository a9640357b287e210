/** No format has a figure for what is no number: whatever would show one is refused. */
import { InputError } from '../../errors.ts'

/** Throws an InputError for a NaN or an infinity, wherever it stands. */
export function checkFigures(kind: string, value: unknown, path = ''): void {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw noFigure(kind, path)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value))
      checkFigures(kind, one, path === '' ? key : `${path}.${key}`)
  }
}

/** @param path where it stands in the report */
export function noFigure(kind: string, path: string): InputError {
  return new InputError(
    kind,
    `its ${path} is beyond what a double holds (1.8e308)`,
    'divide weights by a constant, hold logits at 1e290, or take smaller parameters',
  )
}
