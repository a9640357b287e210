/** Most letters that a slip of the finger changes. */
const MAX_DISTANCE = 2

/** The known name closest to a mistyped one, or undefined when none is close. For "did you mean". */
export function nearest(word: string, names: readonly string[]): string | undefined {
  // As many insertions are needed as the lengths differ, and a word may be a whole file.
  const alike = names.filter((name) => Math.abs(name.length - word.length) <= MAX_DISTANCE)
  const scored = alike.map((name) => ({
    name,
    distance: editDistance(word.toLowerCase(), name.toLowerCase()),
  }))
  const best = scored.reduce((a, b) => (b.distance < a.distance ? b : a), {
    name: '',
    distance: MAX_DISTANCE + 1,
  })
  return best.distance <= MAX_DISTANCE && best.distance < best.name.length ? best.name : undefined
}

/** Levenshtein distance: insertions, deletions and replacements that turn a into b. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]
}
