/** No file that is read may be written: a report in the place of its predictions would be the end of them. */
import { databaseOf } from '../engines/client/clients.ts'
import { InputError, UsageError } from '../errors.ts'
import { identifyFile, identifyFiles } from '../sources/same-file.ts'
import { isStandardInput } from '../words/standard-input.ts'
import type { CommandModule } from './command.ts'
import { type AnyValues, flagOf, type OptionRecord } from './options/option.ts'

/** A file that a command names, or a folder or a pattern of such. */
export interface NamedFile {
  /** Of the option that names it. */
  readonly key: string | null
  /** As it stands on the command line: `--labels labels.csv`. */
  readonly words: string
  readonly path: string
  /** What a folder of that name holds; predictions unless said. */
  readonly folder?: 'sketches'
}

/** What a command line says is to be read. */
export function namedInputs(
  { args, options }: Pick<CommandModule, 'args' | 'options'>,
  words: readonly string[],
  values: AnyValues,
): readonly NamedFile[] {
  const named = words.flatMap((path, index) => {
    const { isInput, folder } = args[Math.min(index, args.length - 1)]
    return isInput ? [{ key: null, words: path, path, folder }] : []
  })
  return [
    ...named,
    ...options.filter((option) => option.isInput).flatMap((option) => filesOf(option, values)),
  ]
}

/**
 * Throws a UsageError when a file to be written is one of those to be read, or two files to be written are one, whatever
 * their names are; or when it has none.
 */
export async function refuseOverwriting(
  options: readonly OptionRecord[],
  values: AnyValues,
  inputs: readonly NamedFile[],
): Promise<void> {
  const seen = new Map<string, NamedFile>()
  for (const option of options.filter(({ isOutput }) => isOutput)) {
    for (const output of filesOf(option, values)) {
      if (output.path === '') throw new UsageError(`${flagOf(option)} names no file`, 'its name is empty')
      // Standard output by its short name, which may be that of a file as well.
      const id = output.path === '-' ? output.path : await identifyFile(output.path)
      if (id === null) continue
      const other = seen.get(id)
      if (other)
        throw new UsageError(`${other.words} and ${output.words} are one file`, 'give each a file of its own')
      seen.set(id, output)
      const kept = inputs.filter(({ key }) => key === null || key !== option.mayReplace)
      for (const input of kept) await refuseInput(output, id, input)
    }
  }
}

/** Throws a UsageError when two inputs are standard input, of which the first would leave the other nothing. */
export function refuseTwoStandardInputs(inputs: readonly NamedFile[]): void {
  const [first, second] = inputs.filter(({ path }) => isStandardInput(path))
  if (second)
    throw new UsageError(
      `standard input is to be both ${first.words} and ${second.words}, and can be read once`,
      'write one of them to a file',
    )
}

/** Files are few, and outputs are one or two, so each is looked for in each. */
async function refuseInput(output: NamedFile, id: string, input: NamedFile): Promise<void> {
  const { words, folder } = input
  const database = databaseOf(input.path, {})
  const path = database ? database.file : input.path
  if (path === null) return
  const expand = folder
    ? (await import('../reading/expand-sketches.ts')).expandSketches
    : (await import('../reading/expand-path.ts')).expandPath
  const files = await expand(path, output.path).catch((error) => {
    // Whoever reads it says why it cannot be read.
    if (error instanceof InputError) return []
    throw error
  })
  if (isStandardInput(path)) return
  let isAmong = false
  for await (const { identity } of identifyFiles(files)) isAmong ||= identity === id
  if (!isAmong) return
  throw files.length === 1 && files[0] === path
    ? new UsageError(`${output.words} would overwrite ${words}, which is read`, 'give it another name')
    : new UsageError(
        `${output.words} would be one of the files of ${words}, which are read`,
        'write it elsewhere',
      )
}

function filesOf(option: OptionRecord, values: AnyValues): readonly NamedFile[] {
  const value = values[option.key]
  const list = option.repeats && Array.isArray(value) ? value : [value]
  return list.flatMap((one) => {
    if (typeof one !== 'string') return []
    const path = option.pathOf ? option.pathOf(one) : one
    return path === null ? [] : [{ key: option.key, words: `${flagOf(option)} ${one}`, path }]
  })
}
