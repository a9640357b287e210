/** Commands that a comparison advises: they ask the same of the same samples. */
import { describe, expect, it } from 'vitest'
import { lossctl, lossctlJson } from '../made/host.ts'
import { scratchFolder } from '../made/scratch.ts'
import { fixture } from '../made/shared.ts'

const write = scratchFolder()

const scenes = fixture('scenes.csv')
const digits = fixture('digits.csv')

/** The words behind `lossctl` in the last line of an answer. */
async function advised(...args: string[]): Promise<string[]> {
  const { stdout, stderr } = await lossctl(args)
  expect(stderr).toBe('')
  return /^ {2}lossctl (.*)$/m.exec(stdout)?.[1].split(' ') ?? []
}

interface Compared {
  readonly results: readonly {
    readonly reduction: string
    readonly threshold: number
    readonly losses: readonly { readonly spec: string; readonly value: number }[]
  }[]
}

describe('the command that a comparison advises', () => {
  it.each([
    ['positives', []],
    ['sum', ['--alpha', '0.25', '--threshold', '0.3']],
  ])('reduces as it does itself: %s', async (reduction, more) => {
    const asked = ['compare', scenes, '--reduction', reduction, ...more]
    const words = await advised(...asked)
    expect(words.slice(0, 2)).toEqual(['compare', scenes])
    const [own, other] = await Promise.all([asked, words].map((args) => lossctlJson<Compared>(...args)))
    const [a, b] = [own, other].map(({ results: [first] }) => first)
    expect([b.reduction, b.threshold]).toEqual([a.reduction, a.threshold])
    const known = a.losses.filter(({ spec }) => /^focal:/.test(spec))
    expect(known).toHaveLength(1)
    // What was asked for is one of the settings.
    for (const { spec, value } of known) expect(b.losses.find((one) => one.spec === spec)?.value).toBe(value)
    expect(b.losses.length).toBeGreaterThan(3)
  })

  it('is a sweep where means are means, and none where several settings are there already', async () => {
    expect((await advised('compare', scenes))[0]).toBe('sweep')
    expect(await advised('compare', scenes, '--reduction', 'sum', '--gamma', '0,1')).toEqual([])
  })

  it('leaves out what parts the data, which a sweep does not, and names the scores instead', async () => {
    // By its values alone it might hold scores.
    const rows = Array.from({ length: 40 }, (_, i) => `${i % 2},${((i * 7) % 19) / 20},${(i % 5) / 10}`)
    const file = write('parts.csv', `y,model,part\n${rows.join('\n')}\n`)
    const words = await advised('compare', file, '--by', 'part')
    expect(words).toEqual(['sweep', file, '--score', 'model', '--over', 'gamma=0..5/0.25'])
    const { code, stdout } = await lossctl(words)
    expect([code, stdout.includes('count together')]).toEqual([0, false])
  })

  it('asks of two files for the losses that were asked for', async () => {
    const files = [digits, fixture('digits-units.csv')]
    const words = await advised('compare', ...files, '--loss', 'gce', '--loss', 'focal:gamma=3')
    expect(words[0]).toBe('diff')
    const { losses } = await lossctlJson<{ losses: readonly { spec: string }[] }>(...words)
    expect(losses.map(({ spec }) => spec.split(':')[0])).toEqual(['gce', 'focal'])
    // It would weigh no classes.
    expect(await advised('compare', ...files, '--class-weight', 'balanced')).toEqual([])
  })
})
