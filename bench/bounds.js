/** What stands in the way of being faster: the start of a process, and the sketch's inner loop in C. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measure } from './measure.js'
import { median } from './median.js'

const RUNS = 15
const LOSSCTL = 'bin/lossctl.js'

/** A file so small that reading it is all start-up. */
function smallFile(folder) {
  const path = join(folder, 'small.csv')
  const rows = Array.from(
    { length: 1000 },
    (_, i) => `${i},${Number(i % 9 === 0)},0.${String((i * 7919) % 9973).padStart(4, '0')}`,
  )
  writeFileSync(path, `id,label,prob\n${rows.join('\n')}\n`)
  return path
}

/** Seconds of each, run in turn: Node that does nothing, the version, the help, a small file. */
function startUp(folder) {
  const commands = {
    node: ['-e', '0'],
    version: [LOSSCTL, '--version'],
    help: [LOSSCTL, '--help'],
    small: [LOSSCTL, 'compare', smallFile(folder)],
  }
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]))
  for (let turn = 0; turn < RUNS; turn++) {
    for (const [name, args] of Object.entries(commands))
      times[name].push(measure([process.execPath, ...args]).seconds)
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]))
}

/** Nanoseconds a sample of floor.c, null without a C compiler. */
function floorOf(folder) {
  const program = join(folder, 'floor')
  const { status } = spawnSync('cc', ['-O3', '-march=native', 'bench/floor.c', '-o', program, '-lm'])
  if (status !== 0) return null
  const times = Array.from({ length: RUNS }, () => Number(spawnSync(program, { encoding: 'utf8' }).stdout))
  return median(times)
}

export function measureBounds() {
  const folder = mkdtempSync(join(tmpdir(), 'lossctl-bounds-'))
  try {
    return { ...startUp(folder), floor: floorOf(folder) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
