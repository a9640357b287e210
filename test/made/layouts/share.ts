/** Random dumps, as people write them, whose truth is known: read right or asked about, never read wrong. */
import { expect, it } from 'vitest'
import { draws } from '../draws.ts'
import { countRefused, describeRefused, tallyLayouts } from './tally.ts'

/** Of all shares together, from this one on. */
const DRAWS = draws(20_000)
const FIRST = Number(process.env.LAYOUT_FIRST ?? 0)

/** Test files run side by side. */
const SHARES = 4

/** Of those that a careful person could read. */
const MOST_REFUSED = 0.02

/** Tests one of the shares, from 0 on. */
export function testLayouts(share: number): void {
  it('reads random dumps right or asks, and asks seldom without need', async () => {
    const count = Math.ceil(DRAWS / SHARES)
    const tally = await tallyLayouts(FIRST + share * count, count)
    const refused = countRefused(tally)
    const readable = tally.right + refused
    console.info(
      `${count} layouts: ${tally.right} of ${readable} readable ones read, ${tally.doubtful} doubtful ones\n${describeRefused(tally)}`,
    )
    expect(tally.wrong).toEqual([])
    expect(readable).toBeGreaterThan(count / 2)
    expect(refused).toBeLessThanOrEqual(Math.ceil(MOST_REFUSED * readable))
  })
}
