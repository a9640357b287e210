/** What a module for a training loop is asked. */
import { FRAMEWORKS } from '../../engines/code/module.ts'
import type { OptionRecord } from './option.ts'
import { parseChoice } from './parse.ts'

export const CODE = {
  key: 'code',
  value: '<framework>',
  help: `print a Python module that makes the sketch in a training loop, with ${FRAMEWORKS.join(', ')}; --classes or --class-names for more than two`,
  parse: parseChoice(FRAMEWORKS),
  group: 'In a training loop (prints a module, reads no file):',
} as const satisfies OptionRecord
