/**
 * The losses through the margins, against a reference of more than a thousand digits (shared/golden,
 * exact_*.json).
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { reference } from '../../src/kernels/reference.ts'
import { alphasOf, bind } from '../../src/losses/bound.ts'
import { sigmoid } from '../../src/losses/functions.ts'
import { completeLoss, parseLoss } from '../../src/losses/spec/spec.ts'
import type { Task } from '../../src/losses/task.ts'
import { CLAMP } from '../../src/margin/margins.ts'
import {
  probabilityMarginError,
  SIGMOID,
  SMALLEST,
  softmaxMarginError,
  UNIT,
  valueError,
} from '../golden/rounding.ts'
import { sharedPath } from '../made/shared.ts'

interface Row {
  readonly x?: number | readonly number[]
  readonly p?: number | readonly number[]
  /** Index into the file's own list of logits, where rows are long. */
  readonly row?: number
  readonly y: number
}

interface ExactCase {
  readonly id: string
  readonly loss: 'ce' | 'focal' | 'poly1_ce' | 'poly1_focal'
  readonly params: {
    readonly alpha?: number | readonly number[] | null
    readonly gamma?: number
    readonly epsilon?: number
    readonly alpha_on_poly?: boolean
  }
  /** Correctly rounded doubles; 'inf' where the truth has a probability of exactly 0. */
  readonly double: readonly (number | 'inf')[]
}

interface ExactFile {
  readonly kind:
    | 'binary_logits'
    | 'binary_probs'
    | 'softmax_logits'
    | 'softmax_logits_by_row'
    | 'softmax_probs'
  readonly rows: readonly Row[]
  readonly x?: readonly (readonly number[])[]
  readonly pt: readonly string[]
  readonly one_minus_pt: readonly string[]
  readonly cases: readonly ExactCase[]
}

/** A sample as the losses see it, and how far rounding may have moved its margin. */
interface Sample {
  readonly label: number
  readonly margin: number
  readonly marginError: number
  /** A probability of exactly 0 or 1. */
  readonly clamped: boolean
}

/** The files and the numbers in each: a file that loses rows or cases fails. */
const FILES = {
  exact_binary_logits_typical: 1392,
  exact_binary_logits_y0: 1159,
  exact_binary_logits_y1: 3233,
  exact_binary_probs: 2703,
  exact_softmax_logits_3: 1440,
  exact_softmax_logits_10: 636,
  exact_softmax_logits_1000: 171,
  exact_softmax_probs: 1431,
}

/** What e^-100, the loss of a sample clamped to a margin of 100, may stand for where the true loss is 0. */
const CLAMPED = 1e-43

const folder = sharedPath('golden/public')
const title = 'exact values of every loss'

function readExact(name: string): ExactFile {
  return JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8'))
}

const isSoftmax = ({ kind }: ExactFile) => kind.startsWith('softmax')

/** The scores of a row: one number for binary data, all classes' for softmax. */
function scoresOf(file: ExactFile, { x, p, row }: Row): readonly number[] {
  const scores = row === undefined ? (x ?? p) : file.x?.[row]
  return typeof scores === 'number' ? [scores] : scores!
}

function samplesOf(file: ExactFile): readonly Sample[] {
  const scores = file.rows.map((row) => scoresOf(file, row))
  const labels = Int32Array.from(file.rows, ({ y }) => y)
  const margins = new Float64Array(labels.length)
  const flat = Float64Array.from(scores.flat())
  if (file.kind === 'binary_logits') reference.binaryLogits(flat, labels, margins)
  else if (file.kind === 'binary_probs') reference.binaryProbabilities(flat, labels, margins)
  else if (file.kind === 'softmax_probs') {
    reference.softmaxProbabilities(flat, scores[0].length, labels, margins)
  } else reference.softmaxLogits(flat, scores[0].length, labels, margins)
  return scores.map((row, i) => ({
    label: labels[i],
    margin: margins[i],
    marginError: marginError(file, row, labels[i]),
    clamped: file.kind.endsWith('probs') && Math.abs(margins[i]) === CLAMP,
  }))
}

/** The margin of a binary logit is the logit itself. */
function marginError({ kind }: ExactFile, scores: readonly number[], label: number): number {
  if (kind === 'binary_logits') return 0
  if (kind === 'binary_probs') return probabilityMarginError(scores[0])
  return kind === 'softmax_probs' ? probabilityMarginError(scores[label]) : softmaxMarginError(scores, label)
}

/** alpha as a spec says it. A list of one factor stands for the same in every class. */
function alphaText(alpha: number | readonly number[] | null | undefined, classes: number): string {
  if (alpha == null) return 'none'
  if (typeof alpha === 'number') return `${alpha}`
  return (alpha.length === 1 ? new Array(classes).fill(alpha[0]) : alpha).join(',')
}

function specOf({ loss, params }: ExactCase, classes: number): string {
  const alpha = alphaText(params.alpha, classes)
  if (loss === 'ce') return 'ce'
  if (loss === 'focal') return `focal:alpha=${alpha},gamma=${params.gamma}`
  if (loss === 'poly1_ce') return `poly1:epsilon=${params.epsilon}`
  const poly = params.alpha_on_poly ? 'on' : 'off'
  return `poly1-focal:alpha=${alpha},gamma=${params.gamma},epsilon=${params.epsilon},poly-alpha=${poly}`
}

/** One loss on the samples of one file. */
function prepare(file: ExactFile, one: ExactCase) {
  const classes = isSoftmax(file) ? scoresOf(file, file.rows[0]).length : 2
  const task: Task = isSoftmax(file) ? 'softmax' : 'binary'
  const loss = completeLoss(parseLoss(specOf(one, classes)))
  const alphas = alphasOf(loss, task, classes)
  const bound = bind(loss, task, classes)
  const { gamma = 0, epsilon = 0, alpha_on_poly } = one.params
  const polyBalance = (balance: number) => (alpha_on_poly ? balance : 1)
  return {
    value: ({ margin, label }: Sample) => bound[label].value(margin),
    /**
     * rel <= (4γ + 13) 2^-53 + (γ + 1) |error of the margin|, relative to the sum of the terms' magnitudes.
     */
    bound: ({ margin, label, marginError }: Sample) => {
      const balance = alphas[label]
      return valueError(margin, { gamma, epsilon, balance, polyBalance: polyBalance(balance) }, marginError)
    },
    /** Where pt is 0: (1 − pt)^γ is 1 and CE is the clamp. */
    atClamp: ({ label }: Sample) => alphas[label] * CLAMP + polyBalance(alphas[label]) * epsilon,
    epsilon,
  }
}

/** One line a number that is not what it should be; a test expects none. */
function missesOf(file: ExactFile, samples: readonly Sample[], one: ExactCase): string[] {
  const { value, bound, atClamp, epsilon } = prepare(file, one)
  return samples.flatMap((sample, i) => {
    const exact = one.double[i]
    const want = exact === 'inf' ? atClamp(sample) : exact
    // Three operations make the value at the clamp; at the other end e^-100 and its polynomial term stand for
    // 0.
    const most = exact === 'inf' ? 3 * UNIT * (CLAMP + Math.abs(epsilon)) : (1 + Math.abs(epsilon)) * CLAMPED
    const got = value(sample)
    const right = Math.abs(got - want) <= (sample.clamped ? most : bound(sample))
    return right ? [] : [`case ${one.id}[${i}] ${JSON.stringify(one.params)}: ${got} for ${want}`]
  })
}

describe.skipIf(!folder)(folder ? title : `${title} (skipped: there is no shared/golden)`, () => {
  test('no exact file is left out', () => {
    const there = readdirSync(`${folder}`).filter((name) => name.startsWith('exact_'))
    expect(
      Object.keys(FILES)
        .map((name) => `${name}.json`)
        .sort(),
    ).toEqual(there.sort())
  })

  for (const [name, numbers] of Object.entries(FILES)) {
    test(`each of the ${numbers} numbers of ${name} is right to the rounding counted for it`, () => {
      const file = readExact(name)
      const samples = samplesOf(file)
      expect(file.cases.flatMap((one) => missesOf(file, samples, one))).toEqual([])
      expect(file.cases.length * samples.length).toBe(numbers)
    })
  }

  test('cross-entropy of a truth with probability exactly 0 is 100, and exactly 1 gives e^-100', () => {
    const file = readExact('exact_binary_probs')
    const values = samplesOf(file).map(prepare(file, file.cases.find(({ loss }) => loss === 'ce')!).value)
    const at = (p: number, y: number) => values[file.rows.findIndex((row) => row.p === p && row.y === y)]
    expect([at(0, 1), at(1, 0)]).toEqual([100, 100])
    expect([at(0, 0), at(1, 1)]).toEqual([Math.exp(-100), Math.exp(-100)])
  })

  test('pt and 1 − pt both follow from the margin to the rounding of a sigmoid', () => {
    // The logarithm of a sigmoid moves no faster than the margin.
    const bound = ({ marginError, clamped }: Sample, want: number) =>
      (SIGMOID * UNIT + marginError) * want + (clamped ? CLAMPED : SMALLEST)
    for (const name of Object.keys(FILES)) {
      const file = readExact(name)
      const misses = samplesOf(file).filter((sample, i) => {
        const [pt, error] = [Number(file.pt[i]), Number(file.one_minus_pt[i])]
        const close = (got: number, want: number) => Math.abs(got - want) <= bound(sample, want)
        return !close(sigmoid(sample.margin), pt) || !close(sigmoid(-sample.margin), error)
      })
      expect(misses, name).toEqual([])
    }
  })
})
