import { describe, expect, it } from 'vitest'
import { LOSSES } from '../../../src/losses/index.ts'
import { completeLoss, parseLoss } from '../../../src/losses/spec/spec.ts'
import type { Task } from '../../../src/losses/task.ts'
import { thresholdMargin } from '../../../src/margin/margins.ts'
import { commandOf, savedThresholds } from '../../../src/page/model/command.ts'
import { pytorchOf } from '../../../src/page/model/pytorch.ts'
import { reportSketched } from '../../../src/questions/report/report.ts'
import { BINARY, madeUp } from '../../made/contents.ts'
import { pageOf } from '../../made/page-of.ts'

const lossOf = (spec: string) => completeLoss(parseLoss(spec))

describe('the command', () => {
  it('asks lossctl for what is shown', () => {
    const { model, initial } = pageOf([BINARY], ['ce', 'focal:alpha=0.25,gamma=2'])
    expect(commandOf(model.files[0], { ...initial, reduction: 'sum' })).toBe(
      'lossctl compare made-1.csv --loss ce:alpha=none --loss focal:alpha=0.25,gamma=2 --threshold 0.5 --reduction sum',
    )
  })

  it('asks of a saved sketch only what lossctl answers, which is nothing between its own thresholds', () => {
    const { model, initial } = pageOf([{ ...BINARY, thresholds: [0.9] }], ['ce'])
    const saved = { ...model.files[0], isSaved: true }
    const commandAt = (margin: number) => commandOf(saved, { ...initial, margin })
    expect(commandAt(thresholdMargin(0.9))).toContain('--threshold 0.9')
    expect(commandAt(0)).toContain('--threshold 0.5')
    expect(commandAt(0.5)).toBeNull()
    expect(savedThresholds(saved)).toEqual([0.5, 0.9])
    expect(commandOf(model.files[0], { ...initial, margin: 0.5 })).toContain('--threshold 0.622')
    expect(reportSketched(madeUp(BINARY), [], ['saved.json']).isSaved).toBe(true)
  })
})

/** Settings whose lines are others than those of the defaults. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  gce: ['gce:q=0'],
  asl: ['asl:gamma-plus=0.5,gamma-minus=2,clip=0', 'asl:gamma-plus=0,gamma-minus=0,clip=0.2'],
  'reduced-focal': ['reduced-focal:threshold=0.3,continuous=on'],
}

/** Settings that softmax does not take. */
const ADJUSTED: Readonly<Record<string, readonly string[]>> = {
  ce: ['ce:temperature=1.5', 'ce:prior=0.01'],
  focal: ['focal:temperature=0.8,prior=0.9,logit-adjust=2'],
}

/** Settings with a number for each of three classes, roots among them. */
const LISTED: Readonly<Record<Exclude<Task, 'binary'>, readonly string[]>> = {
  softmax: ['focal:gamma=2,0.5,0', 'poly1-focal:alpha=1,0.5,2,gamma=0.5,1,2'],
  multilabel: [
    'ce:alpha=0.25,0.5,0.9',
    'focal:gamma=2,0.5,0',
    'focal:alpha=0.25,0.5,0.9,gamma=2,0.5,1',
    'poly1-focal:alpha=0.25,0.5,0.9,gamma=0.5,1,2,poly-alpha=off',
    'asl:gamma-plus=0,0.5,1,gamma-minus=4,0,2',
    'asl:gamma-plus=0,0.5,1,gamma-minus=4,0.5,2,clip=0',
  ],
}

/** Settings of a loss with and without alpha, a list of it with softmax. */
function settingsOf(name: string, task: Task): readonly string[] {
  if (task === 'multilabel') return LISTED.multilabel.filter((spec) => spec.split(':')[0] === name)
  const { parameters, tasks } = LOSSES.find((loss) => loss.name === name)!
  if (tasks && !tasks.includes(task)) return []
  const alpha = task === 'softmax' ? 'alpha=1,0.5,2' : 'alpha=0.25'
  return [
    name,
    ...('alpha' in parameters ? [`${name}:${alpha}`] : []),
    ...('gamma' in parameters && name !== 'focal-star' ? [`${name}:gamma=0.5`] : []),
    ...(OTHERS[name] ?? []),
    ...(task === 'softmax' ? [] : (ADJUSTED[name] ?? [])),
    ...(task === 'softmax' ? LISTED.softmax.filter((spec) => spec.split(':')[0] === name) : []),
    ...('poly-alpha' in parameters ? [`${name}:${alpha},epsilon=-1,poly-alpha=off`] : []),
  ]
}

describe('the lines of PyTorch', () => {
  // Run in torch 2, all of these give our values and finite gradients, also at logits of 1e4 in single precision.
  it('are these, for every loss, with and without alpha', async () => {
    const texts = (['binary', 'softmax', 'multilabel'] as const).flatMap((task) =>
      LOSSES.flatMap(({ name }) =>
        settingsOf(name, task).map(
          (spec) =>
            `# ${spec}, ${task}\n${pytorchOf(lossOf(spec), task, 'mean').split('\n').slice(3).join('\n')}\n`,
        ),
      ),
    )
    await expect(texts.join('\n\n')).toMatchFileSnapshot('../pytorch.py')
  })

  it('begin with what they import', () => {
    expect(pytorchOf(lossOf('ce'), 'binary', 'mean')).toMatch(
      /^import torch\nimport torch\.nn\.functional as F\n\ndef ce\(logits, labels\):\n/,
    )
  })

  it('are the same for multi-label cells as for binary samples', () => {
    for (const { name } of LOSSES)
      expect(pytorchOf(lossOf(name), 'multilabel', 'mean')).toBe(pytorchOf(lossOf(name), 'binary', 'mean'))
  })

  it.each([
    ['mean', 'return loss.mean()'],
    ['sum', 'return loss.sum()'],
    ['positives', 'return loss.sum() / (labels == 1).sum()'],
  ] as const)('reduce by %s', (reduction, line) => {
    expect(pytorchOf(lossOf('focal'), 'binary', reduction).split('\n').at(-1)).toBe(`    ${line}`)
    expect(pytorchOf(lossOf('article-focal'), 'binary', reduction).split('\n').at(-1)).toBe('    return loss')
  })
})
