/** What becomes of a database where a file is read. */
import { UsageError } from '../../errors.ts'
import { isDatabase } from './clients.ts'

/** How its name begins: the rest may hold a password, and is not said again. */
export function kindOf(name: string): string {
  return name.slice(0, name.indexOf(':'))
}

/** A way out, for what takes a sketch. */
export function sketchOf(kind: string): string {
  return `lossctl sketch ${kind}:… --table preds --label y --logit z -o preds.sketch.json makes a sketch of it, which is read as a file`
}

/** Throws a UsageError for the name of a database in the place of a file's, where the program of none is run. */
export function refuseDatabase(name: string | undefined): void {
  if (typeof name !== 'string' || !isDatabase(name)) return
  const kind = kindOf(name)
  throw new UsageError(`only the command lossctl asks databases (${kind}:)`, sketchOf(kind))
}
