import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { baseline, type CheckQuestion, check } from '../../../src/index.ts'
import { lossctl } from '../../made/host.ts'
import { fixture } from '../../made/shared.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A sample: its logit, the truth, its image. */
interface Sample {
  readonly z: number
  readonly y: number
  readonly image: number
}

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z))
const sum = (terms: readonly number[]) => terms.reduce((a, b) => a + b, 0)
const crossEntropy = ({ z, y }: Sample) => Math.log1p(Math.exp(y === 1 ? -z : z))

/** The textbook formulas, sample by sample. */
const diceOf = (samples: readonly Sample[]) =>
  1 - (2 * sum(samples.map(({ z, y }) => sigmoid(z) * y))) / sum(samples.map(({ z, y }) => sigmoid(z) + y))
const ohemOf = (samples: readonly Sample[], keep: number) => {
  const kept = samples
    .map(crossEntropy)
    .sort((a, b) => b - a)
    .slice(0, Math.floor(keep * samples.length))
  return sum(kept) / kept.length
}

/** A generator of doubles in [0, 1) that needs no library. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** The labels are the same for any slope: two models of the same samples. */
function samplesOf(slope: number): readonly Sample[] {
  const random = generator(3)
  return Array.from({ length: 900 }, (_, i) => {
    const x = 4 * (random() - 0.5)
    return { z: slope * x, y: random() < sigmoid(x) ? 1 : 0, image: i % 3 }
  })
}

function dataOf(samples: readonly Sample[]) {
  return {
    scores: samples.map(({ z }) => z),
    labels: samples.map(({ y }) => y),
    slices: samples.map(({ image }) => `image ${image}`),
    from: 'logits',
  } as const
}

const [now, before] = [samplesOf(2), samplesOf(1)]
const data = dataOf(now)

/** 900 terms of doubles below 10, summed by others: 1e-12 of the larger of the value and 1. */
function expectNear(got: number | null | undefined, want: number): void {
  expect(Math.abs(got! - want)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(want)))
}

const ask = (question: CheckQuestion) => check(data, question)

describe('rules about losses of sets', () => {
  it('hold the whole file as one batch', async () => {
    const rules = [
      'max dice=0.9',
      'max ohem:keep=0.1=0.01',
      'min tversky:alpha=0.5,beta=0.5=0.1',
      'max ghm=9',
    ]
    const { findings, verdict } = await ask({ rules })
    expectNear(findings[0].value, diceOf(now))
    expectNear(findings[1].value, ohemOf(now, 0.1))
    expectNear(findings[2].value, diceOf(now))
    expect(findings.map((one) => one.verdict)).toEqual(['passed', 'regressed', 'passed', 'passed'])
    expect(verdict).toBe('regressed')
  })

  it('hold each part as a batch of its own', async () => {
    const { findings } = await ask({ rules: ['max dice=0.9', 'max ohem:keep=0.1=9'], by: 'slice' })
    const images = [0, 1, 2].map((image) => now.filter((one) => one.image === image))
    expect(findings.map(({ slice }) => slice)).toEqual([0, 1, 2, 0, 1, 2].map((image) => `image ${image}`))
    for (const [i, samples] of images.entries()) {
      expectNear(findings[i].value, diceOf(samples))
      expectNear(findings[3 + i].value, ohemOf(samples, 0.1))
    }
  })

  it('hold each class of multi-label data, and the mean over them', async () => {
    const scores = now.map(({ z }, i) => [z, before[i].z])
    const labels = now.map(({ y }, i) => [y, 1 - before[i].y])
    const both = { scores, labels, from: 'logits', task: 'multilabel' } as const
    const classes = [now, before.map((one) => ({ ...one, y: 1 - one.y }))]
    const rules = ['max dice=0.9', 'max ohem=9']
    const whole = (await check(both, { rules })).findings
    expectNear(whole[0].value, (diceOf(classes[0]) + diceOf(classes[1])) / 2)
    expectNear(whole[1].value, ohemOf(classes.flat(), 0.25))
    const apart = (await check(both, { rules, by: 'class' })).findings
    for (const [i, samples] of classes.entries()) {
      expectNear(apart[i].value, diceOf(samples))
      expectNear(apart[2 + i].value, ohemOf(samples, 0.25))
    }
  })

  it('hold softmax rows, each class against the others, and their change from predictions', async () => {
    const scores = now.map(({ z }, i) => [z, before[i].z, 0.5])
    const labels = now.map(({ y }, i) => (i % 5 === 0 ? 2 : y))
    const rows = { scores, labels, from: 'logits', task: 'softmax' } as const
    const classesOf = (logits: readonly (readonly number[])[]) => {
      const probabilities = logits.map((row) => {
        const powers = row.map(Math.exp)
        return powers.map((power) => power / sum(powers))
      })
      return [0, 1, 2].map((k) => {
        const hit = sum(probabilities.map((row, i) => (labels[i] === k ? row[k] : 0)))
        return 1 - (2 * hit) / sum(probabilities.map((row, i) => row[k] + (labels[i] === k ? 1 : 0)))
      })
    }
    const classes = classesOf(scores)
    const [whole] = (await check(rows, { rules: ['max dice=1'] })).findings
    expectNear(whole.value, sum(classes) / 3)
    const apart = (await check(rows, { rules: ['max dice=1'], by: 'class' })).findings
    for (const [k, want] of classes.entries()) expectNear(apart[k].value, want)
    const saved = await baseline(rows, { rules: ['max dice=1'] })
    const asked = { rules: ['max-increase dice=1', 'max ce.mean=9'], baseline: saved }
    const [change] = (await check(rows, asked)).findings
    expect([change.verdict, change.note]).toEqual([
      'cannot compare',
      'dice of softmax scores is of all classes of each row, which no baseline holds: give its predictions with --baseline-preds in place of --baseline',
    ])
    const other = scores.map(([a, b, c]) => [a / 2, b + 0.3, c])
    const pairs = { rules: ['max-increase dice=1'], baselinePredictions: { ...rows, scores: other } }
    const [paired] = (await check(rows, pairs)).findings
    const then = classesOf(other)
    expectNear(paired.value, sum(classes) / 3)
    expectNear(paired.baseline, sum(then) / 3)
    expectNear(paired.worse, (sum(classes) - sum(then)) / 3)
    const each = (await check(rows, { ...pairs, by: 'class' })).findings
    for (const [k, want] of then.entries()) expectNear(each[k].baseline, want)
    const weighted = { ...rows, weights: labels.map((y) => 1 + y) }
    await expect(check(weighted, pairs)).rejects.toThrow('so that losses of sets of softmax scores cannot be')
    const sliced = check({ ...rows, slices: labels.map((y) => `part ${y % 2}`) }, { ...pairs, by: 'slice' })
    await expect(sliced).rejects.toThrow(
      'the slice of a pair is that of its row here, and softmax rows of the other file',
    )
  })

  it('measure a change from a baseline, which is taken as it is', async () => {
    const saved = await baseline(dataOf(before), { rules: ['max ghm=1'] })
    const rules = ['max-increase dice=0', 'max-increase ghm=0', 'max-decrease dice=0.001']
    const { findings } = await ask({ rules, baseline: saved })
    expectNear(findings[0].baseline, diceOf(before))
    expectNear(findings[0].worse, diceOf(now) - diceOf(before))
    const falls = diceOf(now) < diceOf(before)
    expect(findings[0].verdict).toBe(falls ? 'improved' : 'regressed')
    expect(findings[0].note).toBe('no standard error is known for it')
    expect(findings[1].baseline).toBeGreaterThan(0)
    expect(findings[2].verdict).toBe(falls ? 'regressed' : 'improved')
  })

  it('measure a change from the predictions of the baseline, the hardest samples one by one', async () => {
    const rules = ['max-increase ohem:keep=0.1=5', 'max-increase dice=1']
    for (const by of [null, 'slice'] as const) {
      const { findings } = await ask({ rules, baselinePredictions: dataOf(before), by })
      const images = by ? [0, 1, 2] : [null]
      const of = (samples: readonly Sample[], image: number | null) =>
        samples.filter((one) => image === null || one.image === image)
      for (const [i, image] of images.entries()) {
        expectNear(findings[i].value, ohemOf(of(now, image), 0.1))
        expectNear(findings[i].baseline, ohemOf(of(before, image), 0.1))
        expectNear(findings[images.length + i].baseline, diceOf(of(before, image)))
      }
    }
  })
})

it('labels of another data set are seen where a baseline has its classes together', async () => {
  const rows = { scores: now.map(({ z }) => [z, z]), from: 'logits', task: 'multilabel' } as const
  const saved = await baseline({ ...rows, labels: now.map(({ y }) => [y, y]) })
  const others = { ...rows, labels: now.map(({ y }, i) => [y, i === 0 ? 1 - y : y]) }
  const asked = check(others, { rules: ['max dice=1', 'max-increase ce.mean=1'], baseline: saved })
  await expect(asked).rejects.toThrow('its labels are others')
})

describe('rules about losses of sets that cannot be held', () => {
  const noteOf = async (question: CheckQuestion, of: Parameters<typeof check>[0] = data) => {
    const { findings } = await check(of, question)
    expect(findings.map(({ verdict }) => verdict)).toEqual(findings.map(() => 'cannot compare'))
    return findings[0].note
  }

  it('say between what a baseline knows the hardest samples', async () => {
    const rules = ['max-increase ohem:keep=0.1=1']
    const note = await noteOf({ rules, baseline: await baseline(dataOf(before)) })
    const [, low, high] = /lies between ([\d.]+) and ([\d.]+), since/.exec(note)!
    // Four digits are shown.
    const want = ohemOf(before, 0.1)
    expect(Number(low)).toBeLessThanOrEqual(want * (1 + 1e-3))
    expect(Number(high)).toBeGreaterThanOrEqual(want * (1 - 1e-3))
    expect(note).toMatch(/give its predictions with --baseline-preds in place of --baseline$/)
  })

  it('say what a sketch lacks, and the way out is one', async () => {
    const path = join(folder, 'labels.sketch.json')
    const rule = ['--max', 'dice=1', '--max', 'ghm=9']
    await lossctl(['sketch', fixture('multilabel.csv'), '-o', path])
    const refused = await lossctl(['check', path, ...rule])
    expect(refused.code).toBe(3)
    expect(refused.stdout.replace(/\s+/g, ' ')).toContain(
      'dice takes each class as a batch, and the sketch has all classes together: check the predictions, or sketch them with --by class',
    )
    expect(refused.stdout.replace(/\s+/g, ' ')).toContain('or sketch them with --bins 10')
    await lossctl(['sketch', fixture('multilabel.csv'), '-o', path, '--by', 'class', '--bins', '10'])
    expect((await lossctl(['check', path, ...rule])).code).toBe(0)
  })

  it('say what a baseline lacks, and the way out is one', async () => {
    const [path, file] = [join(folder, 'main.json'), fixture('multilabel.csv')]
    const rule = ['--max-increase', 'dice=0']
    await lossctl(['check', file, '--save-baseline', path])
    const refused = await lossctl(['check', file, '--baseline', path, ...rule])
    expect(refused.code).toBe(3)
    expect(refused.stdout.replace(/\s+/g, ' ')).toContain('save it again with this rule')
    const saved = await lossctl(['check', file, '--save-baseline', path, '--max', 'dice=1'])
    expect(saved.code).toBe(0)
    expect((await lossctl(['check', file, '--baseline', path, ...rule])).code).toBe(0)
  })

  it('name the reason: softmax, one class of two, a batch without positives, a parameter that is none', async () => {
    const softmax = { scores: [[1, 2, 3]], labels: [0], from: 'logits' } as const
    expect(await noteOf({ rules: ['max ghm=1'] }, softmax)).toMatch(
      /^ghm is for binary and multilabel scores/,
    )
    expect(await noteOf({ rules: ['max dice=1'], by: 'class' })).toMatch(/leave --by out$/)
    const negatives = { scores: [1, 2, 3], labels: [0, 0, 0], from: 'logits' } as const
    expect(await noteOf({ rules: ['max aucm=1'] }, negatives)).toBe(
      'there is no aucm, since there are no positives, or no negatives',
    )
    const both = { scores: [1, -2], labels: [1, 0], from: 'logits' } as const
    expect(await noteOf({ rules: ['max ohem-thresh:thresh=1e-9=1'] }, both)).toBe(
      'there is no ohem-thresh:thresh=1e-9, since no pt is below thresh',
    )
    const silent = { scores: [-800, -800], labels: [0, 0], from: 'logits' } as const
    expect(await noteOf({ rules: ['max dice=1'] }, silent)).toBe(
      'there is no dice, since nothing is positive and nothing is said to be',
    )
    expect(await noteOf({ rules: ['max dice:smoth=1=0.5'] })).toBe('dice has no parameter "smoth"')
    await expect(noteOf({ rules: ['max dise=1'] })).rejects.toThrow(/did you mean dice\?$/)
  })
})
