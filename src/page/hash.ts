/** The state as the hash of the page's address, so that a view can be shared; only what differs from the beginning. */
import { UsageError } from '../errors.ts'
import { marginOfProbability } from '../margin/margins.ts'
import { type Bounds, nearestMargin, readLoss, reductionsOf, sidesOf } from './bounds.ts'
import { type ChosenLoss, MAX_LOSSES, type State } from './state.ts'
import { shortThreshold } from './threshold.ts'

export interface ReadHash {
  readonly state: State
  /** What could not be read, a sentence each; there the state is as at the beginning. */
  readonly problems: readonly string[]
}

/** Longest hash that is looked at, and longest piece of it that is quoted. */
const MAX_LENGTH = 100_000
const MAX_QUOTE = 40

/** `loss=focal:gamma=2&selected=1`, without the #; empty at the beginning. */
export function formatHash(state: State, initial: State, bounds: Bounds): string {
  const [now, then] = [fieldsOf(state, bounds), fieldsOf(initial, bounds)]
  const words = new URLSearchParams()
  for (const [name, values] of Object.entries(now)) {
    if (values.join('\n') === then[name].join('\n')) continue
    for (const value of values) words.append(name, value)
  }
  // A colon, a comma and an equals sign are fine in a hash, and far easier to read.
  return words.toString().replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%3D', '=')
}

function fieldsOf(state: State, bounds: Bounds): Record<string, readonly string[]> {
  const { losses, selected, file, margin, reduction, curve, share, side, map, by, counts } = state
  return {
    loss: losses.map(({ loss }) => loss.spec),
    colors: losses.every(({ series }, i) => series === i)
      ? []
      : [losses.map(({ series }) => series).join(',')],
    selected: [`${selected + 1}`],
    file: [`${file + 1}`],
    threshold: [shortThreshold(margin, bounds)],
    reduction: [reduction],
    curve: [curve],
    share: [share],
    side: [side],
    map: [map],
    by: [by ?? ''],
    counts: [counts],
  }
}

/** Reads a hash without its #. What makes no sense is left as at the beginning, and said. */
export function parseHash(hash: string, initial: State, bounds: Bounds): ReadHash {
  if (hash.length > MAX_LENGTH) return { state: initial, problems: ['The address is too long to be read.'] }
  const words = new URLSearchParams(hash)
  const problems: string[] = []
  const quote = (text: string) => `"${text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE)}…` : text}"`
  const read = <Value>(name: string, fallback: Value, parse: (text: string) => Value | undefined): Value => {
    const text = words.get(name)
    if (text === null) return fallback
    const value = parse(text)
    if (value === undefined) problems.push(`The address says ${name} is ${quote(text)}, which it cannot be.`)
    return value ?? fallback
  }
  const losses = readLosses(words, initial, bounds, problems)
  const state: State = {
    losses,
    selected: read('selected', Math.min(initial.selected, losses.length - 1), indexBelow(losses.length)),
    file: read('file', initial.file, indexBelow(bounds.files)),
    margin: read('threshold', initial.margin, (text) => parseThreshold(text, bounds)),
    reduction: read('reduction', initial.reduction, oneOf(reductionsOf(bounds))),
    curve: read('curve', initial.curve, oneOf(['value', 'weight', 'gradient'])),
    share: read('share', initial.share, oneOf(['loss', 'gradient'])),
    side: read('side', initial.side, oneOf(sidesOf(bounds))),
    map: read('map', initial.map, oneOf(bounds.quantities)),
    by: read('by', initial.by, oneOf(bounds.groupings)),
    counts: read('counts', initial.counts, oneOf(['linear', 'log'])),
  }
  return { state, problems }
}

function readLosses(
  words: URLSearchParams,
  { losses: fallback }: State,
  bounds: Bounds,
  problems: string[],
): readonly ChosenLoss[] {
  const specs = words.getAll('loss')
  if (specs.length > MAX_LOSSES)
    problems.push(`The address has ${specs.length} losses; ${MAX_LOSSES} are shown.`)
  const colors = parseColors(words.get('colors'))
  const read = specs.slice(0, MAX_LOSSES).flatMap((spec, index) => {
    try {
      return [{ loss: readLoss(spec, bounds), series: colors[index] ?? index }]
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      problems.push(`The address asks for a loss that cannot be shown: ${error.problem}.`)
      return []
    }
  })
  return read.length > 0 ? read : fallback
}

/** Colours by loss; none when any is odd or there twice. */
function parseColors(text: string | null): readonly number[] {
  const colors = (text ?? '').split(',').map(Number)
  const sound = colors.every((color) => Number.isInteger(color) && color >= 0 && color < MAX_LOSSES)
  return text && sound && new Set(colors).size === colors.length ? colors : []
}

/** People count from 1. */
function indexBelow(count: number): (text: string) => number | undefined {
  return (text) => (/^\d+$/.test(text) && +text >= 1 && +text <= count ? +text - 1 : undefined)
}

function oneOf<Word extends string>(known: readonly Word[]): (text: string) => Word | undefined {
  return (text) => known.find((word) => word === text)
}

function parseThreshold(text: string, bounds: Bounds): number | undefined {
  const pt = Number(text)
  return pt > 0 && pt < 1 ? nearestMargin(bounds, marginOfProbability(pt)) : undefined
}
