/**
 * package.json as it is published: the build has put all that lossctl imports into its files, so that nobody who installs it
 * fetches a package or runs a script. `npm pack` and `npm publish` have it so while they pack.
 *
 *     node scripts/manifest.js publish    writes it, and lays the one for development aside
 *     node scripts/manifest.js restore    puts that back
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

process.chdir(dirname(import.meta.dirname))
const MANIFEST = 'package.json'
const ASIDE = 'package.development.json'

/** Also after a run that was killed in between. */
function restore() {
  if (existsSync(ASIDE)) renameSync(ASIDE, MANIFEST)
}

function publish() {
  restore()
  const text = readFileSync(MANIFEST, 'utf8')
  const { scripts, dependencies, devDependencies, overrides, ...published } = JSON.parse(text)
  writeFileSync(ASIDE, text)
  writeFileSync(MANIFEST, `${JSON.stringify(published, null, 2)}\n`)
}

if (process.argv[2] === 'publish') publish()
else restore()
