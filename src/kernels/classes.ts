/** Which class each sample of a block is of, and which group. */
import { ELEMENT_TYPES, type Exports } from './exports.ts'
import type { Layout } from './layout.ts'
import { type BlockShape, partsOfSlice, type SamplePlaces } from './shape.ts'

/** Writes the class of each sample; whether all labels are some. */
export function classify(
  exports: Exports,
  layout: Layout,
  shape: BlockShape,
  samples: number,
  places: SamplePlaces,
): boolean {
  if (!shape.oneClass) return classesOf(exports, layout, shape, samples, layout.classes, places) < 0
  const rows = samples / shape.cells
  if (classesOf(exports, layout, shape, rows, layout.rowClasses, places) >= 0) return false
  exports.spreadClasses(layout.rowClasses, rows, shape.cells, layout.classes)
  return true
}

/** Index of the first label that is none, -1 when all are fine. */
function classesOf(
  exports: Exports,
  { labels, classOf, ignored }: Layout,
  shape: BlockShape,
  count: number,
  target: number,
  places: SamplePlaces,
): number {
  if (places.labels !== undefined)
    return exports.classesOfCodes(places.labels, count, classOf, target, ignored)
  const type = ELEMENT_TYPES.indexOf(shape.labelType)
  if (shape.numbers) {
    const { first, classes } = shape.numbers
    return exports.classesOfNumbers(labels, type, count, classOf, first, classes.length, target, ignored)
  }
  const signed = Number(shape.signed)
  return exports.classesOf(labels, type, count, shape.classes, signed, shape.ignore, target, ignored)
}

/** Which group each sample is of; returns where that stands. */
export function groupsOfSamples(exports: Exports, layout: Layout, shape: BlockShape) {
  const { task, perClass, cells } = shape
  const kind = shape.top
    ? CLASSES
    : cells > 1 && perClass
      ? CELLS
      : perClass || task === 'binary'
        ? CLASSES
        : ONE
  const parts = partsOfSlice(shape)
  return (samples: number, { slices = 0 }: SamplePlaces): number => {
    if (kind === CLASSES && slices === 0) return layout.classes
    exports.groupsOf(layout.classes, samples, kind, slices, cells, parts, layout.groups)
    return layout.groups
  }
}

/** How groups are numbered, as src/kernels/assembly/groups.ts has it. */
const [ONE, CLASSES, CELLS] = [0, 1, 2]
