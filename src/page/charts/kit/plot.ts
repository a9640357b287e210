/** The frame that the data of a chart are drawn in, and the room around it. */

/** In pixels of the drawing. */
export interface Plot {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** A tick at its place in the drawing. */
export interface PlacedTick {
  readonly at: number
  readonly text: string
}

/** Pixels below the plot for the labels of the ticks and of the axis. */
export const X_AXIS_HEIGHT = 44

/** Pixels above the plot for the label of the y axis. */
export const Y_LABEL_HEIGHT = 26

/** As attributes of a rectangle. */
export function boxOf({ left, top, width, height }: Plot) {
  return { x: left, y: top, width, height }
}
