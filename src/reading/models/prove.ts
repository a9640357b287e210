/** Whether ids prove in all rows that each sample stands once for each model, with one label. */
import type { Table } from '../../formats/table.ts'
import type { Proof } from './questions.ts'
import { modelsIn } from './rows-of.ts'

/** Most rows whose ids are held. */
const MAX_ROWS = 2_000_000

/** The same ids for each, none of them twice, and the same labels for each of them. */
export async function areSameSamples(tables: readonly Table[], proof: Proof): Promise<boolean> {
  const { ids, labels, models } = proof
  const [known, seen] = [new Map<string, string>(), new Map<string, Set<string>>()]
  let rows = 0
  for (const table of tables)
    for await (const block of table.read({ numbers: [], texts: [ids, ...labels, ...models] })) {
      const { texts, length, ragged } = block
      rows += length
      if (rows > MAX_ROWS || ragged.length > 0) return false
      const own = modelsIn(texts.slice(1 + labels.length), length)
      const ofLabels = modelsIn(texts.slice(1, 1 + labels.length), length)
      for (const [row, id] of [...texts[0]].entries()) {
        const model = seen.get(own[row]) ?? new Set<string>()
        seen.set(own[row], model.add(id))
        const label = known.get(id)
        if (label === undefined) known.set(id, ofLabels[row])
        if (id === '' || (label ?? ofLabels[row]) !== ofLabels[row]) return false
      }
    }
  return rows === known.size * seen.size && [...seen.values()].every((own) => own.size === known.size)
}
