/** The columns of a Parquet file as a table has them: structs taken apart, lists by their elements. */
import { damagedParquet } from './damage.ts'
import type { Footer } from './footer.ts'
import type { SchemaElement, SchemaTree } from './library.ts'

/** A column as it is stored. */
export interface Leaf {
  /** Among the chunks of its rows. */
  readonly index: number
  /** `probability.values`: of structs and what is in them, without the words between lists and their elements. */
  readonly name: string
  readonly element: SchemaElement
  /** From which level on there is a value, and, in lists, an element of the list. */
  readonly present: number
  readonly listed: number
  readonly isList: boolean
  /** Why it cannot be read; null where it can. */
  readonly fault: string | null
}

/** How far down a walk has come. */
interface Way {
  readonly names: readonly string[]
  readonly path: readonly string[]
  readonly definition: number
  readonly repetition: number
  readonly listed: number
  /** What stands below a list is its elements; what stands below those between them too. */
  readonly inList: boolean
  readonly fault: string | null
}

const TOP: Way = {
  names: [],
  path: [],
  definition: 0,
  repetition: 0,
  listed: 0,
  inList: false,
  fault: null,
}

/** In the order of their chunks. Throws an InputError where these are of other columns. */
export function findLeaves(path: string, { schema, groups }: Footer): readonly Leaf[] {
  const found: Leaf[] = []
  const paths: string[] = []
  const walk = (node: SchemaTree, above: Way) => {
    const way = stepInto(node, above)
    if (node.children.length === 0) {
      found.push(leafOf(node.element, way, found.length))
      paths.push(way.path.join('.'))
    }
    for (const child of node.children) walk(child, way)
  }
  for (const child of schema.children) walk(child, TOP)
  for (const { chunks } of groups) {
    const areThese = chunks.every(
      ({ type, path_in_schema }, index) =>
        type === found[index]?.element.type && path_in_schema.join('.') === paths[index],
    )
    if (chunks.length !== found.length || !areThese)
      throw damagedParquet(path, 'its columns are others in some of its rows')
  }
  return found
}

function stepInto({ element, children }: SchemaTree, way: Way): Way {
  const { name, repetition_type, converted_type, logical_type } = element
  const is = (type: 'LIST' | 'MAP') => converted_type === type || logical_type?.type === type
  const isRepeated = repetition_type === 'REPEATED'
  const definition = way.definition + Number(repetition_type !== 'REQUIRED')
  const repetition = way.repetition + Number(isRepeated)
  const isMap = is('MAP') || converted_type === 'MAP_KEY_VALUE'
  return {
    names: way.inList || way.fault !== null ? way.names : [...way.names, name],
    path: [...way.path, name],
    definition,
    repetition,
    listed: isRepeated ? definition : way.listed,
    // Between a list and its elements stand one or two words that say nothing: `list` and `element`, `bag` and `array_element`.
    inList: is('LIST') || (way.inList && isRepeated && children.length === 1),
    fault: way.fault ?? (isMap ? 'holds maps' : repetition > 1 ? 'holds lists of lists' : null),
  }
}

function leafOf(element: SchemaElement, way: Way, index: number): Leaf {
  const { definition, listed, repetition, fault, names } = way
  return {
    index,
    name: names.join('.'),
    element,
    present: definition,
    listed,
    isList: repetition > 0,
    fault,
  }
}
