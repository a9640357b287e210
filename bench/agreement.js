/** The largest difference between two answers, relative to each count and each sum; absent bands are empty ones. */
export function difference(answer, reference) {
  const bands = Object.keys({ ...answer, ...reference })
  const cells = bands.flatMap((band) =>
    ['count', 'ce', 'focal', 'poly1'].map((name) => [
      answer[band]?.[name] ?? 0,
      reference[band]?.[name] ?? 0,
    ]),
  )
  return Math.max(...cells.map(relative))
}

/** What answers nothing (difference null) cannot disagree; what answers NaN does. */
export const agrees = ({ difference, tolerance }) => difference === null || difference <= tolerance

const relative = ([a, b]) => (a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b)))
