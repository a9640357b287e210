/** Where an answer goes, and as what. */
import { endingsOf, FORMATS, type Format, formatOfName } from '../../views/drawings/index.ts'
import type { OptionRecord, Values } from './option.ts'
import { parseChoice } from './parse.ts'

export const OUTPUT_GROUP = 'Output:'
const group = OUTPUT_GROUP

export const QUIET = {
  key: 'quiet',
  short: 'q',
  help: 'no progress bar',
  group,
} as const satisfies OptionRecord

/** What a file that others will read calls its data. */
export const NAME = {
  key: 'name',
  value: '<name>',
  help: 'what it calls the data',
  otherwise: 'their file, without its folder',
  group,
} as const satisfies OptionRecord

/** Of sketches, and so of baselines. */
export const SKETCH_ENDINGS = ['json', 'gz']

export const outputOptions = (
  help = 'write to this file instead of standard output',
  formats: readonly Format[] = FORMATS,
  endings = endingsOf(formats),
) =>
  [
    {
      key: 'format',
      short: 'f',
      value: '<format>',
      help: `${formats.slice(0, -1).join(', ')} or ${formats.at(-1)}`,
      otherwise: 'by the name of --output, else table',
      isUsual: true,
      parse: parseChoice(formats, (text) => formatOfName(`answer.${text}`)),
      group,
    },
    { key: 'output', short: 'o', value: '<file>', help, group, isUsual: true, isOutput: true, endings },
    QUIET,
  ] as const satisfies readonly OptionRecord[]

export type OutputOptions = Values<ReturnType<typeof outputOptions>[number]>
