/** Files of predictions without the truth, whose labels are nothing but what the scores say: told, and silent about models that are good. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { draws } from '../made/draws.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { createRandom, type Random } from '../made/layouts/random.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()

const softmax = (z: readonly number[]) => {
  const terms = z.map(Math.exp)
  const sum = terms.reduce((a, b) => a + b, 0)
  return terms.map((term) => term / sum)
}

const highest = (p: readonly number[]) => p.indexOf(p.reduce((a, b) => (a < b ? b : a)))

/** Rows of probabilities, as sure as `scale` makes them. */
const drawRows = (random: Random, rows: number, classes: number, scale: number) =>
  Array.from({ length: rows }, () => softmax(Array.from({ length: classes }, () => scale * random.normal())))

/** A class that comes up as often as its probability says. */
function drawClass(random: Random, p: readonly number[]): number {
  let rest = random.next()
  const found = p.findIndex((one) => {
    rest -= one
    return rest < 0
  })
  return found < 0 ? p.length - 1 : found
}

/** In a column for each class, or in one of the class 1. */
function file(probs: readonly (readonly number[])[], labels: readonly number[]): string {
  const isBinary = probs[0].length === 2
  const header = isBinary ? 'prob' : probs[0].map((_, c) => `prob_${c}`).join(',')
  const lines = probs.map((p, i) => `${labels[i]},${isBinary ? p[1] : p.join(',')}\n`)
  return write('following.csv', `label,${header}\n${lines.join('')}`)
}

interface Found {
  readonly results: readonly {
    readonly source: { readonly implausible?: { readonly kind: string; readonly confidence?: number } }
  }[]
}

const implausibleOf = async (path: string) =>
  (await lossctlJson<Found>('compare', path)).results[0].source.implausible

describe('labels that follow the scores', () => {
  it('are told, with how sure the scores are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 2, max: 6 }), async (seed, classes) => {
        const random = createRandom(seed)
        const probs = drawRows(random, 200, classes, 1.5)
        const found = await implausibleOf(file(probs, probs.map(highest)))
        const sure = probs.reduce((sum, p) => sum + p[highest(p)], 0) / probs.length
        expect(found).toMatchObject({ kind: 'following', rows: 200 })
        expect(found!.confidence).toBeCloseTo(sure, 12)
      }),
      { numRuns: draws(60) },
    )
  })

  it('are told of logits as of their probabilities, a thousand classes of them too', async () => {
    for (const classes of [2, 5, 1000]) {
      const random = createRandom(classes)
      const probs = drawRows(random, 120, classes, 1.5)
      const logits = probs.map((p) => p.map((one) => Math.log(one) + 1))
      const header = classes === 2 ? 'logit' : logits[0].map((_, c) => `logit_${c}`).join()
      const cells = logits.map((z, i) => [highest(probs[i]), ...(classes === 2 ? [z[1] - z[0]] : z)].join())
      const found = await implausibleOf(write('logits.csv', `label,${header}\n${cells.join('\n')}\n`))
      const sure = probs.reduce((sum, p) => sum + p[highest(p)], 0) / probs.length
      expect(found).toMatchObject({ kind: 'following', rows: 120 })
      expect(found!.confidence).toBeCloseTo(sure, 12)
    }
  })

  it('are no labels that come up as the probabilities say, nor those of a model that is sure and right', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.integer({ min: 2, max: 6 }),
        fc.integer({ min: 2, max: 400 }),
        fc.constantFrom(0.3, 1, 3, 30),
        async (seed, classes, rows, scale) => {
          const random = createRandom(seed)
          const probs = drawRows(random, rows, classes, scale)
          // Each class is among the last rows, so that all of them are known.
          const drawn = [...probs.map((p) => drawClass(random, p)).slice(0, -classes), ...probs[0].keys()]
          const found = await implausibleOf(file(probs, drawn.slice(-rows)))
          expect(found?.kind).not.toBe('following')
        },
      ),
      { numRuns: draws(60) },
    )
    const random = createRandom(3)
    const sure = drawRows(random, 300, 3, 60)
    expect(await implausibleOf(file(sure, sure.map(highest)))).toBeUndefined()
  })

  it('are asked about in a line, of sketches too', async () => {
    const probs = drawRows(createRandom(5), 120, 4, 1)
    const path = file(probs, probs.map(highest))
    const said = /Implausible: in each of the first 120 rows the label is the class with the highest score/
    expect((await lossctl(['compare', path], { tty: 400 })).stdout).toMatch(said)
    const sketch = write('following.sketch.json', '')
    await lossctl(['sketch', path, '-o', sketch])
    expect((await lossctl(['compare', sketch], { tty: 400 })).stdout).toMatch(said)
  })
})
