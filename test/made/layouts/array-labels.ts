/** The truth as an array: class indices, those with a background, or a matrix. */
import { backgroundOf, labelsOf, STYLES } from './anchor-part.ts'
import type { Known } from './classifier.ts'
import type { NumberArray } from './containers.ts'
import type { Code } from './npy.ts'
import type { Random } from './random.ts'

export interface ArrayLabels {
  readonly array: NumberArray
  readonly flags: readonly string[]
  readonly isMatrix: boolean
  readonly kind: string
  readonly doubts: readonly string[]
}

export function drawArrayLabels(random: Random, known: Known): ArrayLabels {
  const name = random.pick(['labels', 'y_true', 'y', 'targets'])
  if (known.isDetector && random.chance(0.8)) return drawAnchorLabels(random, known, name)
  const isMatrix = known.task === 'multilabel' || (known.task === 'softmax' && random.chance(0.2))
  return isMatrix ? drawMatrix(random, known, name) : drawIndices(random, known, name)
}

function drawMatrix(random: Random, { task, truth, rows, classes }: Known, name: string): ArrayLabels {
  const ofClasses = ([t]: readonly number[]) => Array.from({ length: classes }, (_, c) => Number(c === t))
  const values = (task === 'multilabel' ? truth : truth.map(ofClasses)).flat()
  const code = random.pick(['u1', 'f4', 'i8', 'b1'] as const)
  const array = { name, code, shape: [rows, classes], values }
  return { array, flags: [], isMatrix: true, kind: 'matrix', doubts: [] }
}

function drawAnchorLabels(random: Random, known: Known, name: string): ArrayLabels {
  const style = backgroundOf(random.pick(STYLES), known.classes)
  const array = { name, code: 'i8', shape: [known.rows], values: labelsOf(known, style).map(Number) } as const
  const flags = [`--background=${style.background}`]
  return { array, flags, isMatrix: false, kind: `background ${style.background}`, doubts: [] }
}

function drawIndices(random: Random, known: Known, name: string): ArrayLabels {
  const isBinary = known.task === 'binary'
  const kind = random.pick(isBinary ? (['0', '0', '-1'] as const) : (['0', '0', '1'] as const))
  const codes: readonly Code[] =
    kind === '-1' ? ['i8', 'f4'] : isBinary ? ['i8', 'u1', 'f4', 'b1'] : ['i8', 'i4', 'u1', 'f4']
  const cells = known.truth.map(([t]) => (kind === '-1' ? 2 * t - 1 : kind === '1' ? t + 1 : t))
  const shape = random.chance(0.25) ? [known.rows, 1] : [known.rows]
  const most = Math.max(...cells)
  const least = Math.min(...cells)
  const occur = new Set(cells).size
  const isFull =
    most === known.classes &&
    (occur === known.classes || cells.filter((cell) => cell < most).length >= 5 * known.classes)
  const isSure = isBinary || (kind === '1' ? isFull : least === 0)
  return {
    array: { name, code: random.pick(codes), shape, values: cells },
    flags: [],
    isMatrix: false,
    kind,
    doubts: isSure ? [] : ['labels from 0 or from 1'],
  }
}
