import type { Mistake } from '../choice.ts'
import { everywhere } from '../factors.ts'
import { meanOf, near } from '../numbers.ts'

export const classDilution: Mistake = {
  id: 'class-dilution',
  title: 'the mean runs over rows × classes though one class a row has a loss',
  effect: 'Gradients are smaller by the number of classes, so a learning rate does not carry over.',
  threads: [
    'itakurah/focal-loss-pytorch PR#6',
    'kornia/kornia losses/focal.py',
    'Project-MONAI/MONAI losses/focal_loss.py',
  ],
  factors: [
    {
      words: 'divided by the number of classes',
      cost: 2,
      solve: (found, { sided, samples }) =>
        !sided && near(meanOf(found) ?? 0, 1 / samples.classes) ? {} : null,
      values: (_, setting) => everywhere(1 / setting.samples.classes, setting),
    },
  ],
  reductions: [
    {
      words: 'divided by rows × classes',
      cost: 2,
      divisor: ({ elements }, { task, classes }) =>
        task === 'softmax' ? elements.map((n) => n * classes) : null,
    },
  ],
}
