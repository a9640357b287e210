/** Breaks lines between words, and none of what would be misread or mispasted in pieces. */
import { widthOf } from './width.ts'

/** 40 %, --score prob_1. */
const HELD = /(?<= )--[a-z][a-z-]{0,40} ('[^']{0,200}'|\S{1,200})| %/g

/** Stands for a blank at which no line is broken, as wide as one; no text holds it, being no character. */
const HOLD = '\ufdd0'

/** A word longer than the line stands alone. */
export function wrap(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => (widthOf(line) <= width ? line : wrapItem(line, width).join('\n')))
    .join('\n')
    .replaceAll(HOLD, ' ')
}

/** Before an item of a list; its other lines stand below its first word. */
const BULLET = '· '

function wrapItem(line: string, width: number): string[] {
  if (!line.startsWith(BULLET)) return wrapLine(line, width)
  const lines = wrapLine(line.slice(BULLET.length), width - BULLET.length)
  return lines.map((own, at) => `${at === 0 ? BULLET : '  '}${own}`)
}

/** With what is held still held. */
function wrapLine(line: string, width: number): string[] {
  const lines: string[] = []
  const held = line.replace(HELD, (words) => words.replaceAll(' ', HOLD))
  for (const word of held.split(' ')) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word
    if (lines.length > 0 && widthOf(longer) <= width) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

/** The indent of the lines of a message after its first. */
const INDENT = '  '

/** A message as lines of a terminal. A command in it stays in one line, so that it can be pasted. */
export function wrapMessage(text: string, width: number): string {
  const [first, ...more] = wrapLine(holdCommands(text), width)
  const rest = more.length === 0 ? [] : wrapLine(more.join(' '), width - INDENT.length)
  return [first, ...rest.map((line) => `${INDENT}${line}`)].join('\n').replaceAll(HOLD, ' ')
}

const COMMAND = /\blossctl [a-z]+ /g

/** A word of a shell, quoted parts and all. */
const WORD = /(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])+/y

function holdCommands(text: string): string {
  let held = ''
  let from = 0
  for (const { index, 0: start } of text.matchAll(COMMAND)) {
    if (index < from) continue
    const end = endOfCommand(text, index + start.length)
    held += text.slice(from, index) + text.slice(index, end).replaceAll(' ', HOLD)
    from = end
  }
  return held + text.slice(from)
}

/**
 * Where a command ends whose arguments begin here: prose that follows it is told by words of letters alone which are no
 * value of a flag. A file of such a name ends it too early, which costs a line break in the wrong place and no more.
 */
function endOfCommand(text: string, start: number): number {
  let end = start - 1
  let isValue = false
  for (let at = start; at < text.length; ) {
    WORD.lastIndex = at
    const [word] = WORD.exec(text) ?? ['']
    if (word === '' || !(isValue || /^-|[^\p{Ll}]/u.test(word))) break
    end = at + word.length
    at = end + 1
    if (/[;,]$/.test(word)) break
    isValue = /^--?[a-z][a-z-]*$/.test(word)
  }
  return end
}
