/** The only column that may hold the labels, told by its name or by probabilities that go with it. */
import { describe, expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'
import { printedCe } from '../made/printed-ce.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const N = 60
const P = Array.from({ length: N }, (_, i) => 0.02 + ((i * 37) % N) / (N + 3))
const Y = P.map((p, i) => (p + ((i * 7) % 11) / 11 > 1 ? 1 : 0))
const meanOf = (p: readonly number[], y: readonly number[]) =>
  p.reduce((sum, one, i) => sum - Math.log(y[i] === 1 ? one : 1 - one), 0) / p.length
const mean = meanOf(P, Y)

type Row = (i: number) => readonly (string | number)[]
const csv = (header: string, row: Row, rows = N) =>
  write('preds.csv', `${header}\n${Array.from({ length: rows }, (_, i) => row(i).join(',')).join('\n')}\n`)
const asked = async (path: string) => (await lossctl(['compare', path])).stderr

describe('rows that are sorted by their labels', () => {
  const ROWS = 1500
  const p = (i: number) => 0.01 + ((i * 37) % ROWS) / (ROWS + 99)
  const y = (i: number) => Number(i >= 1200)
  const right = meanOf(
    Array.from({ length: ROWS }, (_, i) => p(i)),
    Array.from({ length: ROWS }, (_, i) => y(i)),
  )

  it.each(['is_fraud', 'fraud', 'actual_fraud'])('have them in %s', async (name) => {
    const path = csv(
      `ts,channel,${name},fraud_probability,decision`,
      (i) => [i * 7, ['atm', 'web', 'pos'][i % 3], y(i), p(i), 'ALLOW'],
      ROWS,
    )
    expect(await printedCe(path)).toBeCloseTo(right, 10)
  })

  it('have words under a name for truth', async () => {
    const word = (i: number) => (y(i) === 1 ? 'resistant' : 'susceptible')
    const path = csv('id,true_phenotype,p_resistant,call', (i) => [i, word(i), p(i), word(i * 7)], ROWS)
    expect(await printedCe(path)).toBeCloseTo(right, 10)
  })
})

describe('the only column of 0 and 1', () => {
  const header = 'test_name,clinical_action,raw_probability'
  const row: Row = (i) => [['glucose', 'creatinine'][i % 2], Y[i], P[i]]

  it('holds the labels where probabilities go with it and add up to as many', async () => {
    // As many are positive as probabilities say: more than chance from them would be another thing.
    expect(Math.abs(P.reduce((sum, p, i) => sum + p - Y[i], 0))).toBeLessThan(8)
    expect(await printedCe(csv(header, row))).toBeCloseTo(mean, 10)
    expect((await lossctl(['inspect', csv(header, row)])).stdout).toContain(
      'labels are "clinical_action", the only one of 0 and 1 that scores go with',
    )
  })

  it.each<readonly [string, string, Row]>([
    ['where no score goes with it', header, (i) => ['a', i % 2, P[i]]],
    ['where probabilities add up to others', header, (i) => ['a', Y[i], P[i] / 9]],
    ['where a score decides it', header, (i) => ['a', Number(P[i] >= 0.5), P[i]]],
    ['where it is lower', header, (i) => ['a', Y[i], 1 - P[i]]],
    ['beside another', 'treated_at,clinical_action,raw_probability', (i) => [1 - Y[i], Y[i], P[i]]],
    ['that is called a flag', 'test_name,has_kidney,raw_probability', row],
  ])('is asked about %s', async (_, names, rows) => {
    expect(await asked(csv(names, rows))).toContain('it is unclear which column holds the labels')
  })
})
