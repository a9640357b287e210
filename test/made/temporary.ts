/** One folder for all that a run of the tests leaves in temporary folders: it goes away with the run. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export default function keepTemporary(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'lossctl-tests-'))
  // As the system's own: some tests run the program as another user.
  chmodSync(folder, 0o1777)
  process.env.TMPDIR = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
