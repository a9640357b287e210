/** A loss at its setting as lines of PyTorch, numerically the same as ours. */

import { adjustmentOf } from '../../losses/adjust.ts'
import type { Loss } from '../../losses/loss.ts'
import type { ParameterValue, ParameterValues } from '../../losses/parameter.ts'
import type { Task } from '../../losses/task.ts'
import { number } from '../../losses/torch-lines.ts'
import type { Reduction } from '../../questions/compare/compare.ts'

/** @param isRow whether logits have shape (N, K), with K = 2 where one of two classes is the positive one */
export function pytorchOf(loss: Loss, task: Task, reduction: Reduction, isRow = task === 'softmax'): string {
  const { definition, parameters } = loss
  const { alpha = 'none' } = parameters
  const body = definition.pytorch({ ...parameters, ...listWords(loss) }, alpha !== 'none')
  const needed = (word: string) => body.some((line) => new RegExp(`\\b${word}\\b`).test(line))
  return [
    'import torch',
    'import torch.nn.functional as F',
    '',
    `def ${definition.name.replaceAll('-', '_')}(logits, labels):`,
    ...[
      `"""${loss.title}: ${definition.formula}"""`,
      ...adjustLines(parameters, isRow),
      ...(isRow ? softmaxLines(needed) : sigmoidLines(needed)),
      ...alphaLines(alpha, task),
      ...Object.entries(listWords(loss)).map(
        ([name, word]) => `${word} = ${tensorOf(parameters[name])}${task === 'softmax' ? '[labels]' : ''}`,
      ),
      ...body,
      `return ${reduce(loss, reduction)}`,
    ].map((line) => `    ${line}`),
  ].join('\n')
}

/** Logits of any shape, labels 0 and 1 of the same. */
function sigmoidLines(needed: (word: string) => boolean): readonly string[] {
  return [
    ...(needed('margin') || needed('error') ? ['margin = torch.where(labels == 1, logits, -logits)'] : []),
    ...(needed('ce')
      ? ["ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')"]
      : []),
    ...(needed('error') ? ['error = torch.sigmoid(-margin)  # 1 - pt'] : []),
  ]
}

/** Logits (N, K), labels (N,). */
function softmaxLines(needed: (word: string) => boolean): readonly string[] {
  return [
    ...(needed('margin')
      ? [
          'others = logits.scatter(1, labels[:, None], float("-inf")).logsumexp(1)',
          'margin = logits.gather(1, labels[:, None]).squeeze(1) - others',
        ]
      : []),
    ...(needed('ce') || needed('error') ? ["ce = F.cross_entropy(logits, labels, reduction='none')"] : []),
    ...(needed('error') ? ['error = -torch.expm1(-ce)  # 1 - pt'] : []),
  ]
}

/** Log-odds as the loss is told them; of two logits in a row the second is the positive class's. */
function adjustLines(parameters: ParameterValues, isRow: boolean): readonly string[] {
  const adjustment = adjustmentOf(parameters)
  if (!adjustment) return []
  const { temperature, shift } = adjustment
  const scaled = temperature === 1 ? 'logits' : `logits / ${temperature}`
  const moved = isRow ? `logits.new_tensor([0, ${shift}])` : number(shift)
  return [`logits = ${scaled}${shift === 0 ? '' : ` + ${moved}`}`]
}

/** The name under which the function keeps a list of one number a class, which broadcasts over rows (N, K). */
function listWords({ definition, parameters }: Loss): Readonly<Record<string, string>> {
  const lists = Object.keys(parameters).filter(
    (name) => definition.parameters[name]?.kind === 'number' && Array.isArray(parameters[name]),
  )
  return Object.fromEntries(lists.map((name) => [name, name.replaceAll('-', '_')]))
}

function tensorOf(list: ParameterValue): string {
  return `logits.new_tensor([${(list as readonly number[]).join(', ')}])`
}

function alphaLines(alpha: ParameterValue, task: Task): readonly string[] {
  if (alpha === 'none') return []
  if (task === 'softmax') return [`balance = ${tensorOf(alpha)}[labels]`]
  if (Array.isArray(alpha))
    return [`alpha = ${tensorOf(alpha)}`, 'balance = torch.where(labels == 1, alpha, 1 - alpha)']
  // torch.where would round the two numbers to single precision.
  return [`balance = logits.new_tensor([1 - ${alpha}, ${alpha}])[labels.long()]`]
}

function reduce({ definition }: Loss, reduction: Reduction): string {
  if (definition.ofMeanCrossEntropy) return 'loss'
  return { mean: 'loss.mean()', sum: 'loss.sum()', positives: 'loss.sum() / (labels == 1).sum()' }[reduction]
}
