/** The types of the public API: what its declarations lead to. The compiler writes those of all that is imported. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** Removes declarations that nobody who imports `entry` can reach. */
export function keepReachable(folder, entry) {
  const reached = new Set()
  const waiting = [resolve(folder, entry)]
  while (waiting.length > 0) {
    const path = waiting.pop()
    if (reached.has(path)) continue
    reached.add(path)
    const imports = readFileSync(path, 'utf8').matchAll(/(?:\bfrom |\bimport\()['"](\.[^'"]+)\.ts['"]/g)
    for (const [, name] of imports) waiting.push(`${resolve(dirname(path), name)}.d.ts`)
  }
  for (const name of readdirSync(folder, { recursive: true })) {
    const path = join(resolve(folder), name)
    if (path.endsWith('.d.ts') && !reached.has(path)) rmSync(path)
  }
  removeEmpty(folder)
  const asked = filesOfValues(resolve(folder, entry))
  for (const path of reached) if (!asked.has(path)) leaveOutComments(path)
}

/** The entry, and the files whose functions it exports. Of all others types are all that is exported. */
function filesOfValues(entry) {
  const exported = readFileSync(entry, 'utf8').matchAll(/^export \{[^}]*\} from ['"](\.[^'"]+)\.ts['"]/gm)
  return new Set([entry, ...[...exported].map(([, name]) => `${resolve(dirname(entry), name)}.d.ts`)])
}

/** Those above functions and constants, which nobody who imports the entry can call: they are an eighth of all declarations. */
function leaveOutComments(path) {
  const text = readFileSync(path, 'utf8')
  const ofValue = /^\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n(?=export declare (?:function|const)\b)/gm
  writeFileSync(path, text.replace(ofValue, ''))
}

function removeEmpty(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeEmpty(join(folder, entry.name))
  if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true })
}
