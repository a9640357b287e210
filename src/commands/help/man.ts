/** The manual page, in the macros of man(7), which every formatter of pages knows. */
import { VERSION } from '../../version.ts'
import type { CommandModule } from '../command.ts'
import { COMMANDS } from '../index.ts'
import {
  argumentSection,
  BESIDE_COMMANDS,
  exampleLines,
  optionSections,
  quantitySections,
  type Section,
  SOURCES,
  sentenceOf,
  usageOf,
} from './texts.ts'

export function manPage(): string {
  const commands = [...COMMANDS, ...BESIDE_COMMANDS].map(({ name, summary }) => entry(name, summary))
  return [
    `.TH LOSSCTL 1 "" "lossctl ${VERSION}" "User Commands"`,
    '.SH NAME',
    'lossctl \\- evaluate and compare classification losses on prediction files',
    '.SH SYNOPSIS',
    ...COMMANDS.flatMap((module) => ['.B', roff(usageOf(module)), '.br']),
    '.SH COMMANDS',
    ...commands,
    ...COMMANDS.flatMap(commandPart),
    '.SH FILES',
    roff(SOURCES),
    '.SH EXIT STATUS',
    ...EXITS.map(([code, words]) => entry(code, words)),
    '.SH ENVIRONMENT',
    entry('NO_COLOR, FORCE_COLOR', 'without and with colour, where --color does not say it'),
    entry('SOURCE_DATE_EPOCH', 'a second since 1970, whose day the page of report says it was made on'),
    '',
  ].join('\n')
}

const EXITS = [
  ['0', 'fine'],
  ['1', 'a check failed'],
  ['2', 'the question was malformed'],
  ['3', 'it could not be answered: bad or unreadable data'],
  ['4', 'a bug in lossctl'],
] as const

function commandPart(module: CommandModule): string[] {
  const { name, summary, examples } = module
  const sections = [...argumentSection(module), ...optionSections(module), ...quantitySections(module)]
  return [
    `.SH ${roff(`lossctl ${name}`.toUpperCase())}`,
    roff(sentenceOf(summary)),
    ...sections.flatMap(sectionPart),
    '.SS Examples',
    '.nf',
    ...examples.flatMap((example) => exampleLines(example)).map(roff),
    '.fi',
  ]
}

function sectionPart({ title, entries }: Section): string[] {
  return [`.SS ${roff(title.replace(/:$/, ''))}`, ...entries.map(({ term, words }) => entry(term, words))]
}

function entry(term: string, words: string): string {
  return `.TP\n.B ${roff(term)}\n${roff(words)}`
}

/** Text that roff takes as it is: no line of it is a request, and no hyphen a dash. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replace(/^[.']/gm, '\\&$&')
    .replace(
      /[^ -~\n]/gu,
      (character) => `\\[u${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`,
    )
}
