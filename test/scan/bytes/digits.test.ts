import { describe, expect, it } from 'vitest'
import type { CompareReport } from '../../../src/questions/compare/compare.ts'
import { lossctlJson } from '../../made/host.ts'
import { scratchFolder } from '../../made/scratch.ts'

const write = scratchFolder()

/** What compare says of labels and probabilities, which stand there as text. */
async function lossesOf(name: string, probabilities: readonly string[]): Promise<unknown> {
  const path = write(name, `label,prob\n${probabilities.map((text, i) => `${i % 2},${text}\n`).join('')}`)
  const { results } = await lossctlJson<{ results: CompareReport[] }>('compare', path)
  return results[0].losses
}

const PLAIN = ['0.5', '0.25', '0.125', '0.0625', '1', '0.75']

describe('numbers of very many digits are what they are', () => {
  it.each([1_000, 100_000, 200_000, 1_000_000])('%i of them', async (digits) => {
    const zeros = '0'.repeat(digits)
    const long = [
      `0.5${zeros}`,
      `${zeros}0.25`,
      `+${zeros}.125${zeros}`,
      `625${zeros}e-${digits + 4}`,
      `.9${'9'.repeat(digits)}`,
      `0.75${zeros}1`,
    ]
    expect(await lossesOf('long.csv', long)).toEqual(await lossesOf('plain.csv', PLAIN))
  })
})
