/**
 * What may go before any loss: a temperature, and the shift of logit adjustment (Menon et al. 2021, arXiv:2007.07314).
 * Of log-odds z they make z / T + τ logit(π), so that a positive of margin s has s / T + b and a negative s / T − b.
 */
import { SURE, softplus } from './functions.ts'
import type { BoundLoss, LossClass } from './loss.ts'
import type { NumberDefinition, ParameterValues } from './parameter.ts'
import { evenly } from './parameter.ts'

/** Parameters that every loss takes, and that its spec names where they change something. */
export const ADJUSTMENTS: Readonly<Record<string, NumberDefinition>> = {
  temperature: {
    symbol: 'T',
    meaning: 'temperature: log-odds are divided by it before the loss',
    initial: 1,
    kind: 'number',
    // Between these cross-entropy is smooth within a bin, and a line or level beyond the grid.
    min: 0.15,
    max: 20,
    neutral: 1,
    usual: { min: 0.5, max: 3, step: 0.05 },
    mapped: evenly(0.5, 3, 10),
    linear: false,
  },
  'logit-adjust': {
    symbol: 'τ',
    meaning: 'how many times the log-odds of the prior are added to those of each sample',
    initial: 1,
    kind: 'number',
    min: -4,
    max: 4,
    neutral: 0,
    usual: { min: 0, max: 2, step: 0.05 },
    mapped: evenly(0, 2, 8),
    linear: false,
  },
  prior: {
    symbol: 'π',
    meaning: 'logit adjustment: the share of positives in training, whose log-odds are added',
    initial: 0.5,
    kind: 'number',
    min: 1e-6,
    max: 1 - 1e-6,
    neutral: 0.5,
    usual: { min: 0.01, max: 0.99, step: 0.01 },
    mapped: [0.001, 0.01, 0.1, 0.5],
    linear: false,
  },
}

/** Of a loss that falls like e^(−rate s) a few nodes in each bin tell the sums, and sums of squares, up to this rate. */
const STEEPEST = 9

/** From here on e^(−s) is below 2^-54, and nothing beside 1. */
const NOTHING = 38

/** The least temperature of a loss that is so steep without one at which a sketch tells its sums. */
export function leastTemperature(steepness: number): number {
  return Math.max(ADJUSTMENTS.temperature.min, steepness / STEEPEST)
}

/** z / temperature + shift */
export interface Adjustment {
  readonly temperature: number
  readonly shift: number
}

/** Null where nothing changes. */
export function adjustmentOf(parameters: ParameterValues): Adjustment | null {
  const { temperature = 1, 'logit-adjust': tau = 1, prior = 0.5 } = parameters
  const shift = Number(tau) * (Math.log(Number(prior)) - Math.log1p(-Number(prior)))
  return temperature === 1 && shift === 0 ? null : { temperature: Number(temperature), shift }
}

/** A loss of adjusted log-odds. */
export function adjust(
  loss: BoundLoss,
  parameters: ParameterValues,
  of: Pick<LossClass, 'positive'>,
): BoundLoss {
  const adjustment = adjustmentOf(parameters)
  if (!adjustment) return loss
  const { temperature, shift } = adjustment
  // A temperature alone is the same for both signs.
  const b = shift === 0 || of.positive ? shift : -shift
  const move = (margin: number) => margin / temperature + b
  // Above the grid samples are not told apart: what is sure without the adjustment is sure with it, where that is so near the truth.
  const isLevel = loss.above === 'level' && move(SURE) >= NOTHING
  const to = (margin: number) => (isLevel && margin >= SURE ? SURE : move(margin))
  const { value, gradient, modulation, logModulation, kinks, belowFrom, steepness } = loss
  // Of a higher temperature the quotient by cross-entropy grows without end.
  const hasRatio = temperature <= 1
  const logRatio = (margin: number) => {
    const seen = isLevel ? Math.min(margin, SURE) : margin
    return logCrossEntropy(move(seen)) - logCrossEntropy(seen)
  }
  return {
    ...loss,
    value: (margin) => value(to(margin)),
    gradient: (margin) => gradient(to(margin)) / temperature,
    modulation: (margin) => (hasRatio ? modulation(to(margin)) * Math.exp(logRatio(margin)) : Number.NaN),
    logModulation: hasRatio
      ? (margin) =>
          (logModulation?.(to(margin)) ?? Math.log(Math.abs(modulation(to(margin))))) + logRatio(margin)
      : null,
    kinks: kinks.map((kink) => (kink - b) * temperature),
    // Where e^s is nothing beside 1 a loss is straight that is so from −64 down.
    belowFrom: Math.min(belowFrom, ((belowFrom === -64 ? -NOTHING : belowFrom) - b) * temperature),
    above: isLevel ? 'level' : 'curve',
    steepness: steepness / temperature,
    unsketched:
      loss.unsketched ??
      (steepness / temperature > STEEPEST
        ? `below a temperature of ${Math.ceil((steepness / STEEPEST) * 100) / 100} it falls faster within a bin than its nodes tell`
        : null),
  }
}

/** ln CE, also where CE is too small for a double. */
function logCrossEntropy(margin: number): number {
  return margin > 37 ? -margin : Math.log(softplus(-margin))
}

export const TEMPERATURE = 'temperature'

/** Whether a parameter that is moved changes each score of a softmax row, and is none of a loss there. */
export const movesRows = (task: string, moved: readonly string[]): boolean =>
  task === 'softmax' && moved.includes(TEMPERATURE)
