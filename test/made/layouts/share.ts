/** Random dumps, as people write them, whose truth is known: read right or asked about, never read wrong. */
import { expect, it } from 'vitest'
import { countRefused, describeRefused, tallyLayouts } from './tally.ts'

/** Of all shares together: as many as fit into 20 seconds of one core, unless said. */
const DRAWS = Number(process.env.LAYOUT_DRAWS ?? 1000)
const FIRST = Number(process.env.LAYOUT_FIRST ?? 0)

/** Test files run side by side. */
const SHARES = 4

/** Of those that a careful person could read. */
const MOST_REFUSED = 0.02

/** Tests one of the shares, from 0 on. */
export function testLayouts(share: number): void {
  it('reads random dumps right or asks, and asks seldom without need', async () => {
    const draws = Math.ceil(DRAWS / SHARES)
    const tally = await tallyLayouts(FIRST + share * draws, draws)
    const refused = countRefused(tally)
    const readable = tally.right + refused
    console.info(
      `${draws} layouts: ${tally.right} of ${readable} readable ones read, ${tally.doubtful} doubtful ones\n${describeRefused(tally)}`,
    )
    expect(tally.wrong).toEqual([])
    expect(readable).toBeGreaterThan(draws / 2)
    expect(refused / readable).toBeLessThanOrEqual(MOST_REFUSED)
  })
}
