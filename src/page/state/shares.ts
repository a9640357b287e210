/** Which shares of the bands are shown: those of the loss, or of something else that a loss hands out. */
import { type Figure, PART_FIGURES, type PartFigures } from '../../measures/figures.ts'

const SHARES = PART_FIGURES.filter(({ kind }) => kind === 'share')

export const SHARE_NAMES: readonly string[] = SHARES.map(({ name }) => name)

/** The figure of that name, else the first. */
export function shareFigure(name: string): Figure<PartFigures> {
  return SHARES.find((figure) => figure.name === name) ?? SHARES[0]
}
