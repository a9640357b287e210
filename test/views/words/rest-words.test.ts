import { describe, expect, it } from 'vitest'
import { lossctl } from '../../made/host.ts'
import { fixture } from '../../made/shared.ts'

const scenes = fixture('scenes.csv')
const saidOf = async (...args: string[]) => (await lossctl(args)).stdout.replace(/\s+/g, ' ')

describe('a sentence that names the first few losses', () => {
  it('says of a comparison how many more its table has', async () => {
    const losses = ['ce', 'mae', 'brier', 'hinge', 'focal', 'gce'].flatMap((name) => ['--loss', name])
    expect(await saidOf('compare', scenes, ...losses)).toMatch(
      /they carry \S+ % of ce, \S+ % of mae, \S+ % of brier and \S+ % of hinge[^;.]*; the table has 2 more\. /,
    )
    expect(await saidOf('compare', scenes, ...losses.slice(0, 8))).not.toContain('the table has')
  })

  it('says of shares of the hardest how many more there are, and where', async () => {
    const said = await saidOf('curve', '--cdf', scenes, '--gamma', '0,1,2,3,4,5,6')
    expect(said).toMatch(/of the negatives carry [^;]* and \S+ % of focal γ=3; the table has 3 more\. /)
    expect(said).toMatch(/Half of it: [^;]* \(focal γ=3\); --format json has 3 more\. /)
  })
})
