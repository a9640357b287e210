import type { TableAsked } from '../engines/table/read.ts'
import { InputError, UsageError } from '../errors.ts'
import type { CommandModule } from './command.ts'
import type { OpenedSketch } from './open-sketched.ts'
import type { OptionRecord } from './options/option.ts'
import { NAME, OUTPUT_GROUP, SKETCH_ENDINGS } from './options/output.ts'
import { parseChoice } from './options/parse.ts'
import { READING_GROUP } from './options/reading.ts'
import { addUp, checkOutput, nameOf, saveSketch } from './save-sketch.ts'

const OPTIONS = [
  {
    key: 'onBadRow',
    value: '<action>',
    help: 'what to do about the table of an engine that could not read some rows: fail or skip (them)',
    parse: parseChoice(['fail', 'skip']),
    default: 'fail',
    group: READING_GROUP,
  },
  {
    key: 'output',
    short: 'o',
    value: '<file>',
    help: 'the sum; packed with gzip when its name ends in .gz',
    isUsual: true,
    group: OUTPUT_GROUP,
    isOutput: true,
    endings: SKETCH_ENDINGS,
  },
  NAME,
] as const satisfies readonly OptionRecord[]

export const mergeCommand: CommandModule<typeof OPTIONS> = {
  name: 'merge',
  summary: 'add sketches up: shards, machines, days',
  args: [
    {
      name: '<sketch...>',
      help: 'sketches of the same kind, tables of engines among them; a folder is all files in it, a quoted glob those that it matches',
      isInput: true,
      folder: 'sketches',
    },
  ],
  examples: [
    'lossctl merge monday.sketch.json tuesday.sketch.json -o all.sketch.json',
    'lossctl merge days -o all.sketch.json',
    "lossctl merge 'days/2026-*.sketch.json' today.csv -o all.sketch.json",
  ],
  options: OPTIONS,

  async run(names, { output: said, name, onBadRow }) {
    const output = checkOutput(said)
    const parts = await findParts(names)
    let tables = 0
    const open = async (part: Part) => {
      const { data, isTable } = await openPart(part, { skips: onBadRow === 'skip' })
      if (isTable) tables++
      return data
    }
    const sum = await addUp(parts, open, AT_ONCE)
    if (onBadRow === 'skip' && tables === 0)
      throw new UsageError('--on-bad-row is about tables of engines, and there is none', 'leave it out')
    return saveSketch(sum, name ?? nameOf(names), output, parts.length)
  },
}

/** Sketches that are opened at once: to wait for a disk, or a network, takes longer than to read one. */
const AT_ONCE = 8

interface Part {
  readonly path: string
  /** Whether it is one of a folder's, and was not named itself. */
  readonly inFolder: boolean
}

async function findParts(names: readonly string[]): Promise<readonly Part[]> {
  const { expandSketches } = await import('../reading/expand-sketches.ts')
  const { isFolder } = await import('../sources/file.ts')
  const { refuseTwice } = await import('../sources/same-file.ts')
  const parts: Part[] = []
  for (const name of names) {
    const paths = await expandSketches(name)
    const inFolder = await isFolder(name)
    for (const path of paths) parts.push({ path, inFolder })
  }
  await refuseTwice(parts.map(({ path }) => path))
  return parts
}

async function openPart({ path, inFolder }: Part, asked: TableAsked): Promise<OpenedSketch> {
  const { openSketch } = await import('./open-sketched.ts')
  const { partFromContent } = await import('../sketched/sketch-content.ts')
  const opened = await openSketch(path, asked, partFromContent)
  if (opened) return opened
  // One that may not be read says so itself.
  const { openSource } = await import('../sources/source.ts')
  await (await openSource(path)).close()
  throw new InputError(
    path,
    'is no sketch',
    `make one with lossctl sketch${inFolder ? ', or take it out of the folder' : ''}`,
  )
}
