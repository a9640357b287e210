/** The package as `npm pack` makes it of what is built. */
import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Packs in the folder `clone` there, a copy, since package.json is another while it is packed; gives the path of the package. */
export function packInto(folder: string): string {
  const clone = join(folder, 'clone')
  mkdirSync(clone)
  for (const name of ['bin', 'dist', 'docs', 'scripts'])
    cpSync(join(root, name), join(clone, name), { recursive: true })
  for (const name of ['CHANGELOG.md', 'LICENSE', 'README.md', 'README.zh-CN.md'])
    copyFileSync(join(root, name), join(clone, name))
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  // What it is to build is built.
  manifest.scripts.build = 'node --version'
  writeFileSync(join(clone, 'package.json'), JSON.stringify(manifest))
  const args = ['pack', '--silent', '--pack-destination', folder]
  const printed = execFileSync('npm', args, { cwd: clone, encoding: 'utf8' })
  return join(folder, printed.trim().split('\n').at(-1)!)
}
