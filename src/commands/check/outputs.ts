/** Where a check is written to: `table`, `junit=out.xml`. */
import { UsageError } from '../../errors.ts'
import { CHECK_FORMATS, type CheckFormat } from '../../views/drawings/index.ts'
import { type Output, outputPath } from '../command.ts'

/** Throws a UsageError for outputs that would run into each other. */
export function parseOutputs(texts: readonly string[] = ['table']): readonly Output[] {
  const outputs = texts.map(parseOutput)
  checkStandardOutput(outputs)
  return outputs
}

export function parseOutput(text: string): Output {
  const equals = text.indexOf('=')
  const name = equals < 0 ? text : text.slice(0, equals)
  const format = CHECK_FORMATS.find((one) => one === name) as CheckFormat | undefined
  if (!format) throw new UsageError(`--format ${text}: it is one of ${CHECK_FORMATS.join(', ')}`)
  const path = equals < 0 ? null : text.slice(equals + 1)
  if (path === '') throw new UsageError(`--format ${text}: the file is missing`, `as in ${name}=FILE`)
  return { format, path: path && outputPath(path) }
}

/** Annotations are lines of a log, so a table may stand beside them; nothing else shares standard output. */
function checkStandardOutput(outputs: readonly Output[]): void {
  const names = outputs.filter(({ path }) => path === null).map(({ format }) => format)
  if (names.length < 2 || (names.length === 2 && names.includes('table') && names.includes('github'))) return
  throw new UsageError(
    `${names.join(' and ')} would both go to standard output`,
    `give each but one a file, as in ${names[1]}=FILE`,
  )
}
