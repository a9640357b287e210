/** What of node:util the program needs. */

/** Where a function has the form of it that gives a promise. */
export const PROMISED: unique symbol = Symbol('promised')

export function promisify<F>(one: { readonly [PROMISED]: F }): F {
  return one[PROMISED]
}

/** Of what is printed on no terminal. */
export const stripVTControlCharacters = (text: string) => text
