/** A loss at its setting as lines of PyTorch, numerically the same as ours. */

import type { Loss } from '../../losses/loss.ts'
import type { ParameterValue } from '../../losses/parameter.ts'
import type { Task } from '../../losses/task.ts'
import type { Reduction } from '../../questions/compare/compare.ts'

/** Lines that make `loss` of what is there before: `ce`, `error` (1 − pt), `margin` (the log-odds of pt). */
type Body = (parameters: Readonly<Record<string, ParameterValue>>, balance: string) => readonly string[]

const BODIES: Readonly<Record<string, Body>> = {
  ce: (_, balance) => [`loss = ${balance}ce`],
  'article-ce': () => ['loss = ce'],
  focal: ({ gamma }, balance) => [...keepSloped('error', gamma), `loss = ${balance}error ** ${gamma} * ce`],
  poly1: ({ epsilon }, balance) => [`loss = ${scaled(balance, `ce + ${number(epsilon)} * error`)}`],
  'poly-n': ({ epsilon }, balance) => [`loss = ${scaled(balance, `ce${terms(epsilon)}`)}`],
  'poly1-focal': (parameters, balance) => polyFocal(parameters, balance),
  'focal-star': ({ gamma, beta }, balance) => [
    // Not softplus, which torch takes for a straight line from 20 on.
    `loss = -${balance}F.logsigmoid(${gamma} * margin + ${number(beta)}) / ${gamma}`,
  ],
}

export function pytorchOf(loss: Loss, task: Task, reduction: Reduction): string {
  const { definition, parameters } = loss
  const { alpha = 'none' } = parameters
  const balance = alpha === 'none' ? '' : 'balance * '
  const body = BODIES[definition.name]?.(parameters, balance) ?? batchBody(parameters)
  const needed = (word: string) => body.some((line) => new RegExp(`\\b${word}\\b`).test(line))
  return [
    'import torch',
    'import torch.nn.functional as F',
    '',
    `def ${definition.name.replaceAll('-', '_')}(logits, labels):`,
    ...[
      `"""${loss.title}: ${definition.formula}"""`,
      ...(task === 'softmax' ? softmaxLines(needed) : sigmoidLines(needed)),
      ...balanceLines(alpha, task),
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
    ...(needed('ce') ? ["ce = F.cross_entropy(logits, labels, reduction='none')"] : []),
    ...(needed('error') ? ['error = -torch.expm1(-ce)  # 1 - pt'] : []),
  ]
}

function balanceLines(alpha: ParameterValue, task: Task): readonly string[] {
  if (alpha === 'none') return []
  if (task === 'softmax')
    return [`balance = logits.new_tensor([${(alpha as readonly number[]).join(', ')}])[labels]`]
  // torch.where would round the two numbers to single precision.
  return [`balance = logits.new_tensor([1 - ${alpha}, ${alpha}])[labels.long()]`]
}

function polyFocal(parameters: Readonly<Record<string, ParameterValue>>, balance: string): readonly string[] {
  const { gamma, epsilon, 'poly-alpha': polyAlpha } = parameters
  const term = `${number(epsilon)} * error`
  return [
    ...keepSloped('error', gamma),
    polyAlpha === 'off'
      ? `loss = error ** ${gamma} * (${balance}ce + ${term})`
      : `loss = ${balance}error ** ${gamma} * (ce + ${term})`,
  ]
}

/** Where 1 − pt rounds to 0, a power below 1 is infinitely steep, and torch would make a gradient of NaN of it. */
function keepSloped(name: string, gamma: ParameterValue): readonly string[] {
  const isRoot = typeof gamma === 'number' && gamma > 0 && gamma < 1
  return isRoot
    ? [`${name} = ${name}.clamp_min(torch.finfo(${name}.dtype).tiny)  # a root has no gradient at 0`]
    : []
}

/** The article's focal loss modulates the mean of the batch. */
function batchBody({ gamma }: Readonly<Record<string, ParameterValue>>): readonly string[] {
  return [
    'logp = ce.mean()',
    'rest = -torch.expm1(-logp)  # 1 - p',
    ...keepSloped('rest', gamma),
    `loss = rest ** ${gamma} * logp`,
  ]
}

/** A sum takes brackets behind a factor only. */
function scaled(balance: string, sum: string): string {
  return balance ? `${balance}(${sum})` : sum
}

function terms(epsilon: ParameterValue): string {
  return [epsilon]
    .flat()
    .map((e, j) => ` + ${number(e)} * error${j > 0 ? ` ** ${j + 1}` : ''}`)
    .join('')
}

/** A negative factor in brackets reads better behind a plus. */
function number(value: ParameterValue): string {
  return typeof value === 'number' && value < 0 ? `(${value})` : `${value}`
}

function reduce({ definition }: Loss, reduction: Reduction): string {
  if (definition.ofMeanCrossEntropy) return 'loss'
  return { mean: 'loss.mean()', sum: 'loss.sum()', positives: 'loss.sum() / (labels == 1).sum()' }[reduction]
}
