/** Reasons of a check in words. */
import type { Reason, RuleReason } from '../../questions/check/reasons.ts'
import { lackWords } from './lack-words.ts'
import { noFigureWords } from './no-figure-words.ts'
import { formatCount, formatLoss } from './numbers.ts'

/** A clause; nothing where there is no reason. */
export function reasonWords(reason: Reason | null): string {
  if (reason === null) return ''
  switch (reason.kind) {
    case 'part-gone':
      return 'it is in the baseline and not in these predictions'
    case 'part-new':
      return 'it is in these predictions and not in the baseline'
    case 'no-baseline':
      return 'there is no baseline: say --baseline-preds with the predictions to compare with, or --baseline with a file that --save-baseline made of them'
    case 'baseline-of-0':
      return 'the baseline is 0, of which there are no per cent'
    case 'nothing-to-divide-by':
      return `${reason.quantity}${sideOf(reason.of)} has nothing to divide by`
    case 'out-of-range':
      return `${reason.quantity}${sideOf(reason.of)}, or its change, is out of the range in which doubles have their digits (2e-308 to 1.8e308)`
    case 'not-parted':
      return `the sketch${reason.of === 'baseline' ? ' of the baseline' : ''} is not parted at the limits of ${reason.bins} bins: ${reason.of === 'baseline' ? 'save it again with this rule' : `check the predictions, or sketch them with --bins ${reason.bins}`}`
    case 'parted-otherwise':
      return `${reason.quantity} is a bound that depends on where a sketch is parted, and the baseline is parted elsewhere: save it again with the same rules`
    case 'no-weight':
      return `${reason.quantity}${sideOf(reason.of)} is of weights beside cross-entropy, which this loss does not have`
    case 'needs-rows':
      return reason.of === 'baseline'
        ? `a sketch of softmax scores does not hold the ${reason.quantity} of the baseline: give its predictions with --baseline-preds in place of --baseline`
        : `a sketch of softmax scores does not hold the ${reason.quantity}: check the predictions`
    case 'not-of-parts':
      return `the ${reason.quantity} of softmax scores is known of all samples together alone: leave --by out`
    case 'no-set':
      return setWords(reason)
    case 'no-figure':
      return `${reason.quantity}${sideOf(reason.of)} has no value here${reason.why === null ? '' : `: ${noFigureWords(reason.why)}`}`
    case 'part-too-small':
      return `no part has ${reason.minSlice} samples`
    case 'sign-absent':
      return `there are no ${reason.sign}s in these predictions`
    case 'rows-unknown':
      return `${OPEN} ${UNKNOWN_ROWS[reason.of]}`
    case 'no-standard-error':
      return 'no standard error is known for it'
    case 'within-noise':
      return 'within noise'
    default:
      return ruleWords(reason)
  }
}

type NoSet = Extract<Reason, { readonly kind: 'no-set' }>

function setWords({ quantity, of, why }: NoSet): string {
  const isBaseline = of === 'baseline'
  const sketch = `the sketch${sideOf(of)}`
  switch (why.kind) {
    case 'unparted':
      return `${sketch} is not parted at the limits of ${why.bins} bins: ${isBaseline ? 'save it again with this rule' : `check the predictions, or sketch them with --bins ${why.bins}`}`
    case 'parted-elsewhere':
      return `${sketch} is not parted at pt = ${why.pt}: ${isBaseline ? 'save it again with this rule' : `check the predictions, or sketch them with --threshold ${why.pt}`}`
    case 'classes-together':
      return `${quantity} takes each class as a batch, and ${sketch} has all classes together: ${isBaseline ? 'save it again with this rule' : 'check the predictions, or sketch them with --by class'}`
    case 'all-classes':
      return isBaseline
        ? `${quantity} of softmax scores is of all classes of each row, which no baseline holds: give its predictions with --baseline-preds in place of --baseline`
        : `${quantity} is of all classes of each row, and a sketch of softmax scores has the truth alone: check the predictions`
    case 'one-class':
      return `${quantity} weighs positives against negatives, and a class of binary labels is one of the two: leave --by out`
    case 'without':
      return why.batches === 1
        ? `there is no ${quantity}${sideOf(of)}, since ${lackWords(why.lack)}`
        : `${formatCount(why.without)} of ${formatCount(why.batches)} classes${sideOf(of)} have no ${quantity} (${lackWords(why.lack)}), and the mean over others would be another figure`
    case 'within':
      return `${quantity}${sideOf(of)} lies between ${formatLoss(why.low)} and ${formatLoss(why.high)}, since a share of the samples ends within a bin ${why.looked ? 'that holds too many to look at each: check fewer parts at once' : `of a sketch: ${isBaseline ? 'give its predictions with --baseline-preds in place of --baseline' : 'check the predictions'}`}`
  }
}

function sideOf(of: 'predictions' | 'baseline'): string {
  return of === 'baseline' ? ' of the baseline' : ''
}

const OPEN = 'whether it changed by more than noise is open, since the labels of a row hang together and'

const UNKNOWN_ROWS = {
  baseline:
    'the baseline does not hold how: save it again from predictions, with this loss and threshold, compare with --baseline-preds in place of --baseline, or say --no-noise',
  predictions: 'a sketch does not hold how: check the predictions, or say --no-noise',
} as const

function ruleWords(reason: RuleReason): string {
  switch (reason.kind) {
    case 'no-calibration':
      return reason.of === 'class'
        ? `${reason.quantity} is of the probability of one class against the others, and softmax scores are of several`
        : `${reason.quantity} is of softmax scores, and these are none`
    case 'wrong-bins':
      if (reason.alone !== null) return `${reason.alone} is of no bins: write it alone`
      return `${reason.quantity} is none: bins are 2 to ${reason.most}, limits left or right, each said once, as in ece:bins=10,limits=right`
    case 'of-no-loss':
      return `${reason.quantity} is of the scores and of no loss: write ${reason.quantity} alone`
    case 'wrong-set':
      return reason.why.startsWith(reason.quantity.split(':')[0])
        ? reason.why
        : `${reason.quantity}: ${reason.why}`
    case 'no-loss-named':
      return `it names no loss: write ${reason.example}`
    case 'several-losses':
      return `"${reason.name}" could be ${reason.specs.join(' or ')}`
    case 'unknown-loss': {
      if (reason.why !== null) return reason.why
      const hint = reason.full === null ? '' : `; write ${reason.full}, with all of its parameters`
      return `there is no loss "${reason.name}" here, only ${reason.known.join(', ')}${hint}`
    }
    case 'unknown-quantity': {
      const hint =
        reason.guess === null ? '; lossctl help check lists them' : `; did you mean ${reason.guess}?`
      return `there is no quantity "${reason.name}" with ${reason.task} labels${hint}`
    }
  }
}
