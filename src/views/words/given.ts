/** Words of a file in a table. */
import { clean } from '../../words/clean.ts'
import type { TextCell } from '../document.ts'

export const givenCell = (text: string): TextCell => ({ text: clean(text), isGiven: true })
