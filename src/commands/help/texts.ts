/** What the records of a command say of it, as text: for help, for the manual page and for completions. */
import { type Measure, nameForm } from '../../measures/measure.ts'
import { MEASURES } from '../../measures/measures.ts'
import { CALIBRATION_MEASURES } from '../../questions/calibrate/measures.ts'
import { capitalise } from '../../words/capitalise.ts'
import type { CommandModule } from '../command.ts'
import { flagOf, type OptionRecord } from '../options/option.ts'
import { PROGRAM_OPTIONS } from '../options/program.ts'

/** A term, and what it means. */
export interface Entry {
  readonly term: string
  readonly words: string
}

export interface Section {
  readonly title: string
  readonly entries: readonly Entry[]
}

/** `Where each loss puts its weight: …` */
export function sentenceOf(words: string): string {
  return `${capitalise(words)}.`
}

export function usageOf({ name, args }: CommandModule): string {
  return ['lossctl', name, '[options]', ...args.map((one) => one.name)].join(' ')
}

/** All that a command takes, what every command does included. */
export function optionsOf({ options }: CommandModule): readonly OptionRecord[] {
  return [...options, ...PROGRAM_OPTIONS]
}

/** `-l, --loss <spec>` */
export function termOf(option: OptionRecord): string {
  const { short, value } = option
  return `${short ? `-${short}, ` : ''}${flagOf(option)}${value ? ` ${value}` : ''}`
}

/** What it does, and what holds without it, in one notation. */
export function wordsOf(option: OptionRecord): string {
  const usual = usualOf(option)
  return usual === null ? option.help : `${option.help} [default: ${usual}]`
}

function usualOf({ value, otherwise, default: usual }: OptionRecord): string | null {
  if (otherwise !== undefined) return otherwise
  return value === undefined || usual === undefined ? null : `${usual}`
}

const entryOf = (option: OptionRecord): Entry => ({ term: termOf(option), words: wordsOf(option) })

/** Under the headings of their records, in the order in which these come up. */
export function optionSections(module: CommandModule): readonly Section[] {
  const groups = new Map<string, Entry[]>()
  for (const option of optionsOf(module))
    groups.set(option.group, [...(groups.get(option.group) ?? []), entryOf(option)])
  return [...groups].map(([title, entries]) => ({ title, entries }))
}

export function usualOptions(module: CommandModule): Section {
  return {
    title: 'Most used options:',
    entries: module.options.filter(({ isUsual }) => isUsual).map(entryOf),
  }
}

export function argumentSection({ args }: CommandModule): readonly Section[] {
  const entries = args.map(({ name, help }) => ({ term: name, words: help }))
  return entries.length === 0 ? [] : [{ title: 'Arguments:', entries }]
}

/** What can be asked, where a command can be asked for it: a register that is extended is listed here at once. */
export function quantitySections({ options }: CommandModule): readonly Section[] {
  const asking = options.filter(({ asks }) => asks !== undefined).map(flagOf)
  if (asking.length === 0) return []
  const calibration = {
    title: `Quantities of calibration (${asking.join(', ')}):`,
    entries: [
      ...CALIBRATION_MEASURES.map(({ name, title }) => ({ term: name, words: title })),
      ...(asking.includes('--quantity') ? [{ term: 'calibration', words: 'all of these' }] : []),
    ],
  }
  if (options.every(({ asks }) => asks !== 'quantity')) return [calibration]
  const asksLosses = asking.includes('--max')
  const ofLoss = ({ isOfLoss }: Measure) => (asksLosses && isOfLoss ? 'LOSS.' : '')
  const measures = MEASURES.map((one: Measure) => ({
    term: `${ofLoss(one)}${nameForm(one)}`,
    words: one.of === 'pair' ? `${one.title}, of one part ÷ of another` : one.title,
  }))
  const where = [
    {
      term: 'PART',
      words: 'easy, hard, positive or negative, or two, as in easy.negative; softmax: easy, hard',
    },
    ...(asksLosses ? [{ term: 'LOSS', words: 'as --loss names it, as in focal:gamma=2.mean' }] : []),
  ]
  return [
    { title: `Quantities (${asking.join(', ')}):`, entries: [...measures, ...where] },
    // A solver has no such quantities.
    ...(asking.includes('--want') ? [] : [calibration]),
  ]
}

/** What tells of the commands, and is none of them. */
export const BESIDE_COMMANDS = [
  { name: 'help', summary: 'all of a command', example: 'lossctl help compare' },
  {
    name: 'completions',
    summary: 'completions for bash, zsh or fish',
    example: 'eval "$(lossctl completions bash)"',
  },
] as const

/** Of commands that read predictions. */
export const SOURCES =
  'A file may be packed with gzip or zstd, and - is standard input. What is packed, or comes through a pipe, is laid down in a temporary file first, in the folder that TMPDIR names.'

export function readsFiles({ args }: CommandModule): boolean {
  return args.some(({ isInput }) => isInput)
}

/** Widest line of an example, its indent left out. */
const WIDEST = 78

/** An example as lines of a shell, none wider than it has to be to be seen whole. */
export function exampleLines(example: string, room = WIDEST): readonly string[] {
  const widest = Math.min(room, WIDEST)
  if (example.length <= widest) return [example]
  const lines: string[] = []
  // A break stands before a flag, which keeps its value.
  for (const part of example.split(/ (?=--?[a-z])/)) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${part}` : part
    if (lines.length > 0 && longer.length <= widest - 2) lines[lines.length - 1] = longer
    else lines.push(lines.length > 0 ? `  ${part}` : part)
  }
  return lines.map((line, at) => (at < lines.length - 1 ? `${line} \\` : line))
}
