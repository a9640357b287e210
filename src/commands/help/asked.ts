/** Whether a command line asks for help, and for which. */
import { UsageError } from '../../errors.ts'
import type { Screen } from '../../views/drawings/terminal.ts'
import { moduleOf, refuseUnknown } from '../complaint.ts'
import { commandHelp, programHelp } from './help.ts'

/**
 * The help that is asked for, the manual page or the completions of a shell, before anything else of the command line is
 * looked at; null where none is. Throws a UsageError for that of a command there is not.
 */
export async function askedHelp(words: readonly string[], screen: Screen): Promise<string | null> {
  if (words[0] === 'completions') return completions(words[1])
  if (words[0] === 'help' && words[1] === '--man') return (await import('./man.ts')).manPage()
  const end = words.indexOf('--')
  const flags = (end < 0 ? words : words.slice(0, end)).filter((word) => /^(-h|--help)$/.test(word))
  const isCalled = words[0] === 'help'
  if (!isCalled && flags.length === 0) return null
  const name = (isCalled ? words.slice(1) : words.slice(0, 1)).find((word) => !word.startsWith('-'))
  if (name === undefined) return programHelp(screen)
  const module = moduleOf(name)
  if (!module) throw refuseUnknown([name])
  return commandHelp(module, !isCalled && !flags.includes('--help'), screen)
}

async function completions(word: string | undefined): Promise<string> {
  const { completionsFor, SHELLS } = await import('./completions.ts')
  const shell = SHELLS.find((one) => one === word)
  if (shell) return completionsFor(shell)
  if (word === undefined || word.startsWith('-'))
    throw new UsageError(
      'completions needs a shell',
      `it is one of ${SHELLS.join(', ')}, as in eval "$(lossctl completions bash)"`,
    )
  throw new UsageError(`completions knows no shell "${word}"`, `it is one of ${SHELLS.join(', ')}`)
}
