/** The folders of test/cases, copied, so that what a command writes does not lie among them. */
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../cases', import.meta.url))
const fixtures = fileURLToPath(new URL('../../fixtures', import.meta.url))

export interface Case {
  readonly name: string
  readonly argv: readonly string[]
  readonly exit: number
  /** What it is to say, with names for folders. */
  readonly stderr: string
}

/** @param to a folder to copy them to */
export function copyCases(to: string): readonly Case[] {
  cpSync(root, to, { recursive: true })
  return readdirSync(to, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('argv'))
    .map((path) => dirname(path))
    .sort()
    .map((name) => {
      const folder = join(to, name)
      const read = (file: string) => readFileSync(join(folder, file), 'utf8')
      const argv = read('argv')
        .split('\n')
        .filter((line) => line !== '')
      return {
        name,
        argv: argv.map((word) => word.replaceAll('{case}', folder).replaceAll('{fixtures}', fixtures)),
        exit: Number(read('exit')),
        stderr: read('stderr'),
      }
    })
}
