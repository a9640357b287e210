import type { CompletedCommand, CompletedOption } from '../completed.ts'
import type { Candidates } from '../values.ts'

export function fishScript(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap((command) => {
    const here = `-n ${quote(`__fish_seen_subcommand_from ${command.name}`)}`
    return [
      `complete -c lossctl -n __fish_use_subcommand -a ${command.name} -d ${quote(command.words)}`,
      `complete -c lossctl ${here} ${offer(command.args)}`.trimEnd(),
      ...command.options.map((option) => `complete -c lossctl ${here} ${optionWords(option)}`),
    ]
  })
  return `# lossctl completions for fish: lossctl completions fish | source
complete -c lossctl -f
${lines.join('\n')}
`
}

function optionWords({ flag, short, values, words }: CompletedOption): string {
  const names = `-l ${flag.slice(2)}${short ? ` -s ${short.slice(1)}` : ''}`
  const value = values === null ? '' : values === 'files' ? ' -r -F' : ` -x ${offer(values)}`
  return `${names}${value.trimEnd()} -d ${quote(words)}`
}

function offer(candidates: Candidates): string {
  if (candidates === 'files') return '-F'
  return candidates.length === 0 ? '' : `-a ${quote(candidates.join(' '))}`
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}
