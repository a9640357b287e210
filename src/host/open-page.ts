/** Opens a page in the browser of whoever sits there. */
import { resolve } from 'node:path'
import { InputError } from '../errors.ts'

export async function openPage(path: string): Promise<void> {
  const { default: open } = await import('open')
  await open(resolve(path)).catch(() => {
    throw new InputError(path, 'is written, but there is nothing to open it with', 'open it by hand')
  })
}
