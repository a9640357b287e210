/** Finds room for the name of each curve beside it, so that no eye has to go to a legend and back. */

export type Point = readonly [x: number, y: number]

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Labelled {
  readonly box: Box
  /** From the curve to the name, where they are apart. */
  readonly leader: readonly [from: Point, to: Point] | null
}

/** What names may have: the frame of the panel, and the size of a letter. */
export interface Room {
  readonly frame: Box
  readonly letter: number
}

/** Places along a curve that are tried. */
const PLACES = 48

/** Distances to the curve, in letters. */
const DISTANCES = [0.45, 1.1, 2, 3.2, 4.6, 6.5, 9, 12, 16]

const DIRECTIONS = Array.from({ length: 16 }, (_, i) => [
  Math.cos((i * Math.PI) / 8),
  Math.sin((i * Math.PI) / 8),
])

/** Distance, in letters, from which on a line leads from the curve to its name. */
const NEAR = 0.7

/** What it costs, in letters, that such a line passes over another curve; the dot at its end tells which one it is for. */
const PASSING = 1.5

/** What a name may cost, in letters: beyond, the curves are too close to be told apart, and a legend is better. */
const MAX_COST = 11

/** A name beside its curve, and how well it stands there. */
interface Candidate extends Labelled {
  readonly cost: number
  /** The part of it that other curves are near. */
  readonly among: number
}

/**
 * Where each name stands: within the frame, upon no curve and no other name. Null where there is no good place for one of them. `among` tells how near
 * other curves are where names point to.
 *
 * @param curves in pixels
 * @param sizes of their names
 */
export function placeLabels(
  curves: readonly (readonly Point[])[],
  sizes: readonly (readonly [width: number, height: number])[],
  room: Room,
): { readonly labels: readonly Labelled[]; readonly among: number } | null {
  const segments = curves.map((curve) => segmentsOf(thinned(curve)))
  const labels: Labelled[] = []
  let among = 0
  for (const [index, curve] of curves.entries()) {
    const best = bestOf(curve, sizes[index], segments, index, labels, room)
    if (best === null || best.cost > MAX_COST) return null
    labels.push(best)
    among += best.among
  }
  return { labels, among }
}

/** A box of words within the frame that covers no curve and none of the others: the first that does. */
export function freeBox(
  candidates: readonly Box[],
  curves: readonly (readonly Point[])[],
  taken: readonly Box[],
): Box | null {
  const segments = curves.flatMap((curve) => segmentsOf(thinned(curve)))
  const isFree = (box: Box) =>
    !taken.some((other) => overlap(box, other)) && !segments.some(([a, b]) => crosses(box, a, b))
  return candidates.find(isFree) ?? null
}

type Segment = readonly [from: Point, to: Point]

function bestOf(
  curve: readonly Point[],
  [width, height]: readonly [number, number],
  segments: readonly (readonly Segment[])[],
  own: number,
  placed: readonly Labelled[],
  { frame, letter }: Room,
): Candidate | null {
  let best: Candidate | null = null
  const others = segments.flatMap((ones, index) => (index === own ? [] : ones))
  for (const point of spread(curve, PLACES)) {
    const among = amongOthers(point, others, letter)
    for (const far of DISTANCES) {
      // Whatever is farther costs more than the best so far.
      if (best && far + among > best.cost) break
      for (const [dx, dy] of DIRECTIONS) {
        const [x, y] = [point[0] + dx * far * letter, point[1] + dy * far * letter]
        // The side of the box that looks at the curve touches that place, or a corner of it is a little beyond.
        const box = { x: x - (width * (1 - dx)) / 2, y: y - (height * (1 - dy)) / 2, width, height }
        if (!within(box, frame)) continue
        const cost = costOf(box, [point, [x, y]], far, segments, own, placed, letter)
        if (cost !== null && (best === null || cost + among < best.cost))
          best = {
            box,
            cost: cost + among,
            among,
            leader: far > NEAR ? [point, edgeOf(grown(box, 0.1 * letter), point, [x, y])] : null,
          }
      }
    }
  }
  return best
}

/** What it costs that other curves pass where a name points to. */
function amongOthers([x, y]: Point, others: readonly Segment[], letter: number): number {
  const nearest = others.reduce(
    (least, one) => Math.min(least, gap({ x, y, width: 0, height: 0 }, one)),
    Number.POSITIVE_INFINITY,
  )
  return 5 * Math.max(0, 1 - nearest / (0.7 * letter))
}

/** Null where something is in the way. */
function costOf(
  box: Box,
  leader: Segment,
  far: number,
  segments: readonly (readonly Segment[])[],
  own: number,
  placed: readonly Labelled[],
  letter: number,
): number | null {
  const wide = grown(box, letter * 0.18)
  for (const other of placed) {
    if (overlap(grown(box, letter * 0.3), other.box)) return null
    if (crosses(grown(other.box, 1), ...leader)) return null
    if (other.leader && (crosses(wide, ...other.leader) || meet(leader, other.leader))) return null
  }
  let nearest = Number.POSITIVE_INFINITY
  let passed = 0
  for (const [index, ones] of segments.entries()) {
    let isPassed = false
    for (const one of ones) {
      if (crosses(wide, ...one)) return null
      if (index === own) continue
      isPassed ||= meet(leader, one)
      nearest = Math.min(nearest, gap(box, one) / letter)
    }
    if (isPassed) passed++
  }
  if (passed > 0 && far <= NEAR) return null
  // A name that another curve is as near to would be taken for that one's.
  const ambiguous = far > NEAR ? Math.max(0, 0.5 - nearest) : Math.max(0, 2.2 * far - nearest) * 3
  return far + ambiguous + passed * PASSING
}

/** Evenly along its length, in pixels, and not at its very ends. */
function spread(curve: readonly Point[], count: number): readonly Point[] {
  const lengths = [0]
  for (let i = 1; i < curve.length; i++) lengths.push(lengths[i - 1] + distance(curve[i - 1], curve[i]))
  const total = lengths.at(-1) ?? 0
  if (curve.length < 2 || total === 0) return curve
  const points: Point[] = []
  let i = 1
  for (let step = 0; step < count; step++) {
    const at = (total * (step + 0.5)) / count
    while (i < curve.length - 1 && lengths[i] < at) i++
    const part = (at - lengths[i - 1]) / (lengths[i] - lengths[i - 1] || 1)
    points.push(between(curve[i - 1], curve[i], part))
  }
  return points
}

function segmentsOf(curve: readonly Point[]): readonly Segment[] {
  return curve.slice(1).map((point, i) => [curve[i], point] as const)
}

/** Pixels that a simpler line may be off. */
const OFF = 0.7

/** With fewer points: as far as one straight line passes by those between its ends. */
function thinned(curve: readonly Point[]): readonly Point[] {
  const kept = curve.slice(0, 1)
  for (let from = 0; from < curve.length - 1; ) {
    let to = from + 1
    while (to < curve.length - 1 && isStraight(curve, from, to + 1)) to++
    kept.push(curve[to])
    from = to
  }
  return kept
}

function isStraight(curve: readonly Point[], from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++)
    if (gap({ x: curve[i][0], y: curve[i][1], width: 0, height: 0 }, [curve[from], curve[to]]) > OFF)
      return false
  return true
}

function between([ax, ay]: Point, [bx, by]: Point, part: number): Point {
  return [ax + (bx - ax) * part, ay + (by - ay) * part]
}

function distance([ax, ay]: Point, [bx, by]: Point): number {
  return Math.hypot(bx - ax, by - ay)
}

function grown({ x, y, width, height }: Box, by: number): Box {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by }
}

function within(box: Box, frame: Box): boolean {
  return (
    box.x >= frame.x &&
    box.y >= frame.y &&
    box.x + box.width <= frame.x + frame.width &&
    box.y + box.height <= frame.y + frame.height
  )
}

export function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

/** Whether a line passes through a box: what is left of it between the sides is more than nothing. */
function crosses(box: Box, a: Point, b: Point): boolean {
  const [from, to] = partWithin(box, a, b)
  return from < to
}

/** The end of a line that leads to a box, before it is in it. */
function edgeOf(box: Box, from: Point, to: Point): Point {
  const [enters, leaves] = partWithin(box, from, to)
  return enters < leaves ? between(from, to, enters) : to
}

/** Which part of a line is in a box: nothing where it begins behind its end. */
function partWithin(
  { x, y, width, height }: Box,
  [ax, ay]: Point,
  [bx, by]: Point,
): readonly [from: number, to: number] {
  let [from, to] = [0, 1]
  for (const [start, way, low, high] of [
    [ax, bx - ax, x, x + width],
    [ay, by - ay, y, y + height],
  ]) {
    if (way === 0) {
      if (start <= low || start >= high) return [1, 0]
      continue
    }
    const [a, b] = [(low - start) / way, (high - start) / way]
    from = Math.max(from, Math.min(a, b))
    to = Math.min(to, Math.max(a, b))
  }
  return [from, to]
}

/** Whether two lines cross. */
function meet([a, b]: Segment, [c, d]: Segment): boolean {
  const side = ([px, py]: Point, [qx, qy]: Point, [rx, ry]: Point) =>
    Math.sign((qx - px) * (ry - py) - (qy - py) * (rx - px))
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b)
}

/** From a box to a line that does not pass through it, by its ends and the place nearest to the middle of the box. */
function gap({ x, y, width, height }: Box, [a, b]: Segment): number {
  const from = ([px, py]: Point) =>
    Math.hypot(Math.max(x - px, 0, px - x - width), Math.max(y - py, 0, py - y - height))
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const [mx, my] = [x + width / 2, y + height / 2]
  const part = ((mx - a[0]) * dx + (my - a[1]) * dy) / (dx * dx + dy * dy || 1)
  return Math.min(from(a), from(between(a, b, Math.max(0, Math.min(1, part)))), from(b))
}
