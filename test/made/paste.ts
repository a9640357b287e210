/** What a shell makes of a line that lossctl printed. */
import { spawnSync } from 'node:child_process'

/** The words of a line that begins with one of ours or with a flag: bash takes it apart. */
export function wordsOf(line: string, shell = 'bash'): readonly string[] {
  const script = `words() { for word; do printf '%s\\0' "$word"; done; }\nwords ${line}\n`
  const { stdout, stderr, status } = spawnSync(shell, { input: script, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${line}: ${stderr}`)
  return stdout.split('\0').slice(0, -1)
}

/** The arguments of the commands that stand on lines of their own. */
export function printedCommands(text: string): readonly (readonly string[])[] {
  return text.match(/^ {2}lossctl .*$/gm)?.map((line) => wordsOf(line).slice(1)) ?? []
}

/** The arguments of the command that ends a message. */
export function advisedCommand(message: string): readonly string[] {
  return wordsOf(/\blossctl (?!:).*$/m.exec(message)![0]).slice(1)
}

/** The flag that a message advises, the first time that a value follows it, with its value, as words. */
export function advisedFlag(message: string, flag: string): readonly string[] {
  const start = message.search(new RegExp(`(?<![^ ])'?${flag}(=| (?!and ))`))
  // A quote before a flag is that of --flag=value.
  const [first, second] = wordsOf(message.slice(start).trimEnd())
  return first === flag ? [first, second] : [first]
}
