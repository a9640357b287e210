/** Values that are places in a dictionary. */
import type { Numbers, Values } from './meaning.ts'
import { readRuns } from './runs.ts'

type Places = Uint8Array | Uint16Array | Uint32Array

/** Throws for a place that is none. */
export function pickValues(dictionary: Values, bytes: Uint8Array, count: number): Values {
  const places = readPlaces(bytes, count)
  if (count > 0 && farthest(places) >= dictionary.length)
    throw new RangeError('a place beyond the dictionary')
  return {
    length: count,
    numbers: () => pickNumbers(dictionary.numbers(), places),
    text: (index) => dictionary.text(places[index]),
  }
}

function farthest(places: Places): number {
  let most = 0
  for (let index = 0; index < places.length; index++) if (places[index] > most) most = places[index]
  return most
}

/** As narrow as they are: of a thousand columns each has a page of them in memory. */
function pickNumbers(all: Numbers, places: Places): Numbers {
  const picked =
    all instanceof Float32Array ? new Float32Array(places.length) : new Float64Array(places.length)
  for (let index = 0; index < places.length; index++) picked[index] = all[places[index]]
  return picked
}

/** The first byte says how many bits each has. */
function readPlaces(bytes: Uint8Array, count: number): Places {
  const places =
    bytes[0] <= 8 ? new Uint8Array(count) : bytes[0] <= 16 ? new Uint16Array(count) : new Uint32Array(count)
  if (count > 0) readRuns(bytes.subarray(1), bytes[0], places)
  return places
}

/** Remembers what it was asked: a dictionary is asked the same again and again. */
export function remembering(values: Values): Values {
  const texts: string[] = []
  let numbers: Numbers | undefined
  return {
    length: values.length,
    numbers: () => (numbers ??= values.numbers()),
    text: (index) => (texts[index] ??= values.text(index)),
  }
}
