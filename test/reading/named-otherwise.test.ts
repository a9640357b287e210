/** Scores that are lower for the label 1, by what they are called: those of something else than the label are asked about. */
import { describe, expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { printedCe } from '../made/printed-ce.ts'
import { advisedFlags } from '../made/remedies.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const random = createRandom(8)
const N = 144
const Y = Array.from({ length: N }, (_, i) => (i < 2 ? i : Number(random.chance(0.45))))
/** That of the label 1, and what it leaves. */
const P = Y.map((y) => Number((1 / (1 + Math.exp(-1.5 * (2 * y - 1) - 1.3 * random.normal()))).toFixed(6)))
const REST = P.map((p) => Number((1 - p).toFixed(6)))

const meanOf = (scores: readonly number[], rows = N) =>
  scores.slice(0, rows).reduce((sum, p, i) => sum - Math.log(Y[i] === 1 ? p : 1 - p), 0) / rows

function writeFile(score: string, scores: readonly number[], rows = N, label = 'label'): string {
  const lines = scores.slice(0, rows).map((p, i) => `m${i},${Y[i]},${p}\n`)
  return write('preds.csv', `id,${label},${score}\n${lines.join('')}`)
}

async function expectQuestion(path: string, rows = N): Promise<void> {
  const { code, stderr } = await lossctl(['compare', path])
  expect(code).toBe(3)
  expect(stderr).toContain('is lower where the label is 1, as if it were that of the other class')
  const [ofNegative, ofPositive] = advisedFlags(stderr)
  expect(await printedCe(path, ...ofNegative)).toBeCloseTo(meanOf(P, rows), 9)
  expect(await printedCe(path, ...ofPositive)).toBeCloseTo(meanOf(REST, rows), 9)
}

describe('a score that is lower for the label 1', () => {
  it.each([
    'p_nonfraud',
    'p_nontoxic',
    'p_irrelevant',
    'p_licit',
    'p_wildtype',
    'p_susceptible',
    'p_disagree',
    'p_away',
    'healthy_score',
  ])('is asked about when it is called %s', async (name) => {
    await expectQuestion(writeFile(name, REST))
  })

  it.each(['p_nonfraud', 'p_nontoxic', 'p_licit', 'p_wildtype'])('and %s in few rows too', async (name) => {
    await expectQuestion(writeFile(name, REST, 12), 12)
  })

  it.each([
    'score',
    'prob',
    'p1',
    'model_a_score',
    'lr_proba',
    'resnet50_score',
    'prob_new',
    'oof',
  ])('is taken as it is, and called implausible, when it is called %s', async (name) => {
    const path = writeFile(name, REST)
    expect(await printedCe(path)).toBeCloseTo(meanOf(REST), 9)
    expect((await lossctl(['compare', path])).stdout).toContain('Implausible')
  })

  it('is taken as it is when it is named for the label', async () => {
    expect(await printedCe(writeFile('p_fraud', REST, N, 'is_fraud'))).toBeCloseTo(meanOf(REST), 9)
  })
})

it.each([
  'p_nonfraud',
  'p_licit',
  'p_susceptible',
  'p_away',
])('%s that is higher for the label 1 is its score', async (name) => {
  expect(await printedCe(writeFile(name, P))).toBeCloseTo(meanOf(P), 9)
})
