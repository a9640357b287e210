/** The state as the hash of the page's address, so that a view can be shared; only what differs from the beginning. */

import { UsageError } from '../../errors.ts'
import { marginOfProbability } from '../../margin/margins.ts'
import { MAX_LOSSES } from '../../questions/report/report-content.ts'
import { type Bounds, nearestMargin, readLoss, reductionsIn, sidesIn } from './bounds.ts'
import { SHARE_NAMES } from './shares.ts'
import type { ChosenLoss, State } from './state.ts'
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
  const hasChanged = (name: string) => now[name].join('\n') !== then[name].join('\n')
  const words = new URLSearchParams()
  for (const [name, values] of Object.entries(now)) {
    // Colours are those of losses, and mean nothing without them.
    if (!hasChanged(name) && !(name === 'loss' && hasChanged('colors'))) continue
    for (const value of values) words.append(name, value)
  }
  // A colon, a comma and an equals sign are fine in a hash, and far easier to read.
  return words.toString().replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%3D', '=')
}

function fieldsOf(state: State, bounds: Bounds): Readonly<Record<string, readonly string[]>> {
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
  const known = fieldsOf(initial, bounds)
  const unknown = [...words.keys()].find((name) => !Object.hasOwn(known, name))
  if (unknown !== undefined)
    problems.push(`The address speaks of ${quote(unknown)}, which means nothing here.`)
  const read = <Value>(name: string, fallback: Value, parse: (text: string) => Value | undefined): Value => {
    const text = words.get(name)
    if (text === null) return fallback
    const value = parse(text)
    if (value === undefined) problems.push(`The address says ${name} is ${quote(text)}, which it cannot be.`)
    return value ?? fallback
  }
  const specs = words.getAll('loss')
  const colors = read('colors', [], (text) => parseColors(text, Math.min(specs.length, MAX_LOSSES)))
  const losses = readLosses(specs, colors, initial, bounds, problems)
  const state: State = {
    losses,
    selected: read('selected', Math.min(initial.selected, losses.length - 1), indexBelow(losses.length)),
    file: read('file', initial.file, indexBelow(bounds.files)),
    margin: read('threshold', initial.margin, (text) => parseThreshold(text, bounds)),
    reduction: read('reduction', initial.reduction, oneOf(reductionsIn(bounds))),
    curve: read('curve', initial.curve, oneOf(['value', 'weight', 'gradient'])),
    share: read('share', initial.share, oneOf(SHARE_NAMES)),
    side: read('side', initial.side, oneOf(sidesIn(bounds))),
    map: read('map', initial.map, oneOf(bounds.quantities)),
    by: read('by', initial.by, oneOf(bounds.groupings)),
    counts: read('counts', initial.counts, oneOf(['linear', 'log'])),
  }
  return { state, problems }
}

function quote(text: string): string {
  return `"${text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE)}…` : text}"`
}

function readLosses(
  specs: readonly string[],
  colors: readonly number[],
  { losses: fallback }: State,
  bounds: Bounds,
  problems: string[],
): readonly ChosenLoss[] {
  if (specs.length > MAX_LOSSES)
    problems.push(`The address has ${specs.length} losses; ${MAX_LOSSES} are shown.`)
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

/** One for each loss, none of them twice. */
function parseColors(text: string, count: number): readonly number[] | undefined {
  const colors = text.split(',').map((word) => (/^\d$/.test(word) ? Number(word) : MAX_LOSSES))
  const isSound = colors.length === count && colors.every((color) => color < MAX_LOSSES)
  return isSound && new Set(colors).size === count ? colors : undefined
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
