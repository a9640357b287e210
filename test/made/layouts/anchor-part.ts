/** Rows of one class at most, whose label is a class or the background. */
import { type ClassNames, columnName, drawClasses, drawPattern } from './classes.ts'
import type { Known } from './classifier.ts'
import { drawLabelName } from './labels.ts'
import type { Part } from './part.ts'
import type { Random } from './random.ts'
import type { Scores } from './scores.ts'

export function drawAnchors(random: Random, known: Known, { scale, cells }: Scores): Part {
  const names = drawClasses(random, known.classes)
  const pattern = drawPattern(random, scale)
  const style = drawBackground(random, names)
  const labels = labelsOf(known, style)
  const isFree = !names.names.some((name) => style.of.includes(name))
  return {
    scores: names.names.map((name, c) => ({
      name: columnName(pattern, name),
      cells: cells.map((row) => row[c]),
    })),
    labels: [{ name: drawLabelName(random), cells: labels }],
    order: names.names.map((_, c) => c),
    words: names.names,
    flags: [`--background=${style.background}`],
    isMoved: true,
    doubts: [
      ...(pattern === '%' && isFree ? ['scores that nothing calls so'] : []),
      ...(pattern === '%' && scale !== 'probs' ? ['bare names of sigmoids'] : []),
    ],
    traits: [names.kind, `pattern ${pattern}`, `background ${style.background}`],
  }
}

export interface Background {
  readonly background: string
  readonly of: readonly string[]
}

/** Before the classes, behind them, below them, or by a word. */
function drawBackground(random: Random, { kind, names }: ClassNames): Background {
  if (kind !== 'numbers' && kind !== 'from-1' && random.chance(0.6))
    return { background: random.pick(['background', 'none', 'bg', '-1']), of: names }
  const styles = kind === 'from-1' ? (['0'] as const) : kind === 'numbers' ? (['K', '-1'] as const) : STYLES
  return backgroundOf(random.pick(styles), names.length)
}

export const STYLES = ['0', 'K', '-1'] as const

/** RetinaNet and mmdet, Detectron2, torchvision. */
export function backgroundOf(style: (typeof STYLES)[number], classes: number): Background {
  const first = style === '0' ? 1 : 0
  const of = Array.from({ length: classes }, (_, c) => `${c + first}`)
  return { background: style === 'K' ? `${classes}` : style, of }
}

/** The label of each row. */
export function labelsOf({ truth }: Known, { background, of }: Background): readonly string[] {
  return truth.map((row) => of[row.indexOf(1)] ?? background)
}
