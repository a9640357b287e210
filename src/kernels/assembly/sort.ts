// Samples put in the order of their groups, those of a group in their own order: so each group's sums stay near to the
// processor while they are added to, and come out the same.

/**
 * Writes groups, margins and weights of n samples, those of negative groups left out; returns how many are left.
 *
 *   weights  f64 a sample, 0 where all weigh 1
 *   ends     i32 a group, written
 *   sorted   their groups, margins and weights, laid out as they are
 */
export function sortByGroup(
  groups: usize,
  margins: usize,
  weights: usize,
  n: i32,
  groupCount: i32,
  ends: usize,
  sortedGroups: usize,
  sortedMargins: usize,
  sortedWeights: usize,
): i32 {
  const left = countGroups(groups, n, groupCount, ends)
  for (let i = n - 1; i >= 0; i--) {
    const group = load<i32>(groups + (<usize>i << 2))
    if (group < 0) continue
    const end = ends + (<usize>group << 2)
    const at = <usize>(load<i32>(end) - 1)
    store<i32>(end, <i32>at)
    store<i32>(sortedGroups + (at << 2), group)
    store<f64>(sortedMargins + (at << 3), load<f64>(margins + (<usize>i << 3)))
    if (weights) store<f64>(sortedWeights + (at << 3), load<f64>(weights + (<usize>i << 3)))
  }
  return left
}

/** Writes where the samples of each group end; returns where the last ones do. */
function countGroups(groups: usize, n: i32, groupCount: i32, ends: usize): i32 {
  memory.fill(ends, 0, <usize>groupCount << 2)
  for (let i: usize = 0; i < <usize>n; i++) {
    const group = load<i32>(groups + (i << 2))
    if (group < 0) continue
    const end = ends + (<usize>group << 2)
    store<i32>(end, load<i32>(end) + 1)
  }
  let sum = 0
  for (let group: usize = 0; group < <usize>groupCount; group++) {
    sum += load<i32>(ends + (group << 2))
    store<i32>(ends + (group << 2), sum)
  }
  return sum
}
