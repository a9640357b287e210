import { describe, expect, it } from 'vitest'
import { LOSSES } from '../../src/losses/index.ts'
import { completeLoss, parseLoss } from '../../src/losses/spec.ts'
import { commandOf, quoteWord } from '../../src/page/command.ts'
import { pytorchOf } from '../../src/page/pytorch.ts'
import { BINARY } from './contents.ts'
import { pageOf } from './page-of.ts'

const lossOf = (spec: string) => completeLoss(parseLoss(spec))

describe('the command', () => {
  it('asks lossctl for what is shown', () => {
    const { model, initial } = pageOf([BINARY], ['ce', 'focal:alpha=0.25,gamma=2'])
    expect(commandOf(model.files[0], { ...initial, reduction: 'sum' })).toBe(
      'lossctl compare made-1.csv --loss ce:alpha=none --loss focal:alpha=0.25,gamma=2 --threshold 0.5 --reduction sum',
    )
  })

  it.each([
    ['my preds.csv', "'my preds.csv'"],
    ["it's", "'it'\\''s'"],
    ['$(rm -rf ~)', "'$(rm -rf ~)'"],
    ['', "''"],
    ['a\nb', "'a\nb'"],
  ])('quotes %j for the shell', (word, quoted) => {
    expect(quoteWord(word)).toBe(quoted)
  })
})

describe('the lines of PyTorch', () => {
  it('are focal loss on sigmoids', () => {
    expect(pytorchOf(lossOf('focal:alpha=0.25,gamma=2'), 'binary', 'mean').split('\n').slice(3)).toEqual([
      'def focal(logits, labels):',
      '    """focal α=0.25 γ=2: FL = αt (1 − pt)^γ · CE"""',
      '    margin = torch.where(labels == 1, logits, -logits)',
      "    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')",
      '    error = torch.sigmoid(-margin)  # 1 - pt',
      '    balance = torch.where(labels == 1, 0.25, 0.75).to(logits.dtype)',
      '    loss = balance * error ** 2 * ce',
      '    return loss.mean()',
    ])
  })

  it('are Poly-1 on a softmax', () => {
    expect(pytorchOf(lossOf('poly1:epsilon=-1'), 'softmax', 'sum').split('\n').slice(5)).toEqual([
      "    ce = F.cross_entropy(logits, labels, reduction='none')",
      '    error = -torch.expm1(-ce)  # 1 - pt',
      '    loss = ce + (-1) * error',
      '    return loss.sum()',
    ])
  })

  it.each(LOSSES.map(({ name }) => name))('know every loss of the register, each in Python: %s', (name) => {
    for (const task of ['binary', 'softmax'] as const) {
      const code = pytorchOf(lossOf(name), task, 'mean')
      expect(code).toMatch(/^ {4}loss = /m)
      expect(code).toMatch(/^def [a-z0-9_]+\(logits, labels\):$/m)
      expect(code).not.toMatch(/undefined|NaN|\[object/)
    }
  })
})
