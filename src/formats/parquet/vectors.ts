/** Vectors of Spark ML: structs of a type, which is 1 where all elements stand in `values`, and what sparse ones need besides. */
import { orDamaged } from './damage.ts'
import { openRows } from './flat.ts'
import type { RowGroup } from './footer.ts'
import type { Leaf } from './leaves.ts'
import { openPages, type PageReading } from './pages.ts'

const SPARSE = 'holds sparse vectors'

/** Without what only sparse vectors need; those are named where their elements are needed. */
export function withoutVectorParts(
  reading: PageReading,
  group: RowGroup,
  leaves: readonly Leaf[],
  rows: number,
): readonly Leaf[] {
  const vectors = leaves.flatMap(({ name }, index) => {
    const of = name.replace(/\.type$/, '')
    const names = leaves.slice(index, index + 4).map((leaf) => leaf.name)
    return names.join() === ['type', 'size', 'indices', 'values'].map((part) => `${of}.${part}`).join()
      ? [index]
      : []
  })
  return leaves.flatMap((leaf, index) => {
    const start = vectors.find((first) => index >= first && index < first + 4)
    if (start === undefined) return [leaf]
    if (index < start + 3) return []
    return areDense(reading, group, leaves[start], rows) ? [leaf] : [{ ...leaf, fault: SPARSE }]
  })
}

/** A later one that is not has fewer elements, which is told by its row. */
function areDense(reading: PageReading, { chunks }: RowGroup, type: Leaf, rows: number): boolean {
  const { path } = reading.file
  return orDamaged(path, `column "${type.name}" cannot be decoded`, () => {
    const wants = { numbers: [], texts: [{ place: null, to: 0 }] }
    const texts: string[] = []
    const cursor = openRows(type, openPages(reading, type, chunks[type.index]), wants)
    cursor.take(rows, { numbers: new Float64Array(0), width: 0, texts: [texts] })
    return texts.every((text) => text === '1' || text === '')
  })
}
