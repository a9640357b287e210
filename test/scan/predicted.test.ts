/** What a model takes samples for, against a plain argmax over the cells as they stand in the file. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { DiffReport } from '../../src/questions/diff/diff.ts'
import type { SamplesReport } from '../../src/views/layouts/samples.ts'
import { newFolder } from '../made/files.ts'
import { lossctlJson } from '../made/host.ts'
import { fixture } from '../made/shared.ts'
import { uniforms } from '../made/uniforms.ts'

const samplesOf = async (...args: string[]) =>
  (await lossctlJson<SamplesReport>('samples', ...args, '--top', '100000', '--loss', 'ce')).samples

/** pt goes through a logit and back: some units in the last place of 1. */
const ROUNDING = 1e-14

/** The first of the largest, and where it stands. */
function largest(values: readonly number[]): readonly [place: number, value: number] {
  const most = Math.max(...values)
  return [values.indexOf(most), most]
}

const softmax = (z: readonly number[], temperature = 1) => {
  const e = z.map((x) => Math.exp((x - Math.max(...z)) / temperature))
  return e.map((x) => x / e.reduce((sum, y) => sum + y))
}

describe('what a model predicts', () => {
  it('is the likeliest class of softmax probabilities, of equal ones the first, with its probability', async () => {
    const rows = readFileSync(fixture('digits.csv'), 'utf8').trim().split('\n').slice(1)
    for (const { row, predicted, confidence } of await samplesOf(fixture('digits.csv'))) {
      const [place, value] = largest(rows[row].split(',').slice(2).map(Number))
      expect(predicted).toBe(`${place}`)
      expect(Math.abs(confidence - value)).toBeLessThan(ROUNDING)
    }
  })

  const random = uniforms(3)
  const logits = Array.from({ length: 300 }, () => ({
    label: Math.floor(3 * random()),
    // Whole numbers tie often.
    z: [0, 1, 2].map(() => Math.round(6 * random())),
  }))
  const reading = ['--score', 'a,b,c', '--label', 'label', '--class-names', 'x,y,z']
  const write = (rows: readonly (readonly (string | number)[])[]) =>
    newFolder().csv('preds.csv', 'id,a,b,c,label', rows)

  it('is so of logits, at a temperature too, and of rows that are divided by their sum', async () => {
    const file = write(logits.map(({ label, z }, i) => [`r${i}`, ...z, label]))
    const halves = write(
      logits.map(({ label, z }, i) => [`r${i}`, ...softmax(z).map((p) => (p / 2).toFixed(9)), label]),
    )
    for (const [samples, temperature, off] of [
      [await samplesOf(file, ...reading, '--from', 'logits'), 1, ROUNDING],
      [await samplesOf(file, ...reading, '--from', 'logits', '--temperature', '2'), 2, ROUNDING],
      // Nine digits after the point, of probabilities of which the largest is above 1/6.
      [await samplesOf(halves, ...reading, '--from', 'probs', '--renormalize'), 1, 1e-8],
    ] as const)
      for (const { row, predicted, confidence, pt, label } of samples) {
        const p = softmax(logits[row].z, temperature)
        const [place, value] = largest(p)
        expect(predicted).toBe('xyz'[place])
        expect(Math.abs(confidence - value)).toBeLessThan(off)
        if (predicted === label) expect(confidence).toBe(pt)
        expect('xyz'[logits[row].label]).toBe(label)
      }
  })

  it('is the positive class above 1/2, and not at it', async () => {
    const scores = [0.5, 0.5, 0.5000000000000001, 0.49999999999999994, 0, 1]
    const file = newFolder().csv(
      'two.csv',
      'label,prob',
      scores.map((p, i) => [i % 2 ? 'dog' : 'cat', p]),
    )
    const samples = await samplesOf(file, '--class-names', 'cat,dog')
    for (const { row, predicted, confidence } of samples) {
      expect(predicted).toBe(scores[row] > 0.5 ? 'dog' : 'cat')
      expect(Math.abs(confidence - Math.max(scores[row], 1 - scores[row]))).toBeLessThan(ROUNDING)
    }
    const cells = await samplesOf(fixture('multilabel.csv'))
    for (const { predicted, score } of cells) expect(predicted).toBe(score > 0.5 ? 'positive' : 'negative')
    expect(new Set(cells.map(({ predicted }) => predicted)).size).toBe(2)
  })

  it('is told of both models of a diff, row by row and by id', async () => {
    const other = logits.map(({ z, label }, i) => ({ z: [z[1], z[2] + 0.5, z[0] + (i % 3)], label, i }))
    const a = write(logits.map(({ label, z }, i) => [`r${i}`, ...z, label]))
    const rows = other.map(({ z, label, i }) => [`r${i}`, ...z, label])
    for (const b of [write(rows), write(rows.toReversed())]) {
      const { moved } = await lossctlJson<DiffReport>(
        'diff',
        a,
        b,
        ...reading,
        '--from',
        'logits',
        '--top',
        '300',
      )
      expect(moved.length).toBeGreaterThan(200)
      for (const sample of moved) {
        const [ours, theirs] = [logits, other].map((all) => largest(softmax(all[sample.row].z)))
        expect([sample.predictedA, sample.predictedB]).toEqual(['xyz'[ours[0]], 'xyz'[theirs[0]]])
        expect(Math.abs(sample.confidenceA - ours[1])).toBeLessThan(ROUNDING)
        expect(Math.abs(sample.confidenceB - theirs[1])).toBeLessThan(ROUNDING)
      }
    }
    const scenes = fixture('scenes.csv')
    const { moved } = await lossctlJson<DiffReport>('diff', scenes, scenes, '--temperature-b', '2')
    for (const { predictedA, confidenceA, ptA, positive } of moved) {
      expect(confidenceA).toBe(Math.max(ptA, confidenceA))
      expect(predictedA === '1').toBe(positive ? ptA > 0.5 : ptA < 0.5)
    }
  })
})
