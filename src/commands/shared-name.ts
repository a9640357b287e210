/**
 * What a file that is handed on calls the files behind it. Folders are left out: they are nobody's business, and the
 * same data would make other bytes in another place.
 */
import { resolve, sep } from 'node:path'
import { databaseOf } from '../engines/client/clients.ts'
import type { Dataset } from '../reading/dataset.ts'
import type { SourceReport } from '../sketched/source.ts'
import { sayPath } from '../words/standard-input.ts'

/** The last part of each path; of two that end alike, as much as tells them apart. */
export function sharedNames(paths: readonly string[]): readonly string[] {
  const all = paths.map((path) => resolve(path).split(sep))
  return all.map((parts, index) => {
    const database = databaseOf(paths[index], {})
    if (database) return database.shared
    const others = all.filter((other) => other.join(sep) !== parts.join(sep))
    const tells = (length: number) => others.every((other) => ending(other, length) !== ending(parts, length))
    const lengths = parts.map((_, index) => index + 1)
    return ending(parts, lengths.find(tells) ?? parts.length)
  })
}

/** With slashes whatever the system, so that the bytes are the same on all. */
function ending(parts: readonly string[], length: number): string {
  return parts.slice(-length).join('/')
}

interface Named {
  readonly labels?: unknown
  readonly weight?: string
  readonly by?: string
}

/** What is said of how data are read, with files by such names: labels, and weights and slices that are files. */
export function sharedReading<How extends object>(how: How & Named, { weight, by }: Dataset['beside']): How {
  const nameOf = (path: unknown) => (typeof path === 'string' ? sharedNames([path])[0] : undefined)
  return {
    ...how,
    labels: nameOf(how.labels),
    ...(weight && { weight: nameOf(how.weight) }),
    ...(by && { by: nameOf(how.by) }),
  }
}

/** The source of what was made of one file, or of several. */
export function sharedSource(source: SourceReport, name: string): SourceReport {
  const { labelsFile } = source
  const shared = labelsFile === null ? null : sharedNames([labelsFile])[0]
  return { ...source, name: sayPath(name), labelsFile: shared }
}
