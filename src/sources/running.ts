/** Programs that run for us: whoever interrupts us stops them too. */
const running = new Set<() => void>()

/** @param stop ends the program; returns what says that it has ended */
export function remember(stop: () => void): () => void {
  running.add(stop)
  return () => running.delete(stop)
}

/** For an interrupt, where nothing can be awaited. The last first: what came before may be what it works in. */
export function stopPrograms(): void {
  for (const stop of [...running].reverse()) stop()
  running.clear()
}
