/** What of node:events the parsers of command lines and of text need. */
type Listener = (...words: readonly unknown[]) => void

export class EventEmitter {
  private readonly heard = new Map<string, Listener[]>()

  on(event: string, listener: Listener): this {
    this.heard.set(event, [...(this.heard.get(event) ?? []), listener])
    return this
  }

  once(event: string, listener: Listener): this {
    const heard: Listener = (...words) => {
      this.heard.set(
        event,
        (this.heard.get(event) ?? []).filter((one) => one !== heard),
      )
      listener(...words)
    }
    return this.on(event, heard)
  }

  emit(event: string, ...words: readonly unknown[]): boolean {
    const listeners = this.heard.get(event) ?? []
    for (const listener of listeners) listener.apply(this, [...words])
    return listeners.length > 0
  }

  listenerCount(event: string): number {
    return this.heard.get(event)?.length ?? 0
  }
}
