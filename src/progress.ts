/** A progress bar on standard error, for whoever waits at a terminal: after a second, and gone at the end. */
import type { SingleBar } from 'cli-progress'
import type { Host } from './host/host.ts'
import type { Progress } from './scan/scan.ts'
import { formatCount } from './views/words/numbers.ts'

/** Milliseconds before there is a bar: most answers are there by then. */
const PATIENCE = 1000

/** Shows nothing where nobody looks: no terminal, CI, or --quiet. */
export function createProgressBar({ stderr, env }: Host, { quiet }: { readonly quiet?: boolean }) {
  const wanted = stderr.isTTY === true && !env.CI && !quiet
  const started = Date.now()
  let bar: SingleBar | undefined
  let asked = false
  let stopped = false
  const open = async () => {
    // As a module of its own the library exports its default alone.
    const { default: library } = await import('cli-progress')
    const created = new library.SingleBar({
      format: '{bar} {percentage} %  {rows} rows  {speed} MB/s  {left} s left',
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: 30,
      clearOnComplete: true,
      stream: stderr as NodeJS.WritableStream,
    })
    if (stopped) return
    created.start(1, 0, { rows: '0', speed: '0', left: '–' })
    bar = created
  }
  return {
    show({ rows, expectedRows, bytes }: Progress): void {
      const seconds = (Date.now() - started) / 1000
      if (!wanted || seconds * 1000 < PATIENCE) return
      if (!asked) void open()
      asked = true
      const done = Math.min(1, rows / expectedRows)
      bar?.update(done, {
        rows: formatCount(rows),
        speed: ((done * bytes) / 1e6 / seconds).toFixed(0),
        left: ((seconds * (1 - done)) / Math.max(done, 1e-9)).toFixed(0),
      })
    },
    stop(): void {
      stopped = true
      bar?.stop()
    },
  }
}
