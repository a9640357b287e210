/** Ways out of a refusal that are printed are right, each for what it says: pasted, they give the mean that the definition gives. */
import { describe, expect, it } from 'vitest'
import { lossctl, lossctlJson } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { printedCe } from '../made/printed-ce.ts'
import { advisedFlags } from '../made/remedies.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const random = createRandom(4)
const N = 60
const Y = Array.from({ length: N }, (_, i) => (i < 2 ? i : Number(random.chance(0.45))))
const scoresOf = (labels: readonly number[]) =>
  labels.map((y) => Number((1 / (1 + Math.exp(-1.2 * (2 * y - 1) - random.normal()))).toFixed(6)))
/** Of the label 1, by two models. */
const [P, Q] = [scoresOf(Y), scoresOf(Y)]
const restOf = (scores: readonly number[]) => scores.map((p) => 1 - p)
const meanOf = (scores: readonly number[], labels = Y) =>
  scores.reduce((sum, p, i) => sum - Math.log(labels[i] === 1 ? p : 1 - p), 0) / N

type Cells = readonly (string | number)[]

function writeColumns(columns: Readonly<Record<string, Cells>>): string {
  const all = Object.values(columns)
  const rows = all[0].map((_, row) => all.map((cells) => cells[row]).join(','))
  return write('preds.csv', `${Object.keys(columns).join(',')}\n${rows.join('\n')}\n`)
}

interface Difference {
  readonly losses: readonly { readonly meanA: number; readonly meanB: number }[]
}

async function refusalOf(...words: readonly string[]): Promise<string> {
  const { code, stderr } = await lossctl(words)
  expect(code).toBe(3)
  return stderr
}

const IDS = P.map((_, i) => `m${i}`)

describe('two columns that are numbered from 1 beside labels from 0', () => {
  it.each([
    ['first', P, '1,0'],
    ['second', restOf(P), '0,1'],
  ])('may be either, and the %s that goes with the label 1 is named first', async (_, one, names) => {
    const path = writeColumns({ id: IDS, target: Y, win_prob_1: one, win_prob_2: restOf(one) })
    const refusal = await refusalOf('compare', path)
    expect(refusal).toContain('it is unclear which is the score of the label 1')
    const [likely, other] = advisedFlags(refusal)
    expect(likely).toEqual(['--class-names', names])
    expect(await printedCe(path, ...likely)).toBeCloseTo(meanOf(P), 9)
    expect(await printedCe(path, ...other)).toBeCloseTo(meanOf(restOf(P)), 9)
  })

  const weak = [1, 2].map(() => scoresOf(Y.map(() => Number(random.chance(0.5)))))
  it.each([
    ['p1', P, Q, 1],
    ['p2', restOf(P), restOf(Q), 1],
    ['either, where none is plainly lower', weak[0], weak[1], 2],
  ])('of two models are compared by those of the same class: %s', async (side, one, two, count) => {
    const path = writeColumns({
      ...{ id: IDS, target: Y, implied_prob_p1: one, implied_prob_p2: restOf(one) },
      ...{ model_prob_p1: two, model_prob_p2: restOf(two) },
    })
    const refusal = await refusalOf('compare', path)
    const ways = [...refusal.matchAll(/--score (\S+) --score-b (\S+) if "(\S+)" is that of the label 1/g)]
    expect(ways).toHaveLength(count)
    if (count === 1) expect(ways[0][1]).toBe(`implied_prob_${side}`)
    for (const [, score, other, named] of ways) {
      expect(named).toBe(score)
      const words = ['diff', path, '--score', score, '--score-b', other, '--loss', 'ce']
      const { losses } = await lossctlJson<Difference>(...words)
      const means = [one, two].map((scores) => meanOf(score.endsWith('1') ? scores : restOf(scores)))
      expect(losses[0].meanA).toBeCloseTo(means[0], 9)
      expect(losses[0].meanB).toBeCloseTo(means[1], 9)
    }
  })
})

it('asks which of two columns in words is that of the label 1, where all labels are 1', async () => {
  const all = Y.map(() => 1)
  const p = scoresOf(all)
  const path = writeColumns({ y_true: all, p_approve: p, p_reject: restOf(p) })
  const [likely, other] = advisedFlags(await refusalOf('compare', path))
  expect(await printedCe(path, ...likely)).toBeCloseTo(meanOf(p, all), 9)
  expect(await printedCe(path, ...other)).toBeCloseTo(meanOf(restOf(p), all), 9)
})

it('takes the one label for the contrary of what the score is named for, and for nothing else', async () => {
  const none = Y.map(() => 0)
  const p = scoresOf(none)
  const path = writeColumns({ id: IDS, true_label: none.map(() => 'benign'), malignant_probability: p })
  const [way] = advisedFlags(await refusalOf('compare', path))
  expect(await printedCe(path, ...way)).toBeCloseTo(meanOf(p, none), 9)
  const [turned] = advisedFlags(await refusalOf('compare', path, '--class-names', 'OTHER,benign'))
  expect(await printedCe(path, ...turned)).toBeCloseTo(meanOf(p, none), 9)
})

it('offers percentages where cells of a rare class show late that they are some', async () => {
  const percent = Y.map((y, i) => (y === 1 ? 95 + P[i] : P[i] / 2))
  const order = [...Y.keys()].sort((a, b) => Y[a] - Y[b]).slice(0, 44)
  const columns = {
    id: order,
    is_fraud: order.map((i) => Y[i]),
    fraud_probability: order.map((i) => percent[i]),
  }
  const path = writeColumns(columns)
  const refusal = await refusalOf('compare', path)
  expect(refusal).not.toContain('logits')
  const right =
    order.reduce((sum, i) => sum - Math.log(Math.abs(1 - Y[i] - percent[i] / 100)), 0) / order.length
  expect(await printedCe(path, '--from', 'percent')).toBeCloseTo(right, 9)
  expect(refusal).toContain('if the column holds percentages, say --from percent')
})
