/** `--compat` by the command: what test/golden/libraries.test.ts cannot see of it. */
import { expect, it } from 'vitest'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { fixture } from '../made/shared.ts'

type Answer = { readonly results: readonly CompareReport[] }

const compare = async (...args: string[]) => (await lossctlJson<Answer>('compare', ...args)).results[0]

it('keeps classes apart for a list of alphas, whichever library takes it', async () => {
  const loss = ['--loss', 'focal:alpha=1,2,4']
  const [ours, theirs] = await Promise.all([
    compare(fixture('wine.csv'), ...loss),
    compare(fixture('wine.csv'), ...loss, '--compat', 'keras'),
  ])
  // Keras clips to 1e-7, which a sample more certain than that shows in the eighth digit of the mean.
  expect(theirs.losses[0].value! / ours.losses[0].value!).toBeCloseTo(1, 6)
  expect(theirs.losses[0].parameters.alpha).toEqual([1, 2, 4])
})

it('adds the classes of a row up to the whole, where the library sums them', async () => {
  const { losses, groups } = await compare(fixture('multilabel.csv'), '--compat', 'tfa', '--by', 'class')
  const sum = groups!.reduce((total, group) => total + group.losses[0].value!, 0)
  expect(sum / losses[0].value!).toBeCloseTo(1, 12)
})

it('divides a kornia mean by the number of classes, and a MONAI sum too', async () => {
  const ce = await compare(fixture('wine.csv'), '--loss', 'focal')
  const kornia = await compare(fixture('wine.csv'), '--compat', 'kornia')
  const monai = await compare(fixture('wine.csv'), '--compat', 'monai', '--reduction', 'sum')
  expect(kornia.losses[0].value! * 3).toBeCloseTo(ce.losses[0].value!, 14)
  expect(monai.losses[0].value!).toBe(kornia.losses[0].value!)
})

it('says whose numbers they are, and where it clamps', async () => {
  const { stdout } = await lossctl(['compare', fixture('breast-cancer.csv'), '--compat', 'sklearn'])
  expect(stdout.replaceAll('\n', ' ')).toContain(
    'ce as sklearn.metrics.log_loss(labels, probabilities); mean over the sum of weights, cross-entropy at most 36.0437.',
  )
})
