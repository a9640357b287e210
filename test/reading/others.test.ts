import { expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()

it('a column that a flag names for one thing is not taken for a weight by its name', async () => {
  const rows = [1, 0, 1, 0].map((label, i) => {
    const p = 0.15 + 0.2 * i
    return `${label},${p},${-Math.log(label === 1 ? p : 1 - p)}`
  })
  const file = write('preds.csv', `label,prob,w\n${rows.join('\n')}\n`)
  const args = [file, '--from', 'probs']
  const { stdout } = await lossctl(['diagnose', ...args, '--loss-column', 'w'])
  expect(stdout).toContain('This is cross-entropy (4 samples).')
  expect(stdout).not.toContain('weights in')
  // Without the flag it is one.
  expect((await lossctl(['compare', ...args])).stdout).toContain('weights in "w"')
})
