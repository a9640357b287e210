import { describe, expect, it } from 'vitest'
import { ALIASES, plainName, SAME } from '../../../src/losses/aliases.ts'
import { alphasOf } from '../../../src/losses/bound.ts'
import { LOSSES } from '../../../src/losses/index.ts'
import { parseAxis } from '../../../src/losses/spec/axis.ts'
import { chooseLosses } from '../../../src/losses/spec/choose.ts'
import { completeLoss, parseLoss } from '../../../src/losses/spec/spec.ts'

const loss = (spec: string) => completeLoss(parseLoss(spec))
const specs = (named: string[], lists = {}) => chooseLosses(named, lists).map(({ spec }) => spec)

describe('a spec', () => {
  it('fills in the defaults and parses back to itself', () => {
    for (const spec of [
      'ce',
      'focal:gamma=0.5',
      'poly-n:epsilon=2,1,0.5',
      'poly1-focal:alpha=0.25,poly-alpha=off',
      'focal:alpha=1,2,3',
    ]) {
      const { spec: canonical, parameters } = loss(spec)
      expect(loss(canonical).spec).toBe(canonical)
      expect(loss(canonical).parameters).toEqual(parameters)
    }
    expect(loss('focal').spec).toBe('focal:alpha=none,gamma=2')
  })

  it('is titled by what makes it the loss it is', () => {
    expect(loss('focal').title).toBe('focal γ=2')
    expect(loss('focal:alpha=0.25').title).toBe('focal α=0.25 γ=2')
    expect(loss('poly-n:epsilon=1,2').title).toBe('poly-n ε=[1,2]')
    expect(loss('ce').title).toBe('ce')
  })

  it.each([
    ['focl', 'did you mean focal?'],
    ['xyz', `lossctl losses lists all ${LOSSES.length}`],
    ['FocalLoss', 'did you mean focal?'],
    ['squared_hinge', 'did you mean squared-hinge?'],
    ['savage', 'the Savage loss of margins is brier'],
    ['QualityFocalLoss', 'focal:gamma=2'],
    ['focal:delta=1', 'it has alpha, gamma'],
    ['article-ce:x=1', 'it has none'],
    ['focal:gamma=-1', 'below 0'],
    ['focal:gamma=11', 'above 10'],
    ['focal:gamma=', 'not a number'],
    ['focal:gamma=two', '"two" is not a number'],
    ['reduced-focal:threshold=0.1,0.2', 'threshold is one number'],
    ['focal:2', 'NAME:parameter=value'],
    ['focal:alpha=1.5', 'between 0 and 1'],
    ['poly1-focal:poly-alpha=maybe', 'neither on nor off'],
  ])('refuses %s and says why', (spec, why) => {
    expect(() => loss(spec)).toThrow(why)
  })
})

describe('other names', () => {
  it('are answered with losses that there are, at settings that they take', () => {
    const names = LOSSES.map(({ name }) => name)
    for (const [alias, words] of Object.entries({ ...ALIASES, ...SAME })) {
      expect(plainName(alias)).toBe(alias)
      expect(names.map(plainName)).not.toContain(alias)
      expect(
        words.split(/[ ,:;]+/).some((word) => names.includes(word)),
        words,
      ).toBe(true)
      for (const spec of words.match(/\b[a-z-]{1,20}:[a-z]\S{1,60}/g) ?? [])
        expect(loss(spec).spec).toBeDefined()
    }
  })
})

describe('a loss as Python calls it', () => {
  it.each([
    ['CrossEntropyLoss()', 'it is ce'],
    ['torch.nn.functional.cross_entropy', 'it is ce'],
    ['nn.CrossEntropyLoss(label_smoothing=0.1)', 'it is label-smooth:smoothing=0.1'],
    ['LabelSmoothingCrossEntropy(smoothing=0.2)', 'it is label-smooth:smoothing=0.2'],
    ['nn.BCEWithLogitsLoss(pos_weight=3)', 'it is ce with --class-weight 1,3'],
    ['nn.BCEWithLogitsLoss(pos_weight=torch.tensor([3.5]))', 'it is ce with --class-weight 1,3.5'],
    ['nn.CrossEntropyLoss(weight=torch.tensor([1., 2.5, 1e-3]))', 'it is ce with --class-weight 1.,2.5,1e-3'],
    ['nn.CrossEntropyLoss(weight=torch.tensor([.5,1,1]))', 'it is ce with --class-weight .5,1,1'],
    ['nn.CrossEntropyLoss(weight=torch.tensor([1/3, 2/3]))', 'it is ce with --class-weight W0,W1'],
    ['nn.CrossEntropyLoss(weight=[-1, 0.5])', 'it is ce with --class-weight W0,W1'],
    ['nn.BCEWithLogitsLoss(pos_weight=-3)', 'it is ce with --class-weight 1,W1'],
    ['nn.BCEWithLogitsLoss(pos_weight=.5)', 'it is ce with --class-weight 1,.5'],
    ['FocalLoss(alpha=[0.25,0.75],gamma=2)', 'did you mean focal:alpha=0.25,0.75,gamma=2?'],
    ['FocalLoss(alpha=0.25, gamma=2)', 'did you mean focal:alpha=0.25,gamma=2?'],
    ['BinaryFocalCrossentropy(gamma=3)', 'it is focal:gamma=3'],
    ['sigmoid_focal_loss', 'focal:alpha=0.25'],
    ['AsymmetricLoss(gamma_neg=4, gamma_pos=1, clip=0.05)', 'it is asl:gamma-minus=4,gamma-plus=1,clip=0.05'],
    ['nn.CrossEntropyLoss(reduction=sum)', 'it is ce, which has no "reduction"'],
    ['nn.NoSuchLoss(gamma=2)', 'lossctl losses lists all'],
    ['dice,ce', 'say --set dice --loss ce'],
  ])('%s is answered with what it is here, at its settings', (python, said) => {
    expect(() => loss(python)).toThrow(expect.objectContaining({ hint: expect.stringContaining(said) }))
    const spec = /[a-z-]+:[^ ?]+/.exec(said)?.[0]
    if (spec) expect(loss(spec).spec).toBeDefined()
  })
})

describe('lists of parameters', () => {
  it('expand the default set, each loss once', () => {
    expect(specs([], { gamma: '1,2' })).toEqual([
      'ce:alpha=none',
      'focal:alpha=none,gamma=1',
      'focal:alpha=none,gamma=2',
      'poly1:alpha=none,epsilon=1',
      'poly1-focal:alpha=none,gamma=1,epsilon=1,poly-alpha=on',
      'poly1-focal:alpha=none,gamma=2,epsilon=1,poly-alpha=on',
    ])
  })

  it('leave alone what a spec fixes', () => {
    expect(specs(['focal:gamma=5', 'focal'], { gamma: '1' })).toEqual([
      'focal:alpha=none,gamma=5',
      'focal:alpha=none,gamma=1',
    ])
  })

  it('take none among the values of alpha', () => {
    expect(specs(['ce'], { alpha: 'none,0.25' })).toEqual(['ce:alpha=none', 'ce:alpha=0.25'])
  })

  it('are refused where they change nothing', () => {
    expect(() => specs(['ce'], { gamma: '1' })).toThrow('--gamma changes nothing')
  })

  it('are refused where they make too many losses', () => {
    expect(() => specs([], { gamma: '0..10/0.01' })).toThrow('more than 500')
  })
})

describe('an axis', () => {
  it('is from + i step, so that 0.1 ten times is 1', () => {
    expect(parseAxis('0..1/0.1', 'gamma')).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
    expect(parseAxis('5,0..1/0.5', 'gamma')).toEqual([5, 0, 0.5, 1])
  })

  it.each([
    '',
    '1..',
    '1..2',
    '2..1/0.5',
    '0..1/0',
    '0..1/-1',
    'a',
    '0..1000/0.001',
  ])('refuses "%s"', (text) => {
    expect(() => parseAxis(text, 'gamma')).toThrow('gamma')
  })
})

describe('alpha', () => {
  it('is 1 - alpha for negatives and alpha for positives', () => {
    expect(alphasOf(loss('focal:alpha=0.25'), 'binary', 2)).toEqual([0.75, 0.25])
    expect(alphasOf(loss('focal'), 'binary', 2)).toEqual([1, 1])
  })

  it('is one factor per class with softmax; a single one is refused with its two readings', () => {
    expect(alphasOf(loss('focal:alpha=1,2,3'), 'softmax', 3)).toEqual([1, 2, 3])
    expect(() => alphasOf(loss('focal:alpha=0.25'), 'softmax', 3)).toThrow(
      /kornia.*Keras.*alpha=0.75,0.25,0.25/,
    )
    expect(() => alphasOf(loss('focal:alpha=1,2'), 'softmax', 3)).toThrow('2 values and there are 3 classes')
    expect(() => alphasOf(loss('focal:alpha=1,2'), 'binary', 2)).toThrow('alpha is one number')
  })
})
