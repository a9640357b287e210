/** The help of a command, and of the program, drawn from their records. */
import { greatest } from '../../extremes.ts'
import { createInk } from '../../views/drawings/ink.ts'
import type { Screen } from '../../views/drawings/terminal.ts'
import { type Ink, paintSeen } from '../../views/series.ts'
import { widthOf } from '../../words/width.ts'
import { wrap } from '../../words/wrap.ts'
import type { CommandModule } from '../command.ts'
import { COMMANDS } from '../index.ts'
import { PROGRAM_OPTIONS } from '../options/program.ts'
import {
  argumentSection,
  BESIDE_COMMANDS,
  type Entry,
  exampleLines,
  optionSections,
  quantitySections,
  readsFiles,
  type Section,
  SOURCES,
  sentenceOf,
  termOf,
  usageOf,
  usualOptions,
  wordsOf,
} from './texts.ts'

/** Examples of the short help. */
const FEW = 3

/** Widest terms that have their meaning beside them. */
const WIDEST_TERM = 24

/** @param isShort what `-h` shows: what most ask for, on one screen */
export function commandHelp(module: CommandModule, isShort: boolean, screen: Screen): string {
  const { name, summary, examples } = module
  const more = examples.length > FEW ? 'options and examples' : 'options'
  const rest = isShort
    ? [section(usualOptions(module), screen), prose(`lossctl help ${name} has all ${more}.`, screen)]
    : [
        ...[...argumentSection(module), ...optionSections(module), ...quantitySections(module)].map((one) =>
          section(one, screen),
        ),
        ...(readsFiles(module) ? [prose(SOURCES, screen)] : []),
      ]
  return join([
    prose(sentenceOf(summary), screen),
    usage(usageOf(module), screen),
    exampleBlock(isShort ? examples.slice(0, FEW) : examples, screen),
    ...rest,
  ])
}

/** What begins most sessions, in this order: the first example of each. */
export function programHelp(screen: Screen): string {
  const options: Entry[] = [
    ...PROGRAM_OPTIONS.map((option) => ({ term: termOf(option), words: wordsOf(option) })),
    { term: '-h, --help', words: 'help; -h behind a command tells the most used of it' },
    { term: '-V, --version', words: 'the version; with --json those of Node and of formats too' },
  ]
  const commands = COMMANDS.map(({ name, summary }) => ({ term: name, words: summary }))
  const others = BESIDE_COMMANDS.map(({ name, summary, example }) => ({
    term: name,
    words: `${summary}, as in ${example}`,
  }))
  return join([
    prose('Evaluate and compare classification losses on prediction files.', screen),
    usage('lossctl [options] [command]', screen),
    exampleBlock(
      ['compare', 'report', 'diff', 'solve', 'check'].map(
        (wanted) => COMMANDS.find(({ name }) => name === wanted)!.examples[0],
      ),
      screen,
    ),
    section({ title: 'Commands:', entries: [...commands, ...others] }, screen),
    section({ title: 'Options:', entries: options }, screen),
    prose('lossctl COMMAND -h tells what is asked most of a command, lossctl help COMMAND all.', screen),
  ])
}

function join(blocks: readonly string[]): string {
  return `${blocks.join('\n\n')}\n`
}

function prose(words: string, { width }: Screen): string {
  return wrap(words, width)
}

function usage(line: string, { colorLevel }: Screen): string {
  return `${titled('Usage:', createInk(colorLevel))} ${line}`
}

function titled(title: string, ink: Ink): string {
  return ink.bold(paintSeen('green', title, ink))
}

function exampleBlock(examples: readonly string[], { colorLevel, width }: Screen): string {
  const lines = examples.flatMap((example) => exampleLines(example, width - 2))
  return [titled('Examples:', createInk(colorLevel)), ...lines.map((line) => `  ${line}`)].join('\n')
}

/** Terms in a column, and what they mean beside them; below them where there is no room for both. */
function section({ title, entries }: Section, { colorLevel, width }: Screen): string {
  const ink = createInk(colorLevel)
  const widths = entries.map(({ term }) => widthOf(term)).filter((one) => one <= WIDEST_TERM)
  const column = width < 2 * WIDEST_TERM ? 2 : (widths.length === 0 ? 0 : greatest(widths)) + 2
  const room = width - column - 2
  const lines = entries.flatMap(({ term, words }) => {
    const [first, ...more] = wrap(words, room).split('\n')
    const padded = ' '.repeat(Math.max(0, column - widthOf(term)))
    const isBeside = widthOf(term) + 2 <= column
    const indent = ' '.repeat(column + 2)
    const beside = isBeside
      ? [`  ${paintTerm(term, ink)}${padded}${first}`]
      : [`  ${paintTerm(term, ink)}`, `${indent}${first}`]
    return [...beside, ...more.map((line) => `${indent}${line}`)]
  })
  return [wrap(title, width).replace(/^.*$/gm, (line) => titled(line, ink)), ...lines].join('\n')
}

/** Flags and names stand out from what they take. */
function paintTerm(term: string, ink: Ink): string {
  const [, name, rest] = /^(.*?)( <.*)?$/.exec(term)!
  return `${ink.bold(name)}${rest ?? ''}`
}
