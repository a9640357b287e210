/** What to do about a sketch that would be larger than memory. */
import { InputError } from '../errors.ts'
import type { Grouping } from '../margin/grouping.ts'
import { SEGMENT_MEMORY, SketchFull } from '../sketch/store.ts'

interface Kept {
  readonly grouping: Grouping
  readonly slices: readonly string[]
}

/** SketchFull becomes an InputError that says what is kept apart; any other error stays as it is. */
export function explainFull(error: unknown, name: string, kept: Kept, hint = hintFor(kept)): unknown {
  if (!(error instanceof SketchFull)) return error
  const { what, most } = error
  const { grouping, slices } = kept
  const size = what === 'segments' ? `, ${Math.ceil((most * SEGMENT_MEMORY) / 1e6)} MB` : ''
  const apart = [
    ...(slices.length > 1 ? [`${slices.length} values of the --by column`] : []),
    ...(grouping.perClass ? [`${grouping.classes.length} classes`] : []),
  ]
  return new InputError(
    name,
    `keeps ${apart.join(' and ')} apart, which takes more than ${most} ${what} of a sketch${size}`,
    hint,
  )
}

function hintFor({ slices }: Kept): string {
  return slices.length > 1
    ? 'name a column of fewer values, or give the file in parts'
    : 'leave out --by class and lists of alpha, or give a sketch that was made without'
}
