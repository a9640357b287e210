/** Likely label errors, held against what cleanlab says of the same labels and probabilities (fixtures/make_suspicion.py). */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { samples as askSamples } from '../../src/api/samples.ts'
import { lossctl } from '../made/host.ts'
import { scratchFolder } from '../made/scratch.ts'
import { fixture } from '../made/shared.ts'

interface Scored<Cells> {
  readonly labels: Cells
  readonly probs: Cells | readonly (readonly number[])[]
  readonly logits?: readonly (readonly number[])[]
  readonly scores: { readonly self_confidence: Cells; readonly normalized_margin: Cells }
}

const made: {
  readonly softmax: Scored<readonly number[]>
  readonly logits: Scored<readonly number[]>
  readonly binary: Scored<readonly number[]>
  readonly multilabel: Scored<readonly (readonly number[])[]>
} = JSON.parse(readFileSync(fixture('suspicion.json'), 'utf8'))

/** A probability goes through a logit and back, and cleanlab adds 1 to a difference: some units in the last place of 1. */
const ROUNDING = 1e-14
const SUSPICION = { sort: 'suspicion', losses: ['ce'] }

describe('--sort suspicion', () => {
  it.each(['softmax', 'logits'] as const)('ranks %s by the normalised margin of cleanlab', async (kind) => {
    const { labels, probs, logits, scores } = made[kind]
    const { samples, sort } = await askSamples(
      { scores: (logits ?? probs) as number[][], labels, from: logits ? 'logits' : 'probs', task: 'softmax' },
      SUSPICION,
    )
    expect([sort, samples.length]).toEqual(['suspicion', labels.length])
    for (const { row, pt, normalizedMargin } of samples) {
      expect(Math.abs(pt - scores.self_confidence[row])).toBeLessThan(ROUNDING)
      expect(Math.abs(normalizedMargin! - scores.normalized_margin[row])).toBeLessThan(ROUNDING)
    }
    // As theirs, but where theirs are one to rounding.
    const inOrder = samples.map(({ row }) => scores.normalized_margin[row])
    inOrder.slice(1).forEach((score, i) => {
      expect(score).toBeGreaterThan(inOrder[i] - ROUNDING)
    })
  })

  it('ranks two classes, and cells of multi-label data, by pt, which both scores are', async () => {
    const two = await askSamples(
      { scores: made.binary.probs as number[], labels: made.binary.labels, from: 'probs' },
      SUSPICION,
    )
    const cells = await askSamples(
      {
        scores: made.multilabel.probs as number[][],
        labels: made.multilabel.labels as number[][],
        from: 'probs',
        task: 'multilabel',
      },
      SUSPICION,
    )
    for (const { row, pt, normalizedMargin } of two.samples)
      for (const score of Object.values(made.binary.scores)) {
        expect(Math.abs(pt - score[row])).toBeLessThan(ROUNDING)
        expect(Math.abs(normalizedMargin! - score[row])).toBeLessThan(ROUNDING)
      }
    expect(cells.samples).toHaveLength(60)
    for (const { row, label, pt, normalizedMargin } of cells.samples)
      for (const score of Object.values(made.multilabel.scores)) {
        expect(Math.abs(pt - score[row][Number(label)])).toBeLessThan(ROUNDING)
        expect(normalizedMargin).toBe(pt)
      }
    for (const { samples } of [two, cells]) {
      const pts = samples.map(({ pt }) => pt)
      expect(pts).toEqual(pts.toSorted((a, b) => a - b))
    }
  })

  it('is not the order of margins where a model doubts between others', async () => {
    // Self-confidence 0.2 both: but one class is nearly as likely as the label, or far likelier.
    const data = {
      scores: [
        [0.2, 0.21, 0.2, 0.2, 0.19],
        [0.21, 0.79, 0, 0, 0],
      ],
      labels: [0, 0],
      from: 'probs',
      task: 'softmax',
    } as const
    const { samples } = await askSamples(data, SUSPICION)
    expect(samples.map(({ row }) => row)).toEqual([1, 0])
    expect((await askSamples(data, { losses: ['ce'] })).samples.map(({ row }) => row)).toEqual([0, 1])
    expect(samples[1].normalizedMargin).toBeCloseTo((0.2 - 0.21 + 1) / 2, 14)
  })

  it('tells hopeless samples apart, which the formula as it is written rounds to 0', async () => {
    const rows = [50, 45, 60].map((z) => [0, z, 1])
    const { samples } = await askSamples(
      { scores: rows, labels: [0, 0, 0], from: 'logits', task: 'softmax' },
      SUSPICION,
    )
    expect(samples.map(({ row }) => row)).toEqual([2, 0, 1])
    // (pt + 1 - p) / 2 where the third class has e times what the first has.
    expect(samples[0].normalizedMargin! / Math.exp(-60)).toBeCloseTo((1 + 1 + Math.E) / 2, 12)
  })

  const write = scratchFolder()
  it('says what it ranks by, and that predictions should be out of fold', async () => {
    const wine = await lossctl(['samples', fixture('wine.csv'), '--sort', 'suspicion', '--top', '3'])
    expect(wine.stdout).toContain('norm. m')
    expect(wine.stdout).toContain('3 of 178 samples, likely label errors first')
    expect(wine.stdout.replaceAll('\n', ' ')).toContain('take predictions out of fold')
    const csv = await lossctl([
      'samples',
      fixture('wine.csv'),
      '--sort',
      'suspicion',
      '--top',
      '1',
      '-f',
      'csv',
    ])
    expect(csv.stdout).toContain(',normalizedMargin,')
    const { stderr } = await lossctl([
      'samples',
      fixture('wine.csv'),
      '--sort',
      'suspicion',
      '--output',
      write('x.csv', ''),
    ])
    expect(stderr).toContain(
      '--output writes every sample in the order of the rows, so --sort has no meaning',
    )
  })
})
