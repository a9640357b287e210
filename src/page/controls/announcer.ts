/** What screen readers are told of changes, once all has stopped changing. */

/** What is new replaces what was to be said of the same topic; of other topics all is said. */
export type Announce = (text: string, topic?: string) => void

/** Milliseconds without news after which it is said: a slider that is dragged would never stop talking. */
const QUIET = 600

export function createAnnouncer(say: (text: string) => void): Announce {
  const pending = new Map<string, string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const sayAll = () => {
    say([...pending.values()].join(' '))
    pending.clear()
  }
  return (text, topic = text) => {
    // Taken out first, so that it is said in the order in which it came.
    pending.delete(topic)
    pending.set(topic, text)
    clearTimeout(timer)
    timer = setTimeout(sayAll, QUIET)
  }
}
