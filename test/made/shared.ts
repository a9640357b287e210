/** Reference data that live beside the project, not in it: tests that need them skip with a word when they are absent. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../../shared', import.meta.url))

/** The path of a shared file, or undefined when there is none. */
export function sharedPath(name: string): string | undefined {
  const path = `${folder}/${name}`
  return existsSync(path) ? path : undefined
}

/** The path of a file in fixtures/. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url))
}
