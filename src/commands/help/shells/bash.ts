import type { CompletedCommand, CompletedOption } from '../completed.ts'
import type { Candidates } from '../values.ts'

/** The script for bash, 3.2 of macOS included. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  return `# lossctl completions for bash: eval "$(lossctl completions bash)"
_lossctl() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command= words= files= i
  # Bash parts --flag=value at the sign.
  if [ "$cur" = = ]; then cur=
  elif [ "$prev" = = ]; then prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      --color) ((i++)) ;;
      -*|=) ;;
      *) command=\${COMP_WORDS[i]}; break ;;
    esac
  done
  case $command in
    '') words='${[...commands.map(({ name }) => name), '--color', '--help', '--version'].join(' ')}' ;;
${commands.map(branch).join('\n')}
  esac
  local IFS=$' \\t\\n'
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [ -n "$files" ]; then
    IFS=$'\\n'
    COMPREPLY+=($(compgen -f -- "$cur"))
    compopt -o filenames 2>/dev/null
  fi
}
complete -F _lossctl lossctl
`
}

function branch({ name, options, args }: CompletedCommand): string {
  const flags = options.flatMap(({ flag, short }) => [...(short ? [short] : []), flag])
  const taking = options.filter(({ values }) => values !== null)
  return `    ${name})
      case $prev in
${taking.map(valueBranch).join('\n')}${taking.length > 0 ? '\n' : ''}        *) case $cur in
          -*) words='${flags.join(' ')}' ;;
          *) ${offer(args)} ;;
        esac ;;
      esac ;;`
}

function valueBranch({ flag, short, values }: CompletedOption): string {
  return `        ${short ? `${short}|` : ''}${flag}) ${offer(values!)} ;;`
}

function offer(candidates: Candidates): string {
  return candidates === 'files' ? 'files=1' : `words='${candidates.join(' ')}'`
}
