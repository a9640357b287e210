import type { Mistake } from '../choice.ts'
import { FOCAL_OF_MEAN } from '../modulated.ts'

export const meanFirst: Mistake = {
  id: 'mean-first',
  title: 'cross-entropy is averaged over the batch before it is modulated',
  effect: 'Every sample keeps its share of the gradient: easy samples are not turned down against hard ones.',
  threads: [
    'kaidic/LDAM-DRW#6',
    'foamliu/InsightFace-v2#38',
    'ZhaoJ9014/face.evoLVe#180',
    'jfzhang95/pytorch-deeplab-xception#133',
  ],
  forms: [
    {
      ...FOCAL_OF_MEAN,
      name: "focal loss of the batch's mean cross-entropy",
      cost: 2,
      loss: 'article-focal',
    },
  ],
}
