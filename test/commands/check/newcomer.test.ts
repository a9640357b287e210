/** What a check says to somebody who has no baseline yet, and rules that name losses of their own. */
import { copyFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { baseline, check } from '../../../src/api/check.ts'
import { lossctl } from '../../made/host.ts'
import { wordsOf } from '../../made/paste.ts'
import { fixture } from '../../made/shared.ts'

const [scenes, digits, units] = ['scenes.csv', 'digits.csv', 'digits-units.csv'].map(fixture)
const newFolder = () => mkdtempSync(join(tmpdir(), 'lossctl-newcomer-'))
const SPEC = 'focal:alpha=0.25,gamma=3'

interface Answer {
  readonly findings: readonly {
    readonly rule: string
    readonly verdict: string
    readonly value: number
    readonly baseline: number
    readonly note: string
  }[]
}

async function findingsOf(...args: string[]): Promise<Answer['findings']> {
  return (JSON.parse((await lossctl(['check', ...args, '--format', 'json'])).stdout) as Answer).findings
}

/** Pastes the command that a refusal ends in, with predictions in the place of what stands for them. */
async function paste(stderr: string, predictions: string): Promise<number> {
  const words = wordsOf(/lossctl check .*$/m.exec(stderr)![0])
  expect(words[2]).toMatch(/^BEFORE\./)
  return (await lossctl([words[1], predictions, ...words.slice(3)])).code
}

describe('a rule that names a loss', () => {
  it('adds it by itself, of predictions, a baseline and its predictions', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => [((i * 7) % 18) / 20 + 0.02, i % 3 === 0 ? 1 : 0])
    const folder = newFolder()
    const [now, before, saved] = ['now.csv', 'before.csv', 'before.json'].map((name) => join(folder, name))
    const text = (shift: number) =>
      `score,label\n${rows.map(([p, y]) => `${(p + shift).toFixed(2)},${y}`).join('\n')}\n`
    writeFileSync(now, text(0.05))
    writeFileSync(before, text(0))
    await lossctl(['check', before, '--save-baseline', saved])
    const mean = (shift: number) =>
      rows.reduce((sum, [p, y]) => {
        const pt = y === 1 ? p + shift : 1 - p - shift
        return sum - (y === 1 ? 0.25 : 0.75) * (1 - pt) ** 3 * Math.log(pt)
      }, 0) / rows.length
    const rule = ['--max-increase', `${SPEC}.mean=500%`]
    for (const against of [
      ['--baseline', saved],
      ['--baseline-preds', before],
    ]) {
      const [{ verdict, value, baseline }] = await findingsOf(now, ...rule, ...against)
      expect(verdict).not.toBe('cannot compare')
      expect(Math.abs(value / mean(0.05) - 1)).toBeLessThan(1e-11)
      expect(Math.abs(baseline / mean(0) - 1)).toBeLessThan(1e-11)
    }
    const asked = { rules: [`max ${SPEC}.mean=1`] }
    const [{ value }] = (await check(now, asked)).findings
    expect(Math.abs(value! / mean(0.05) - 1)).toBeLessThan(1e-11)
    const made = { baseline: { losses: expect.arrayContaining([SPEC]) } }
    expect(await baseline(now, { rules: asked.rules })).toMatchObject(made)
  })

  it('leaves to a name alone what it means without that rule', async () => {
    const rules = [`${SPEC}.mean=9`, 'focal.mean=9', 'gce:q=0.5.mean=9', 'gce.mean=9', 'gce:q=0.7.mean=9']
    const found = await findingsOf(scenes, ...rules.flatMap((rule) => ['--max', rule]))
    expect(found.map(({ verdict }) => verdict)).toEqual(rules.map(() => 'passed'))
    const [own] = await findingsOf(scenes, '--max', 'focal.mean=9')
    expect(found[1].value).toBe(own.value)
    expect(found[0].value).not.toBe(own.value)
    expect(found[3].value).toBe(found[4].value)
    expect(found[2].value).not.toBe(found[3].value)
  })

  it('is asked for all parameters beside a list of one that it leaves open', async () => {
    const args = [scenes, '--alpha', '0.25', '--gamma', '1,2']
    const [{ verdict, note }] = await findingsOf(...args, '--max', 'focal:gamma=3.mean=1')
    expect([verdict, note]).toEqual([
      'cannot compare',
      expect.stringContaining('; write focal:alpha=none,gamma=3, with all of its parameters'),
    ])
    const [full] = await findingsOf(...args, '--max', 'focal:alpha=none,gamma=3.mean=1')
    expect(full.verdict).toBe('passed')
  })

  it('says what is wrong with its settings', async () => {
    const [{ note }] = await findingsOf(scenes, '--max', 'focal:gama=3.mean=1')
    expect(note).toMatch(/^focal has no parameter "gama"; it has alpha, gamma/)
  })

  it.each([
    ['flsd.mean', 'is not parted at a margin', 'flsd'],
    [
      'label-smooth:smoothing=0.2.mean',
      'needs the probabilities of all classes',
      'label-smooth:smoothing=0.2',
    ],
    // Without a factor for each class the same file had changed.
    [
      'focal:alpha=1,1,1,1,1,1,1,1,1,2.mean',
      'does not keep its classes apart',
      'focal:alpha=1,1,1,1,1,1,1,1,1,2,gamma=2',
    ],
  ])('is told what its baseline lacks, and how to save it anew: %s', async (quantity, lack, spec) => {
    const saved = join(newFolder(), 'main.json')
    await lossctl(['check', digits, '--save-baseline', saved])
    const args = ['check', digits, '--baseline', saved, '--max-increase', `${quantity}=0`]
    const { code, stderr } = await lossctl(args)
    expect([code, stderr]).toEqual([3, expect.stringContaining(lack)])
    expect(stderr).toContain(`--loss ${spec} --save-baseline`)
    expect(await paste(stderr, digits)).toBe(0)
    expect((await lossctl(args)).code).toBe(0)
  })
})

describe('where there is no baseline', () => {
  it('advises to make a missing one of other predictions, with no option that says nothing', async () => {
    const folder = newFolder()
    const [saved, preds] = [join(folder, 'none.json'), join(folder, 'preds.csv')]
    copyFileSync(units, preds)
    const args = ['check', preds, '--baseline', saved, '--max-increase', 'focal.mean=2%']
    const { stderr } = await lossctl(args)
    expect(stderr).toContain(`: lossctl check BEFORE.csv --save-baseline ${saved}\n`)
    expect(await paste(stderr, digits)).toBe(0)
    expect((await lossctl(args)).code).not.toBe(3)
    expect(existsSync(saved)).toBe(true)
  })

  it('says a threshold and --unchecked where a configuration has others', async () => {
    const folder = newFolder()
    const [config, saved] = ['c.json', 'none.json'].map((name) => join(folder, name))
    writeFileSync(config, JSON.stringify({ rules: ['max-increase ce.mean=1'], threshold: 0.3 }))
    const { stderr } = await lossctl(['check', scenes, '--config', config, '--baseline', saved])
    expect(stderr).toContain(`BEFORE.csv --threshold 0.3 --save-baseline ${saved} --unchecked\n`)
  })

  it('names both ways to give one', async () => {
    const [{ note }] = await findingsOf(scenes, '--max-increase', 'ce.mean=0')
    expect(note).toMatch(/^there is no baseline: say --baseline-preds .* or --baseline .*--save-baseline/)
  })

  it('begins with the baseline that it has written, and says of what', async () => {
    const saved = join(newFolder(), 'main.json')
    const { stdout } = await lossctl(['check', scenes, '--save-baseline', saved])
    const words = stdout.split('\n\n')[0].replaceAll('\n', ' ')
    expect(words).toBe(`The baseline ${saved} is written, of ${scenes}; no rule was checked.`)
    expect(readFileSync(saved, 'utf8')).toContain('"baseline"')
  })
})
