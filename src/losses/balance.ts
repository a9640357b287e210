/** alpha_t: the factor alpha gives to each class. */
import { UsageError } from '../errors.ts'
import type { Loss } from './loss.ts'
import type { Task } from './task.ts'

/**
 * One factor a class: [1 - alpha, alpha] for negatives and positives, the list itself with softmax.
 * Throws a UsageError when alpha's shape does not fit the classes.
 */
export function classBalance(loss: Loss, task: Task, classes: number): readonly number[] {
  const alpha = loss.parameters.alpha ?? 'none'
  if (alpha === 'none') return new Array(task === 'softmax' ? classes : 2).fill(1)
  if (task === 'softmax') return softmaxBalance(loss, alpha as number | readonly number[], classes)
  if (typeof alpha === 'number') return [1 - alpha, alpha]
  throw new UsageError(
    `${loss.spec}: alpha is one number with ${task} labels`,
    'alpha=0.25 gives positives 0.25',
  )
}

function softmaxBalance(loss: Loss, alpha: number | readonly number[], classes: number): readonly number[] {
  if (typeof alpha === 'number') {
    throw new UsageError(
      `${loss.spec}: a single alpha has two readings with softmax: class 0 gets 1 − α and the others α (kornia, MONAI), or every class gets α (Keras)`,
      `give one factor a class, as in alpha=${Array.from({ length: Math.min(classes, 4) }, (_, i) => (i === 0 ? 1 - alpha : alpha)).join(',')}${classes > 4 ? ',…' : ''}`,
    )
  }
  if (alpha.length !== classes) {
    throw new UsageError(`${loss.spec}: alpha has ${alpha.length} factors and there are ${classes} classes`)
  }
  return alpha
}
