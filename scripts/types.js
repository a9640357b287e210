/** The types of the public API: what its declarations lead to. The compiler writes those of all that is imported. */
import { readdirSync, readFileSync, rmSync } from 'node:fs'
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
}

function removeEmpty(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeEmpty(join(folder, entry.name))
  if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true })
}
