/** One sketch of several files, and its file. */
import { UsageError } from '../errors.ts'
import type { SketchedData } from '../sketched/sketched-data.ts'
import { MOST_SUMMED, sumName } from '../words/names.ts'
import { sayPath } from '../words/standard-input.ts'
import type { Result } from './command.ts'
import { sharedNames, sharedSource } from './shared-name.ts'

export function checkOutput(output: string | undefined): string {
  if (!output) throw new UsageError('a sketch needs a file', 'say -o preds.sketch.json')
  return output
}

/** Segments of a small one, some 400 kB of memory. */
const SMALL = 2000

/**
 * In the order of the files.
 *
 * @param atOnce how many are opened at once where their sketches are small
 */
export async function addUp<T>(
  files: readonly T[],
  open: (file: T) => Promise<SketchedData>,
  atOnce = 1,
): Promise<SketchedData> {
  const { createAdder } = await import('../sketched/sketch-dataset.ts')
  const adder = createAdder()
  const opened: Promise<SketchedData>[] = []
  let ahead = 1
  for (let next = 0; next < files.length || opened.length > 0; ) {
    while (opened.length < ahead && next < files.length) {
      const opening = open(files[next++])
      // Whoever waits for it hears of what went wrong; it may be that nobody comes so far.
      opening.catch(() => {})
      opened.push(opening)
    }
    const part = await opened.shift()!
    ahead = segmentsIn(part) > SMALL ? 1 : atOnce
    adder.add(part)
  }
  return adder.sum()
}

function segmentsIn({ sketch: { groups, squares } }: SketchedData): number {
  return [...groups, ...(squares ?? [])].reduce((sum, group) => sum + (group?.segments.size ?? 0), 0)
}

/** What the sketch of these files, folders and patterns is called. */
export function nameOf(files: readonly string[]): string {
  const named = sharedNames(files.length > MOST_SUMMED ? files.slice(0, 1) : files)
  return sumName(named.map(sayPath), files.length)
}

/**
 * @param name what the sketch calls the data
 * @param merged how many sketches it is the sum of; null where it is of predictions
 */
export async function saveSketch(
  data: SketchedData,
  name: string,
  path: string,
  merged: number | null,
): Promise<Result> {
  const { toContent } = await import('../sketched/sketch-content.ts')
  const { packFor } = await import('../formats/sketch-file.ts')
  const { sketchText } = await import('../formats/sketch-text.ts')
  const { sketchLine } = await import('../views/layouts/sketch.ts')
  const { skippedNotes } = await import('../views/words/source-line.ts')
  const content = toContent(data)
  const shared = { ...content, source: sharedSource(content.source, name) }
  const packed = packFor(path, sketchText(data.source.name, shared))
  return {
    files: [{ path, content: packed }],
    written: [sketchLine(path, Buffer.byteLength(packed), data.source, merged)],
    notes: skippedNotes(data.source),
  }
}
