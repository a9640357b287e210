/** Keeps the page's address in step with the state, in both directions. */
import { formatHash, parseHash, type ReadHash } from '../state/hash.ts'
import type { State } from '../state/state.ts'
import type { Page } from './page.ts'

/** Milliseconds after the last change: browsers refuse more than a few changes of address a second. */
const QUIET = 200

export function readAddress(initial: State, page: Pick<Page, 'bounds'>): ReadHash {
  return parseHash(location.hash.slice(1), initial, page.bounds)
}

/** Writes the state into the address when it has come to rest. */
export function createAddressWriter(initial: State, page: Pick<Page, 'bounds'>): (state: State) => void {
  // In the frame of a notebook it has none of its own, and browsers refuse to write one.
  if (location.protocol === 'about:') return () => {}
  let timer: ReturnType<typeof setTimeout> | undefined
  return (state) => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      const hash = formatHash(state, initial, page.bounds)
      // Back at the beginning it is a bare #, since an empty address would leave the old one as it is.
      if (hash !== location.hash.slice(1)) history.replaceState(null, '', `#${hash}`)
    }, QUIET)
  }
}

/** When somebody edits the address, or goes back. */
export function onAddress(read: () => void): void {
  addEventListener('hashchange', read)
}
