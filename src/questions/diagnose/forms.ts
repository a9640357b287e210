/** All forms beside the textbook's: those of libraries, of the register of losses, and those that lossctl does not compute. */
import { LOSSES } from '../../losses/index.ts'
import type { LossDefinition } from '../../losses/loss.ts'
import type { NumberDefinition } from '../../losses/parameter.ts'
import { reducedFocal } from '../../losses/reduced-focal.ts'
import { type Choice, type Form, type Shape, USUAL } from './choice.ts'
import { isSided } from './elements.ts'
import { ELSEWHERE } from './elsewhere.ts'
import { SMOOTHED } from './smoothed.ts'
import { TWO_SIDED } from './two-sided.ts'

/** Losses whose terms the other forms are, or that are no function of a sample. */
const COVERED = [
  'ce',
  'focal',
  'poly1',
  'poly1-focal',
  'poly-n',
  'article-ce',
  'article-focal',
  'asl',
  'asym-focal',
  'varifocal',
  'sce',
  'label-smooth',
]

/** Where a loss that has an end is no number at infinity, to which rounding takes a pt of 1e-8, it has its end here. */
const FARTHEST = 700

/** A loss of the register, with its numbers as shapes. */
function registered(definition: LossDefinition, switched: Readonly<Record<string, string>> = {}): Form {
  const numbers = Object.entries(definition.parameters).filter(([, { kind }]) => kind === 'number')
  const shapes = numbers.map(([key, parameter]): Shape => {
    const { symbol, mapped, initial, min, max, whole } = parameter as NumberDefinition
    const known = mapped.filter((x): x is number => x !== 'none')
    const grid = whole ? Array.from({ length: known.at(-1)! }, (_, i) => i + 1) : known
    return { key, symbol, grid, usual: [initial], min, max, isWhole: whole }
  })
  const places: Choice = { ...USUAL, standing: 'convention', cost: 3 }
  return {
    ...places,
    name: definition.name,
    shapes,
    terms: [definition.formula],
    columns(elements, shape) {
      const sided = isSided(elements)
      const of = (positive: boolean | null) =>
        definition.at({ ...shape, ...switched } as never, { alpha: 1, positive }).value
      const [negative, positive] = sided ? [of(false), of(true)] : [of(null), of(null)]
      const margin = (e: number) => Math.log(elements.pt[e]) - Math.log(elements.q[e])
      const lossOf = (e: number) => {
        const at = elements.group[e] === 1 ? positive : negative
        const value = at(margin(e))
        return Number.isNaN(value) ? at(Math.max(-FARTHEST, Math.min(FARTHEST, margin(e)))) : value
      }
      return [elements.ce.map((_, e) => lossOf(e))]
    },
    suits: (elements) =>
      definition.tasks === undefined ||
      definition.tasks.includes(isSided(elements) ? 'binary' : elements.samples.task),
    loss: definition.name,
    switched,
    unbalanced: !('alpha' in definition.parameters),
  }
}

export const OTHERS: readonly Form[] = [
  ...SMOOTHED,
  ...TWO_SIDED,
  ...LOSSES.filter(({ name }) => !COVERED.includes(name)).map((one) => registered(one)),
  registered(reducedFocal, { continuous: 'on' }),
  ...ELSEWHERE,
]
