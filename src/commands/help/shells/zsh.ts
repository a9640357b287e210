import type { CompletedCommand, CompletedOption } from '../completed.ts'
import type { Candidates } from '../values.ts'

export function zshScript(commands: readonly CompletedCommand[]): string {
  const described = commands.map(({ name, words }) => `    ${quote(`${name}:${words}`)}`)
  return `#compdef lossctl
# lossctl completions for zsh: lossctl completions zsh > "\${fpath[1]}/_lossctl", or eval "$(lossctl completions zsh)"
_lossctl() {
  local -a commands
  commands=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(branch).join('\n')}
  esac
}
if [ "$funcstack[1]" = _lossctl ]; then _lossctl "$@"; elif (( $+functions[compdef] )); then compdef _lossctl lossctl; fi
`
}

function branch({ name, options, args }: CompletedCommand): string {
  const specs = [...options.flatMap(specsOf), quote(`*:argument:${action(args)}`)]
  return `    ${name}) _arguments -S \\
${specs.map((spec) => `      ${spec}`).join(' \\\n')} ;;`
}

/** Each of its names by itself, and as often as one likes. */
function specsOf({ flag, short, values, words }: CompletedOption): string[] {
  const value = values === null ? '' : `:value:${action(values)}`
  const meaning = words.replace(/[\\[\]]/g, '\\$&')
  return [...(short ? [short] : []), flag].map((one) => quote(`*${one}[${meaning}]${value}`))
}

function action(candidates: Candidates): string {
  if (candidates === 'files') return '_files'
  return candidates.length === 0 ? ' ' : `(${candidates.map((one) => one.replaceAll(':', '\\:')).join(' ')})`
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
