/** What rows below or above a table are called that sum it up, and are no samples. */

const SUMMARIES = words(
  'total totals subtotal sum sums all overall mean means average avg median mode min max minimum maximum std stdev stddev sd sem var ' +
    'variance count n summary aggregate aggregated pooled combined ' +
    'summe gesamt gesamtsumme insgesamt mittel mittelwert durchschnitt alle somme moyenne ensemble tous suma media promedio todos ' +
    'totale somma tutti totaal gemiddelde σ ∑ ø μ итого всего среднее 合计 总计 平均 平均值 合計 計',
)

/** Stand beside such words: grand total, macro avg, mean of samples. */
const BESIDE = words(
  'grand general macro micro weighted standard deviation of the score scores value samples rows',
)

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '))
}

/** Total, MEAN:, Grand total, mean (n = 200), and the quarters of pandas' describe. */
export function saysSummary(cell: string): boolean {
  const found = cell
    .toLowerCase()
    .replace(/\(.{0,100}$/, '')
    .split(/[\s_:.*-]+/)
    .filter((word) => word !== '')
  const isKnown = (word: string) => SUMMARIES.has(word) || BESIDE.has(word)
  const isQuarter = found.length === 1 && /^(?:25|50|75|90|95|99)%$/.test(found[0])
  return isQuarter || (found.some((word) => SUMMARIES.has(word)) && found.every(isKnown))
}

/** Names of people, of genes, and of what is counted, as well. */
const NAMES = words('max min sum all mode media count n std sd sem var alle summary mean ensemble')

/** Whether it may hardly be anything else, among names that are words too. */
export function saysOnlySummary(cell: string): boolean {
  return saysSummary(cell) && !NAMES.has(cell.trim().toLowerCase())
}
