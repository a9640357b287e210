/** The thread that runs the program: started when something is asked, and ended when nobody waits for its answer. */
import type { Asked, Told } from '../messages.ts'

const textOf = (id: string) => document.getElementById(id)!.textContent!

export function createProgram(hear: (told: Told) => void) {
  let thread: Worker | null = null
  let address = ''
  const start = () => {
    address ||= URL.createObjectURL(new Blob([textOf('program')], { type: 'text/javascript' }))
    const worker = new Worker(address)
    worker.onmessage = ({ data }: MessageEvent<Told>) => {
      if (worker === thread) hear(data)
    }
    worker.onerror = (event) => {
      event.preventDefault()
      if (worker === thread) hear({ kind: 'bug', stack: event.message || 'the program did not start' })
    }
    return worker
  }
  const stop = () => {
    thread?.terminate()
    thread = null
  }
  return {
    stop,
    ask(asked: Omit<Asked, 'assets'>): void {
      // One that is at work would finish first.
      stop()
      thread = start()
      thread.postMessage({
        ...asked,
        assets: { style: textOf('report-style'), script: textOf('report-script') },
      } satisfies Asked)
    },
  }
}
