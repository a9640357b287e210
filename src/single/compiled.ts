/** run.ts as V8 compiled it when the single file was made, with all that usual commands use: in the place of ../compiled.ts. */
import type { Host } from '../host/host.ts'
import { readOwnFile } from '../own-file.ts'
import { loadScript, optimizeLater } from '../script.ts'

export async function run(host: Host): Promise<number> {
  optimizeLater(host)
  return loadScript(readOwnFile('run.cache')).exports.run(host)
}
