/** What of the command line a page takes: the report, with every option that says how files are read and what is asked. */
import type { CommandModule } from '../../commands/command.ts'
import { OF_DATABASES } from '../../commands/options/database.ts'
import type { OptionRecord } from '../../commands/options/option.ts'
import { reportCommand } from '../../commands/report.ts'

/** What a page has no use for: it writes no file, and reads no database. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'output',
  'open',
  'quiet',
  'threads',
  ...OF_DATABASES.map(({ key }) => key),
])

const reportHere: CommandModule = {
  ...(reportCommand as unknown as CommandModule),
  options: (reportCommand.options as readonly OptionRecord[]).filter(({ key }) => !ELSEWHERE.has(key)),
}

export const COMMANDS: readonly CommandModule[] = [reportHere]
