import { describe, expect, it } from 'vitest'
import { lossctl } from '../../made/host.ts'
import { fixture } from '../../made/shared.ts'

const file = fixture('breast-cancer.csv')
const print = async (...words: string[]) => (await lossctl(words)).stdout.replace(/\s+/g, ' ')
const WHY = 'no weight and no effective samples: loss ÷ CE may have no bound there.'

// ln(1 + e^(−s/T)) over ln(1 + e^−s) grows without end where T is above 1.
describe('a loss that does not vanish as fast as cross-entropy', () => {
  it('is said to have no weight where a table has a dash for it', async () => {
    const asked = ['compare', file, '--loss', 'ce:temperature=2', '--loss', 'ce:temperature=0.5']
    expect(await print(...asked, '--detail')).toContain(`ce T=2 has ${WHY}`)
    expect(await print(...asked)).not.toContain(WHY)
    expect(await print('sweep', file, '--loss', 'ce', '--over', 'temperature=1..3/1')).toContain(
      `ce:temperature=2 and ce:temperature=3 have ${WHY}`,
    )
    expect(await print('sweep', file, '--over', 'gamma=0..2/1')).not.toContain(WHY)
  })
})
