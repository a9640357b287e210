/**
 * Our losses against other people's code: every file of shared/golden, every case that a loss of ours can
 * express.
 */
import { describe, expect, test } from 'vitest'
import { ADAPTERS } from './adapters.ts'
import { comparePeer, join, type Outcome } from './compare.ts'
import { ENTRIES, type ManifestEntry, nameOf } from './peer.ts'
import { REASONS } from './reasons.ts'

/** Cases covered, cases in the file, and numbers compared. */
const COVERAGE: Readonly<Record<string, readonly [covered: number, cases: number, numbers: number]>> = {
  'ASL.ASLSingleLabel': [3, 9, 27],
  'ASL.AsymmetricLoss': [0, 8, 0],
  'AdeelH.FocalLoss': [40, 50, 595],
  'CenterNet._neg_loss': [0, 1, 0],
  'CoinCheung.FocalLossV1': [2, 2, 44],
  'Holocron.focal_loss': [10, 11, 140],
  'Holocron.poly_loss': [12, 18, 168],
  'Hsuxu.BinaryFocalLoss': [10, 11, 10],
  'Hsuxu.FocalLoss_Ori': [0, 12, 0],
  'JunMa11.FocalLoss': [3, 6, 3],
  'abhuse.Poly1CrossEntropyLoss': [30, 30, 426],
  'abhuse.Poly1FocalLoss': [46, 49, 1670],
  'ailias.focal_loss': [0, 10, 0],
  'artemmavrin.binary_focal_loss': [24, 48, 528],
  'artemmavrin.sparse_categorical_focal_loss': [17, 23, 180],
  'bug.gamma_multiplied_and_alpha_swapped': [4, 20, 60],
  'bug.mean_ce_before_modulation': [26, 26, 26],
  'bug.pos_weight_inside_pt': [3, 4, 22],
  'bug.pt_from_weighted_ce': [22, 30, 22],
  'catalyst.sigmoid_focal_loss': [20, 24, 360],
  'clcarwin.FocalLoss': [17, 17, 34],
  'detr.sigmoid_focal_loss': [6, 6, 6],
  dual_focal: [1, 4, 2],
  'fizyr.focal': [2, 2, 2],
  'fvcore.nn.sigmoid_focal_loss': [60, 60, 1760],
  'fvcore.nn.sigmoid_focal_loss_star': [8, 16, 144],
  'google.focal_losses': [50, 60, 620],
  'keras.binary_crossentropy': [5, 10, 205],
  'keras.binary_focal_crossentropy': [100, 105, 1900],
  'keras.categorical_crossentropy': [14, 21, 155],
  'keras.categorical_focal_crossentropy': [46, 51, 514],
  'keras.loss_classes': [8, 8, 16],
  'keras_cv.FocalLoss': [2, 4, 12],
  'keras_jax.binary_crossentropy': [2, 2, 28],
  'keras_jax.binary_focal_crossentropy': [40, 40, 480],
  'keras_jax.categorical_crossentropy': [4, 4, 35],
  keras_small_repos: [34, 34, 186],
  'kornia.losses.binary_focal_loss_with_logits': [29, 29, 726],
  'kornia.losses.focal_loss': [30, 30, 1296],
  'mathiaszinnen.FocalLoss': [25, 25, 370],
  'mmdet.FocalLoss_from_class_index': [2, 2, 42],
  'mmdet.GHMC': [0, 3, 0],
  'mmdet.cross_entropy': [8, 8, 112],
  'mmdet.distribution_focal_loss': [0, 1, 0],
  'mmdet.gaussian_focal_loss': [0, 2, 0],
  'mmdet.py_focal_loss_with_prob': [20, 20, 470],
  'mmdet.py_sigmoid_focal_loss': [34, 34, 1075],
  'mmdet.quality_focal_loss': [0, 8, 0],
  'mmdet.seesaw_ce_loss': [0, 3, 0],
  'mmdet.varifocal_loss': [0, 8, 0],
  'mmpretrain.FocalLoss': [2, 2, 76],
  'mmpretrain.LabelSmoothLoss': [0, 5, 0],
  'mmpretrain.asymmetric_loss': [1, 3, 19],
  'mmseg.FocalLoss': [3, 4, 114],
  'mmseg.cross_entropy': [8, 8, 111],
  'monai.losses.FocalLoss': [9, 9, 294],
  'monai.losses.sigmoid_focal_loss': [60, 60, 1640],
  'monai.losses.softmax_focal_loss': [29, 29, 1308],
  'optax.poly_loss_cross_entropy': [24, 36, 294],
  'optax.sigmoid_binary_cross_entropy': [3, 4, 82],
  'optax.sigmoid_focal_loss': [60, 80, 1640],
  'optax.softmax_cross_entropy': [4, 6, 98],
  'optax_head.poly_loss_cross_entropy': [24, 36, 294],
  'optax_head.sigmoid_focal_loss': [60, 80, 1640],
  'pytorch_widedeep.FocalLoss': [18, 18, 18],
  'segmentation_models.focal': [21, 42, 21],
  'shuxinyin.MultiFocalLoss': [0, 3, 0],
  'sklearn_1.2.1.log_loss': [6, 7, 71],
  'sklearn_1.9.1.log_loss': [6, 7, 73],
  'smp_new.FocalLoss': [52, 55, 52],
  'smp_new.SoftBCEWithLogitsLoss': [1, 3, 22],
  'smp_new.SoftCrossEntropyLoss': [2, 6, 28],
  'smp_old.FocalLoss': [41, 44, 41],
  'tfa.sigmoid_focal_crossentropy': [100, 100, 1900],
  'timm.loss': [2, 11, 2],
  'toolbelt.focal_loss_with_logits': [20, 24, 440],
  'toolbelt.softmax_focal_loss_with_logits': [2, 11, 28],
  'torch.nn.functional.binary_cross_entropy': [4, 4, 94],
  'torch.nn.functional.binary_cross_entropy_with_logits': [18, 24, 528],
  'torch.nn.functional.cross_entropy': [14, 51, 221],
  'torchvision.ops.sigmoid_focal_loss': [70, 90, 1940],
  'torrvision.FocalLoss': [5, 6, 10],
  'transformers.fixed_cross_entropy': [3, 3, 3],
  'transformers.sigmoid_focal_loss': [2, 3, 2],
  'ultralytics.FocalLoss': [27, 29, 405],
  'vandit15.focal_loss': [9, 11, 9],
  'yiyixuxu.PolyLoss': [18, 24, 276],
  'zhezh.focal_loss': [2, 2, 24],
}

/** The cases that are not covered, by the reason (reasons.ts says each in a sentence). */
const UNCOVERED = {
  smoothing: 123,
  batch: 9,
  asymmetric: 8,
  clamp: 40,
  empty: 13,
  soft: 115,
  raises: 5,
  shifted: 15,
  partial: 3,
  mistake: 33,
  reduced: 9,
  other: 3,
  steepness: 8,
  ignore: 1,
  normalized: 3,
  mixed: 10,
  outside: 1,
  overflow: 1,
}

const PEERS = ENTRIES.filter(({ kind }) => kind === 'peer')
const outcomes = new Map<string, readonly Outcome[]>()

/** Each file is read and compared once. */
function outcomesOf(entry: ManifestEntry): readonly Outcome[] {
  const known = outcomes.get(entry.file) ?? comparePeer(entry)
  outcomes.set(entry.file, known)
  return known
}

const covered = ({ numbers }: Outcome) => numbers > 0

const title = 'the losses of other libraries'

describe.skipIf(PEERS.length === 0)(
  PEERS.length > 0 ? title : `${title} (skipped: there is no shared/golden)`,
  () => {
    for (const entry of PEERS) {
      test(`${nameOf(entry)} and lossctl give the same numbers wherever both know the loss`, () => {
        expect(join(outcomesOf(entry)).misses).toEqual([])
      })
    }

    test('every peer has an adapter, and every adapter a peer', () => {
      expect(Object.keys(ADAPTERS).sort()).toEqual(PEERS.map(nameOf).sort())
    })

    test('all other files are the exact ones, held in test/losses, and the cases for diagnose', () => {
      const others = ENTRIES.filter(({ kind }) => kind !== 'peer').map(nameOf)
      expect(others.filter((name) => !name.startsWith('exact_'))).toEqual(['identify_cases'])
    })

    test('each file is covered exactly as far as the table says', () => {
      const coverage = PEERS.map((entry) => {
        const all = outcomesOf(entry)
        return [nameOf(entry), [all.filter(covered).length, all.length, join(all).numbers]]
      })
      expect(Object.fromEntries(coverage)).toEqual(COVERAGE)
    })

    test('every case that is not covered has a reason', () => {
      const counts: Record<string, number> = {}
      for (const { reasons } of PEERS.flatMap(outcomesOf).filter((outcome) => !covered(outcome))) {
        const [reason = 'none'] = reasons
        counts[reason] = (counts[reason] ?? 0) + 1
      }
      expect(counts).toEqual(UNCOVERED)
      expect(Object.keys(REASONS)).toEqual(expect.arrayContaining(Object.keys(counts)))
    })
  },
)
