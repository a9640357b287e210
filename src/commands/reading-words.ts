/** The options of reading as they were given, a word each: what it takes to read a file again. */
import type { ReadOptions } from './options/options.ts'

/** Words that a shell passes on as they are; the page quotes what needs it. */
export function readingWords(options: ReadOptions): readonly string[] {
  const {
    task,
    from,
    label,
    score,
    id,
    weight,
    labels,
    by,
    classNames,
    ignoreLabel,
    renormalize,
    probTolerance,
  } = options
  const valued: readonly (readonly [string, string | number | undefined])[] = [
    ['--labels', labels],
    ['--task', task],
    ['--from', from],
    ['--label', label],
    ['--score', score],
    ['--id', id],
    ['--weight', weight],
    ['--by', by],
    ['--class-names', classNames?.join(',')],
    ['--ignore-label', ignoreLabel],
    ['--prob-tolerance', probTolerance],
    ['--on-bad-row', options.onBadRow === 'skip' ? 'skip' : undefined],
  ]
  return [
    ...valued.flatMap(([flag, value]) => (value === undefined ? [] : [flag, `${value}`])),
    ...(renormalize ? ['--renormalize'] : []),
  ]
}
