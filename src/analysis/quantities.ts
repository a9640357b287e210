/** Quantities by name: `easy.negative.loss`, `positive:negative.gradient`, `effective`, `mean`. */
import { UsageError } from '../errors.ts'
import type { Task } from '../losses/loss.ts'
import { nearest } from '../losses/nearest.ts'
import { type Band, bandsOf } from './bands.ts'

/** What a quantity is made of: sums over the samples of one band under one loss. */
export interface BandFigures {
  readonly band: Band
  readonly count: number
  /** sum w */
  readonly weight: number
  /** sum w f, sum w df/ds, sum w f/CE and sum w^2 (f/CE)^2 */
  readonly loss: number
  readonly gradient: number
  readonly modulation: number
  readonly modulationSquared: number
}

/** What the scatter of a quantity is made of besides. */
export interface MeasuredFigures extends BandFigures {
  /** sum w^2, sum w^2 f, sum w^2 f^2 and sum w^2 (df/ds)^2 */
  readonly weightSquared: number
  readonly weightedLoss: number
  readonly lossSquared: number
  readonly gradientSquared: number
}

export interface Quantity {
  readonly name: string
  readonly meaning: string
  /** A share is shown in per cent. */
  readonly kind: 'share' | 'ratio' | 'samples' | 'loss'
  /** Whether numerator and denominator are linear in the loss. */
  readonly linear: boolean
  /** [numerator, denominator], from figures in the order of the task's bands. */
  fraction(figures: readonly BandFigures[]): readonly [number, number]
  /**
   * With R = numerator / denominator and each sample's part n and d of them, sum (n - R d)^2 / denominator^2: the
   * variance of R by linearisation, but for the factor N / (N - 1). Null where sums of squares do not tell it.
   */
  variance(figures: readonly MeasuredFigures[]): number | null
}

type Part = 'easy' | 'hard' | 'positive' | 'negative' | Band

/** Parts of the samples that have a name. */
function partsOf(task: Task): readonly Part[] {
  const parts = ['easy', 'hard'] as const
  if (task === 'softmax') return parts
  const signs = ['positive', 'negative'] as const
  return [...parts, ...signs, ...parts.flatMap((part) => signs.map((sign) => `${part}.${sign}` as const))]
}

/** Quantities that a sweep shows: shares of loss and gradient by band, their balance, and what they count as. */
export function shownQuantities(task: Task): readonly Quantity[] {
  const bands = task === 'softmax' ? ['easy', 'hard'] : partsOf(task).filter((part) => part.includes('.'))
  const balance = task === 'softmax' ? [] : ['positive:negative.loss', 'positive:negative.gradient']
  return [
    ...bands.map((band) => `${band}.loss`),
    ...bands.map((band) => `${band}.gradient`),
    ...balance,
    'effective',
    'mean',
  ].map((name) => parseQuantity(name, task))
}

/** Names a person may write, for help and for guesses. */
export function quantityNames(task: Task): readonly string[] {
  const parts = partsOf(task)
  return [
    ...parts.flatMap((part) => [`${part}.loss`, `${part}.gradient`, `${part}.share`]),
    ...(task === 'softmax' ? [] : ['positive:negative.loss', 'positive:negative.gradient']),
    'effective',
    'mean',
    'count',
  ]
}

/** Throws a UsageError on a name that means nothing for the task. */
export function parseQuantity(name: string, task: Task): Quantity {
  const whole = WHOLE[name as keyof typeof WHOLE]
  if (whole) return { name, ...whole }
  const counts = parseCount(name, task)
  if (counts) return counts
  const match = /^(.+)\.(loss|gradient)$/.exec(name)
  const parts = match?.[1].split(':') ?? []
  const known = partsOf(task) as readonly string[]
  if (!match || parts.length > 2 || !parts.every((part) => known.includes(part))) throw unknown(name, task)
  const field = match[2] as 'loss' | 'gradient'
  const bands = bandsOf({ task })
  const sumOf = (part: string | undefined) => {
    const places = bands.flatMap((band, place) => (part === undefined || isIn(band, part) ? [place] : []))
    return (figures: readonly BandFigures[]) => places.reduce((sum, place) => sum + figures[place][field], 0)
  }
  const [above, below] = [sumOf(parts[0]), sumOf(parts[1])]
  return {
    name,
    meaning:
      parts.length === 2
        ? `${field} of the ${words(parts[0])} samples over that of the ${words(parts[1])} ones`
        : `share of the ${field} that the ${words(parts[0])} samples carry`,
    kind: parts.length === 2 ? 'ratio' : 'share',
    linear: true,
    fraction: (figures) => [above(figures), below(figures)],
    variance: (figures) => {
      const [inside, outside] = [parts[0], parts[1]].map((part) =>
        sumOf(part)(figures.map((one) => ({ ...one, [field]: one[`${field}Squared`] }))),
      )
      const ratio = above(figures) / below(figures)
      // In a share the samples of the part stand in numerator and denominator, in a ratio in one of them.
      const scatter =
        parts.length === 2
          ? inside + ratio ** 2 * outside
          : (1 - ratio) ** 2 * inside + ratio ** 2 * (outside - inside)
      return scatter / below(figures) ** 2
    },
  }
}

/** `hard.positive.share`: how many of the samples there are; `count`: how many. */
function parseCount(name: string, task: Task): Quantity | null {
  const share = /^(.+)\.share$/.exec(name)?.[1]
  if (name !== 'count' && !(share && (partsOf(task) as readonly string[]).includes(share))) return null
  const counted = (figures: readonly BandFigures[]) =>
    figures.reduce((sum, { band, count }) => (isIn(band, share ?? '') ? sum + count : sum), 0)
  return {
    name,
    meaning: share ? `share of the samples that are ${words(share)}` : 'number of samples',
    kind: share ? 'share' : 'samples',
    linear: false,
    fraction: (figures) =>
      share ? [counted(figures), total(figures, 'count')] : [total(figures, 'count'), 1],
    variance: (figures) => {
      const n = total(figures, 'count')
      const ratio = counted(figures) / n
      return share ? (ratio * (1 - ratio)) / n : 0
    },
  }
}

const WHOLE = {
  mean: {
    meaning: 'mean loss',
    kind: 'loss',
    linear: true,
    fraction: (figures) => [total(figures, 'loss'), total(figures, 'weight')],
    variance: (figures) => {
      const weight = total(figures, 'weight')
      const mean = total(figures, 'loss') / weight
      const cross = total(figures, 'weightedLoss')
      return (
        (total(figures, 'lossSquared') - 2 * mean * cross + mean ** 2 * total(figures, 'weightSquared')) /
        weight ** 2
      )
    },
  },
  effective: {
    meaning: 'effective samples, (Σ w m)² / Σ (w m)² with m = loss ÷ CE',
    kind: 'samples',
    linear: false,
    fraction: (figures) => [total(figures, 'modulation') ** 2, total(figures, 'modulationSquared')],
    variance: () => null,
  },
} as const satisfies Record<string, Omit<Quantity, 'name'>>

function total<F extends BandFigures>(figures: readonly F[], field: Exclude<keyof F, 'band'>): number {
  return figures.reduce((sum, one) => sum + (one[field] as number), 0)
}

/** easy.negative is in easy, in negative, and in itself. */
function isIn(band: Band, part: string): boolean {
  return part === '' || band === part || band.split('.').includes(part)
}

function words(part: string): string {
  return part.replace('.', ' ')
}

function unknown(name: string, task: Task): UsageError {
  const names = quantityNames(task)
  const guess = nearest(name, names)
  return new UsageError(
    `there is no quantity "${name}" with ${task} labels`,
    guess ? `did you mean ${guess}?` : `there are ${names.join(', ')}`,
  )
}

/** Its value; null where there is nothing to divide by. */
export function quantityOf(quantity: Quantity, figures: readonly BandFigures[]): number | null {
  const [above, below] = quantity.fraction(figures)
  const value = above / below
  return Number.isFinite(value) ? value : null
}
