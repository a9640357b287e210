/** Random dumps, as people write them, whose truth is known: read right or asked about, never read wrong. */
import { expect, it } from 'vitest'
import { countRefused, describeRefused, tallyLayouts } from '../made/layouts/tally.ts'

/** As many as fit into 40 seconds of one core. */
const DRAWS = Number(process.env.LAYOUT_DRAWS ?? 2000)
const FIRST = Number(process.env.LAYOUT_FIRST ?? 0)

/** Of those that a careful person could read. */
const MOST_REFUSED = 0.02

it('reads random dumps right or asks, and asks seldom without need', async () => {
  const tally = await tallyLayouts(FIRST, DRAWS)
  const refused = countRefused(tally)
  const readable = tally.right + refused
  console.info(
    `${DRAWS} layouts: ${tally.right} of ${readable} readable ones read, ${tally.doubtful} doubtful ones\n${describeRefused(tally)}`,
  )
  expect(tally.wrong).toEqual([])
  expect(readable).toBeGreaterThan(DRAWS / 2)
  expect(refused / readable).toBeLessThanOrEqual(MOST_REFUSED)
})
