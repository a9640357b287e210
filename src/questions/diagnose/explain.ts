/** Loss values of single samples: every reading, every form, ranked. */
import type { Attempt, Candidate, FitSetting } from './candidate.ts'
import { fitForm } from './candidates.ts'
import { closest } from './closest.ts'
import { holdAgainst } from './fit.ts'
import type { Form } from './form.ts'
import { FEW_FORMS, FORMS, STANDARD_FORMS } from './forms.ts'
import { fitModulated } from './modulated.ts'
import { clampedReadings, otherReadings } from './other-readings.ts'
import { plainReading } from './readings.ts'
import { fitSides } from './sides.ts'
import { findTelling, inventSamples, type Telling } from './telling.ts'
import type { Fit, FoundExplanation, Observed, ScoredSamples, ScoreReading } from './types.ts'

/** Samples that the search itself looks at; what it finds is held against all of them. */
const SEARCHED = 600

export interface Explained {
  readonly explanations: readonly FoundExplanation[]
  /** Predictions of the first. */
  readonly predicted: Float64Array | null
  /** A sample on which explanations differ that fit equally well. */
  readonly telling: Telling | null
  /** How many explanations are to be expected to fit by chance; 0 where parameters were fitted to many values. */
  readonly chance: number
}

export function explainSamples(samples: ScoredSamples, observed: Observed): Explained {
  const chosen = chooseSamples(samples, observed)
  const part = { samples: pickSamples(samples, chosen), observed: pickValues(observed, chosen) }
  const candidates = searchAll(part.samples, part.observed)
  const held = candidates
    .map((candidate) => ({ candidate, fit: holdAgainst(candidate.predict(candidate.data), part.observed) }))
    .sort((a, b) => a.fit.tier - b.fit.tier || a.fit.relative - b.fit.relative)
  const fitting = held.filter(({ fit }) => fit.tier < 2)
  const kept = fitting.length > 0 ? withoutUnseen(fitting) : held.slice(0, 3)
  return hold(
    kept.map(({ candidate: { data, ...candidate } }) => candidate),
    samples,
    observed,
  )
}

/** A clamp that changes nothing here is no other explanation. */
function withoutUnseen<T extends { candidate: Found; fit: Fit }>(fitting: readonly T[]): readonly T[] {
  const [{ fit: best }] = fitting
  const plain = fitting.some(({ candidate, fit }) => candidate.reading === '' && fit.tier === best.tier)
  return fitting.filter(
    ({ candidate, fit }) => fit.tier === best.tier && !(plain && onlyClamps(candidate.data)),
  )
}

function onlyClamps({ clamp, mistake }: ScoreReading): boolean {
  return clamp !== null && mistake === null
}

/** Every sample, or an even choice of them with the hardest and the easiest, where clamps show. */
function chooseSamples(samples: ScoredSamples, { values }: Observed): readonly number[] {
  const n = samples.label.length
  const all = Array.from({ length: n }, (_, i) => i)
  if (n <= SEARCHED) return all
  const step = Math.ceil(n / (SEARCHED - 100))
  const sorted = Float64Array.from(values).sort()
  const [low, high] = [sorted[50], sorted[n - 50]]
  let [lows, highs] = [0, 0]
  return all.filter(
    (i) => i % step === 0 || (values[i] <= low && lows++ < 50) || (values[i] >= high && highs++ < 50),
  )
}

function pickSamples(samples: ScoredSamples, chosen: readonly number[]): ScoredSamples {
  const { task, classes, scores, label, row } = samples
  const width = task === 'softmax' ? classes : 1
  const picked = new Float64Array(chosen.length * width)
  for (const [at, i] of chosen.entries()) picked.set(scores.subarray(i * width, (i + 1) * width), at * width)
  return {
    ...samples,
    scores: picked,
    label: Int32Array.from(chosen, (i) => label[i]),
    row: Float64Array.from(chosen, (i) => row[i]),
  }
}

function pickValues(observed: Observed, chosen: readonly number[]): Observed {
  return { ...observed, values: Float64Array.from(chosen, (i) => observed.values[i]) }
}

type Found = Candidate & { readonly data: ScoreReading }

function searchAll(samples: ScoredSamples, observed: Observed): Found[] {
  const setting: FitSetting = { task: samples.task, classes: samples.classes, observed }
  const plain = plainReading(samples)
  const found: Found[] = []
  const take = (reading: ScoreReading, { candidates }: Attempt) => {
    for (const candidate of candidates) found.push({ ...candidate, data: reading })
  }
  const suits = (form: Form, reading: ScoreReading) =>
    form.needs === undefined ||
    (form.needs === 'softmax'
      ? reading.rest !== null
      : reading.plain !== null && reading.mistake === 'double-softmax')
  const tryForms = (reading: ScoreReading, forms: readonly Form[]) => {
    for (const form of forms) if (suits(form, reading)) take(reading, fitForm(reading, form, setting))
  }
  const finite = plain.ce.every(Number.isFinite)
  if (finite) {
    tryForms(plain, FORMS)
    take(plain, fitSides(plain, setting))
    take(plain, fitModulated(plain, setting))
  }
  for (const reading of clampedReadings(samples, plain))
    tryForms(reading, finite ? FEW_FORMS : STANDARD_FORMS)
  for (const reading of otherReadings(samples, plain))
    tryForms(reading, reading.cost >= 4 ? FEW_FORMS : FORMS)
  // Nothing comes near: the forms with whatever factors are best, so that there is something to hold it against.
  if (found.length === 0 && finite)
    for (const form of FEW_FORMS) found.push({ ...closest(plain, form, setting), data: plain })
  return found
}

/** Holds what was found against all samples. */
function hold(candidates: readonly Candidate[], samples: ScoredSamples, observed: Observed): Explained {
  const readings = readAll(candidates, samples)
  const held = candidates
    .map((candidate) => {
      const predicted = candidate.predict(readings.get(candidate.reading)!)
      return { candidate, predicted, fit: holdAgainst(predicted, observed) }
    })
    .sort(
      (a, b) =>
        a.fit.tier - b.fit.tier ||
        (a.fit.tier === 2
          ? a.fit.relative - b.fit.relative
          : a.candidate.cost - b.candidate.cost || a.fit.relative - b.fit.relative),
    )
  const explanations = held.map(({ candidate: { predict, reading, ...words }, fit }) => ({ ...words, fit }))
  const tied = held.filter(({ fit }) => fit.tier < 2 && fit.tier === held[0].fit.tier)
  return {
    explanations: unique(explanations),
    predicted: held[0]?.predicted ?? null,
    chance: 0,
    telling: tellApart(
      tied.map(({ candidate }) => candidate),
      samples,
    ),
  }
}

/** The readings that the candidates need, by name. */
function readAll(candidates: readonly Candidate[], samples: ScoredSamples): Map<string, ScoreReading> {
  const names = new Set(candidates.map(({ reading }) => reading))
  const readings = new Map<string, ScoreReading>()
  const plain = plainReading(samples)
  if (names.has('')) readings.set('', plain)
  if (![...names].some((name) => name !== '')) return readings
  for (const make of [clampedReadings, otherReadings])
    for (const reading of pickReadings(make(samples, plain), names)) readings.set(reading.name, reading)
  return readings
}

/** Holds explanations that agree on the data against samples made up for the purpose. */
function tellApart(tied: readonly Candidate[], samples: ScoredSamples): Telling | null {
  if (tied.length < 2) return null
  const invented = inventSamples(samples)
  const readings = readAll(tied, invented)
  return findTelling(
    invented,
    tied
      .filter(({ reading }) => readings.has(reading))
      .map(({ name, reading, predict }) => ({ name, losses: predict(readings.get(reading)!) })),
  )
}

function* pickReadings(all: Iterable<ScoreReading>, names: ReadonlySet<string>): Generator<ScoreReading> {
  for (const reading of all) if (names.has(reading.name)) yield reading
}

/** The same sentence once. */
function unique(all: readonly FoundExplanation[]): FoundExplanation[] {
  return all.filter(({ name }, i) => all.findIndex((other) => other.name === name) === i)
}
