/** Whether a command line asks for help, and for which. */
import { moduleOf, refuseUnknown } from '../complaint.ts'
import { commandHelp, type HelpScreen, programHelp } from './help.ts'

/**
 * The help that is asked for, before anything else of the command line is looked at; null where none is. Throws a UsageError
 * for that of a command there is not.
 */
export function askedHelp(words: readonly string[], screen: HelpScreen): string | null {
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
