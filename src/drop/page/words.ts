/** The words of a command line, as a POSIX shell parts them: spaces, quotes, backslashes, and nothing else. */

const WORD = /\s*((?:\$'(?:[^'\\]|\\.)*'|'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])+)/sy
const PIECE = /\$'((?:[^'\\]|\\.)*)'|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\])/gs

/** Null where a quote is left open. */
export function splitWords(text: string): readonly string[] | null {
  const words: string[] = []
  WORD.lastIndex = 0
  for (let end = 0; end < text.trimEnd().length; end = WORD.lastIndex) {
    const match = WORD.exec(text)
    if (match === null) return null
    words.push(
      match[1].replace(PIECE, (_, bytes, single, double, escaped, plain) => {
        if (bytes !== undefined) return bytesOf(bytes)
        return single ?? double?.replace(/\\([\\"$`])/g, '$1') ?? escaped ?? plain
      }),
    )
  }
  return words
}

/** Of text in which characters are written as their bytes. */
function bytesOf(text: string): string {
  const bytes = [...text.matchAll(/\\([0-7]{3})|(.)/gsu)].flatMap(([, octal, plain]) =>
    octal === undefined ? [...new TextEncoder().encode(plain)] : [Number.parseInt(octal, 8)],
  )
  return new TextDecoder().decode(Uint8Array.from(bytes))
}

/** The words without an option and its value. */
export function withoutOption(words: readonly string[], flag: string): readonly string[] {
  return words.filter(
    (word, index) => word !== flag && words[index - 1] !== flag && !word.startsWith(`${flag}=`),
  )
}

const FLAG = /--[a-z][a-z-]*(?:[= ](?!--)(?:'[^']*'|[^\s;']+))?/.source
const FLAGS = new RegExp(`${FLAG}(?: ${FLAG})*`, 'g')

/** What a hint says to say: `--background 0 --ignore-label=-1`; of several alternatives each. Not all of it can be said as it stands. */
export function advisedOptions(hint: string): readonly string[] {
  return [...hint.matchAll(FLAGS)].map(([words]) => words.replace(/[,.]$/, ''))
}
