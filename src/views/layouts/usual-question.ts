import { quoteWord } from '../../words/shell.ts'
import { type Document, text } from '../document.ts'

/** Which question is answered where none was asked, before all else; an answer of its own begins behind it. */
export function usualQuestion(words: readonly string[]): Document {
  return [text(`No question was asked; this is the usual one: ${words.map(quoteWord).join(' ')}`, 'dim')]
}
