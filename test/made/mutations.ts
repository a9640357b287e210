/** Files with a few bytes changed, or cut off: what is made of each is right, or an error. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { InputError } from '../../src/errors.ts'
import { draws, places } from './draws.ts'

/** Tries so many files, in full, with up to four bytes changed. What comes of one is a number or an error that is thrown. */
export async function tryMutations(
  bytes: Uint8Array,
  read: (changed: Buffer) => Promise<void>,
  files = 2000,
): Promise<void> {
  const changes = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(changes, async (edits) => {
      const changed = Buffer.from(bytes)
      for (const [at, value] of edits) changed[at] = value
      await read(changed)
    }),
    { numRuns: draws(files) },
  )
}

/** Tries a file cut off at any length. */
export async function tryCuts(bytes: Uint8Array, read: (cut: Uint8Array) => Promise<void>): Promise<void> {
  for (const length of places(bytes.length)) await read(bytes.subarray(0, length))
}

/** A number, or an error that a person can act on. */
export async function numberOrError(found: Promise<number>): Promise<number | null> {
  const outcome = await found.catch((thrown: unknown) => thrown)
  if (typeof outcome === 'number') return outcome
  expect(outcome).toBeInstanceOf(InputError)
  return null
}
