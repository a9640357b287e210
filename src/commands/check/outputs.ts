/** Where a check is written to: `table`, `junit=out.xml`. */
import { UsageError } from '../../errors.ts'
import { isSamePath } from '../../host/same-path.ts'
import { CHECK_FORMATS, type CheckFormat } from '../../views/drawings/index.ts'
import type { Output } from '../command.ts'

/**
 * Throws a UsageError for outputs that would run into each other, or overwrite what the check reads.
 *
 * @param inputs files that are read
 * @param save the baseline to write, which may be one of the inputs but the predictions
 */
export function parseOutputs(
  texts: readonly string[] = ['table'],
  inputs: readonly (string | undefined)[],
  save: string | undefined,
): readonly Output[] {
  const outputs = texts.map(parseOutput)
  checkStandardOutput(outputs)
  const [predictions, ...others] = inputs
  if (save !== undefined && isSamePath(save, predictions))
    throw new UsageError(
      `--save-baseline ${save} would overwrite the predictions`,
      'give it a name of its own',
    )
  for (const [index, { format, path }] of outputs.entries()) {
    if (path === null) continue
    const flag = `--format ${format}=${path}`
    if (outputs.slice(0, index).some((other) => isSamePath(path, other.path ?? undefined)))
      throw new UsageError(`${flag}: two formats would go into one file`, 'give each a file of its own')
    if ([predictions, ...others, save].some((file) => isSamePath(path, file)))
      throw new UsageError(`${flag} would overwrite what is read or saved`, 'give it a name of its own')
  }
  return outputs
}

function parseOutput(text: string): Output {
  const equals = text.indexOf('=')
  const name = equals < 0 ? text : text.slice(0, equals)
  const format = CHECK_FORMATS.find((one) => one === name) as CheckFormat | undefined
  if (!format) throw new UsageError(`--format ${text}: it is one of ${CHECK_FORMATS.join(', ')}`)
  const path = equals < 0 ? null : text.slice(equals + 1)
  if (path === '') throw new UsageError(`--format ${text}: the file is missing`, `as in ${name}=FILE`)
  return { format, path }
}

/** Annotations are lines of a log, so a table may stand beside them; nothing else shares standard output. */
function checkStandardOutput(outputs: readonly Output[]): void {
  const names = outputs.filter(({ path }) => path === null).map(({ format }) => format)
  if (names.length < 2 || (names.length === 2 && names.includes('table') && names.includes('github'))) return
  throw new UsageError(
    `${names.join(' and ')} would both go to standard output`,
    `give all but one a file, as in ${names[1]}=FILE`,
  )
}
