/** What standard error is told: one line, wrapped where a terminal is narrower. */
import { cleanLine } from '../../words/clean.ts'
import { wrapMessage } from '../../words/wrap.ts'
import { paintSeen } from '../series.ts'
import { createInk } from './ink.ts'

/** What a terminal shows of messages; no width where nobody looks, so that a line stays a line. */
export interface MessageScreen {
  readonly colorLevel: number
  readonly width: number | null
}

/** `error: preds.csv: there is no such file`; a note is told of an answer that has no place for it. */
export function drawMessage(
  kind: 'error' | 'note',
  words: string,
  { colorLevel, width }: MessageScreen,
): string {
  const ink = createInk(colorLevel)
  const begin = `${kind}: `
  const whole = `${begin}${cleanLine(words)}`
  const lines = width === null ? whole : wrapMessage(whole, width)
  const head = kind === 'error' ? ink.bold(paintSeen('red', begin.trim(), ink)) : ink.bold(begin.trim())
  return `${head}${lines.slice(begin.length - 1)}\n`
}
