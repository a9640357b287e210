/**
 * Whoever stops the program finds nothing half-written, a terminal as it was, and the shell's exit code: 128 and the number of
 * the signal.
 */

import { stopPrograms } from '../sources/running.ts'
import type { Host, Signal } from './host.ts'
import { removeUnfinished } from './temporary.ts'

const EXIT_CODES: Readonly<Record<Signal, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }
const SIGNALS = Object.keys(EXIT_CODES) as readonly Signal[]

/**
 * Returns what ends it.
 * @param leaveTerminal puts back what was set there, such as that long lines are cut and not wrapped
 */
export function tidyWhenInterrupted(
  host: Pick<Host, 'on' | 'off' | 'exit'>,
  leaveTerminal: () => void,
): () => void {
  const listeners = SIGNALS.map((signal) => {
    const listener = () => {
      stopPrograms()
      removeUnfinished()
      leaveTerminal()
      host.exit(EXIT_CODES[signal])
    }
    host.on(signal, listener)
    return () => host.off(signal, listener)
  })
  return () => {
    for (const off of listeners) off()
  }
}
