import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'
import { fixture } from '../made/shared.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-adjusted-words-'))
const cancer = fixture('breast-cancer.csv')
const rows = join(folder, 'rows.csv')
writeFileSync(rows, 'a,b,c,label\n1,2,3,a\n0,0,1,c\n2,1,0,a\n0,3,1,b\n1,1,0,b\n')

/** The one line of an error, and exit code 2. */
async function refusal(args: readonly string[]): Promise<string> {
  const { code, stderr } = await lossctl(args)
  expect(code).toBe(2)
  return stderr.trim()
}

describe('lists and settings that are not whole', () => {
  it.each(['focal:gamma=1,', 'focal:gamma=1,,2', 'focal:,gamma=1'])('refuses %s', async (loss) => {
    expect(await refusal(['compare', rows, '--loss', loss])).toContain(`"${loss}" has nothing beside a comma`)
  })

  it('takes no setting of bins twice, none of what has no bins, and no quantity of the scores as one of a loss', async () => {
    const saidOf = async (rule: string) =>
      (await lossctl(['check', cancer, '--max', rule, '--loss', 'focal'])).stdout
    expect(await saidOf('ece:bins=10,bins=20=9')).toContain('each\nsaid once')
    expect(await saidOf('brier:bins=3=1')).toContain('brier is of no bins: write it alone')
    expect(await saidOf('focal.ece=1')).toContain('ece is of the scores and of no loss: write ece alone')
  })

  it('says what weights and shares there are', async () => {
    expect(await refusal(['compare', cancer, '--class-weight', '0,0'])).toContain('all class weights are 0')
    expect(await refusal(['compare', cancer, '--class-weight', 'effective:1'])).toBe(
      'error: --class-weight effective:1: it is a number from 0 to 1 - 1e-12, as in effective:0.999',
    )
    expect(await refusal(['calibrate', cancer, '--prior', '1e-300'])).toContain(
      'a share from 1e-9 to 1 - 1e-9',
    )
  })
})

describe('scores that were moved', () => {
  it('take priors in per cent', async () => {
    const meanAt = async (prior: string) =>
      JSON.parse((await lossctl(['compare', cancer, '--priors', prior, '--format', 'json'])).stdout)
        .results[0].losses[0].value
    expect(await meanAt('20%')).toBe(await meanAt('0.2'))
    expect(await refusal(['compare', cancer, '--priors', 'x'])).toContain(
      'a share, as in 0.01 or 1%, or a count',
    )
  })

  it('are so named in charts that stand alone', async () => {
    const [reliability, cdf] = ['reliability.svg', 'cdf.svg'].map((name) => join(folder, name))
    await lossctl(['calibrate', cancer, '--temperature', '2', '--prior', '1%', '-o', reliability])
    // A long line is two.
    expect(readFileSync(reliability, 'utf8').replaceAll(/<\/text><text[^>]*>/g, ' ')).toContain(
      'scores divided by a temperature of 2; as with 1.0 % positive instead of 37.3 % ',
    )
    await lossctl(['curve', '--cdf', cancer, '--temperature', '2', '-o', cdf])
    expect(readFileSync(cdf, 'utf8')).toContain('scores divided by a temperature of 2<')
  })

  it('are what two sketches are said to differ by, before what follows from it', async () => {
    const [a, b] = ['a.json', 'b.json'].map((name) => join(folder, name))
    await lossctl(['sketch', cancer, '--temperature', '2', '--bins', '10', '-o', a])
    await lossctl(['sketch', cancer, '--priors', '0.2', '-o', b])
    const { code, stderr } = await lossctl(['merge', a, b, '-o', join(folder, 'c.json')])
    expect([code, stderr]).toEqual([
      3,
      `error: ${b}: does not go together with ${a}: its scores are moved by 1 × the logits of priors 0.2, not divided by a temperature of 2\n`,
    ])
  })

  it('of softmax rows are moved by logarithms', async () => {
    const { stdout } = await lossctl(['compare', rows, '--from', 'logits', '--priors', '1,2,2'])
    expect(stdout.replaceAll('\n', ' ')).toContain('moved by 1 × the logarithms of priors 0.2, 0.4, 0.4')
  })
})

it('tells in diff by how much the calibration of softmax scores moves, where check holds it', async () => {
  const [a, b] = [fixture('digits.csv'), fixture('digits-units.csv')]
  const accuracyOf = (path: string) => {
    const rows = readFileSync(path, 'utf8').trim().split('\n').slice(1)
    const right = rows.filter((row) => {
      const [label, ...scores] = row.split(',').slice(1).map(Number)
      return scores.indexOf(scores.reduce((most, score) => (score > most ? score : most))) === label
    })
    return right.length / rows.length
  }
  const { stdout: told } = await lossctl(['diff', a, b, '--quantity', 'accuracy', '-f', 'json'])
  const [moved] = JSON.parse(told).calibration
  expect([moved.name, moved.a, moved.b]).toEqual(['accuracy', accuracyOf(a), accuracyOf(b)])
  expect(moved.difference).toBeCloseTo(accuracyOf(b) - accuracyOf(a), 14)
  const { code, stdout } = await lossctl(['check', b, '--baseline-preds', a, '--max-increase', 'accuracy=0'])
  expect([code, stdout.includes('accuracy')]).toEqual([1, true])
})
