import type { Mistake } from '../choice.ts'
import { classWeights, knownWeights, sideWeights } from '../factors.ts'
import { MODULATED } from '../modulated.ts'

export const weightInPt: Mistake = {
  id: 'weight-in-pt',
  title: 'pt is taken from the weighted cross-entropy, so it is pt to the power of the weight',
  effect: 'Classes of large weight count as hard whatever the model says, so focusing works on the weights.',
  threads: ['gokulprasadthekkel/pytorch-multi-class-focal-loss#1', 'kaidic/LDAM-DRW losses.py'],
  forms: [
    {
      ...MODULATED,
      name: 'focal loss whose pt comes from the weighted cross-entropy',
      terms: ['(1 − pt^w)^γ · w CE'],
      factors: [classWeights, knownWeights, sideWeights],
    },
  ],
}
