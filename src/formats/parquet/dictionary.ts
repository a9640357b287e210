/** Values that are places in a dictionary. */
import { viewAll } from './bytes-at.ts'
import type { Values } from './meaning.ts'

type Library = typeof import('./library.ts')

/** Most bits of a place that the decoder takes: what would be 16 million values. */
const MAX_BITS = 24

/** Throws for a place that is none. */
export function pickValues(library: Library, dictionary: Values, bytes: Uint8Array, count: number): Values {
  const places = readPlaces(library, bytes, count)
  for (let index = 0; index < count; index++)
    if (places[index] >= dictionary.length) throw new RangeError('a place beyond the dictionary')
  return {
    length: count,
    numbers() {
      const all = dictionary.numbers()
      const picked = new Float64Array(count)
      for (let index = 0; index < count; index++) picked[index] = all[places[index]]
      return picked
    },
    text: (index) => dictionary.text(places[index]),
  }
}

function readPlaces({ readRleBitPackedHybrid }: Library, bytes: Uint8Array, count: number): Uint32Array {
  const places = new Uint32Array(count)
  if (count === 0) return places
  const bits = bytes[0]
  if (!(bits <= MAX_BITS)) throw new RangeError('places of too many bits')
  if (bits > 0) readRleBitPackedHybrid({ view: viewAll(bytes), offset: 1 }, bits, places, bytes.length - 1)
  return places
}

/** Remembers what it was asked: a dictionary is asked the same again and again. */
export function remembering(values: Values): Values {
  const texts: string[] = []
  let numbers: ArrayLike<number> | undefined
  return {
    length: values.length,
    numbers: () => (numbers ??= values.numbers()),
    text: (index) => (texts[index] ??= values.text(index)),
  }
}
