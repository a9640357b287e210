/** Most letters that a slip of the finger changes. */
const MAX_DISTANCE = 2

/**
 * The known name closest to a mistyped one, or undefined when none is close. For "did you mean".
 *
 * @param most letters that may be changed
 */
export function nearest(word: string, names: readonly string[], most = MAX_DISTANCE): string | undefined {
  // As many insertions are needed as the lengths differ, and a word may be a whole file.
  const alike = names.filter((name) => Math.abs(name.length - word.length) <= most)
  const scored = alike.map((name) => ({
    name,
    distance: editDistance(word.toLowerCase(), name.toLowerCase()),
  }))
  const best = scored.reduce((a, b) => (b.distance < a.distance ? b : a), {
    name: '',
    distance: most + 1,
  })
  return best.distance <= most && best.distance < best.name.length ? best.name : undefined
}

/**
 * Insertions, deletions, replacements and swaps of neighbours that turn a into b, none of them touched again (optimal
 * string alignment).
 */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const changed = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, changed, isSwap ? before[j - 2] + 1 : changed)
    }
    before = row
    row = next
  }
  return row[b.length]
}
