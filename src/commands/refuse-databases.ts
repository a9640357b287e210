/** Databases are read by one command; the others take its sketch, and must not repeat what may hold a password. */
import { isDatabase } from '../engines/client/clients.ts'
import { UsageError } from '../errors.ts'
import type { NamedFile } from './refuse-overwriting.ts'

/** Throws a UsageError for a database where files are read. */
export function refuseDatabases(command: string, inputs: readonly NamedFile[]): void {
  const found = inputs.find(({ key, path }) => isDatabase(path) && !(command === 'sketch' && key === null))
  if (!found) return
  const kind = found.path.slice(0, found.path.indexOf(':'))
  throw new UsageError(
    found.key === null
      ? `lossctl ${command} reads no database (${kind}:)`
      : `an option names a database (${kind}:), and takes a file`,
    `lossctl sketch ${kind}:… --table preds --label y --logit z -o preds.sketch.json makes a sketch of it, which is read as a file`,
  )
}
