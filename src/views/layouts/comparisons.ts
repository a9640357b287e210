/** Lays out comparisons of several files side by side: each loss in each file, with how samples share it, and losses of sets. */
import type { CompareReport } from '../../questions/compare/compare.ts'
import type { LossChange, PageChange } from '../../questions/report/report-content.ts'
import { clean } from '../../words/clean.ts'
import {
  type Block,
  commandBlock,
  type Document,
  left,
  type Row,
  right,
  type TextCell,
  text,
} from '../document.ts'
import { VALUE_TITLES } from '../words/band-words.ts'
import { joinWords, MAX_NAMED } from '../words/join-words.ts'
import { changeOf, whichIsLowest } from '../words/lowest-words.ts'
import { formatChange, formatColumn, formatCount, NO_NUMBER } from '../words/numbers.ts'
import { isLoose, setTexts } from '../words/set-words.ts'
import { sourceLine, sourceNotes } from '../words/source-line.ts'
import { headLine } from './compare.ts'
import { percentOf } from './diff/answer.ts'
import { columnDecimals, differenceCells } from './diff/diff.ts'
import { bandColumns, NOTHING, SHARES, shareCells } from './loss-tables.ts'
import { setNotes } from './sets.ts'

/** Whether a table holds them all: of one kind, and with nothing asked that has a place in a table of its own alone. */
export function areSideBySide(reports: readonly CompareReport[]): boolean {
  const titles = (all: readonly { readonly title: string }[]) => all.map(({ title }) => title)
  const kinds = reports.map(({ bands, losses, sets }) =>
    JSON.stringify([bands.map(({ band }) => band), titles(losses), titles(sets)]),
  )
  const areOfOneKind = reports.length > 1 && new Set(kinds).size === 1
  const haveNoTables = reports.every(
    ({ groups, hardest, sets }) =>
      groups === null && hardest.length === 0 && sets.every(({ parts }) => parts === null),
  )
  return areOfOneKind && haveNoTables
}

/** Of each file, from the first; null where they were not paired. */
type Changes = readonly (PageChange | null)[]

/**
 * @param diff the command that tells whether two files differ beyond chance; null where none does
 * @param found changes, beyond chance or not, of files of the same samples; null where none were paired
 */
export function layoutComparisons(
  reports: readonly CompareReport[],
  diff: string | null,
  found: Changes | null = null,
): Document {
  // Of files that are alike there is no change to tell of.
  const changes = found?.some((change) =>
    change?.losses.some((loss) => isTested(loss) && loss.difference !== 0),
  )
    ? found
    : null
  const names = shortNames(reports.map(({ source }) => source.name))
  const counts = [...new Set(reports.map(({ count }) => formatCount(count)))]
  const ofReading = reports.flatMap(({ source, losses }, index) =>
    sourceNotes(source, losses).map((note) => `${names[index]}: ${note}`),
  )
  const notes = [
    ...(changes ? changeNotes(reports, changes, names) : []),
    SHARES,
    ...(counts.length > 1 ? [`Not of the same samples: ${joinWords(counts)} of them.`] : []),
    ...notesOfSets(reports, names),
    ...new Set(ofReading),
  ]
  return [
    text(headLines(reports), 'dim'),
    text([whichIsLowest(reports, names), ...beyondChance(reports, changes, names)].join(' '), 'strong'),
    lossTable(reports, names, changes),
    ...(changes ? [changeTable(reports, changes, names)] : []),
    text(notes.join('\n'), 'dim'),
    ...(diff === null
      ? []
      : [
          commandBlock(
            reports.length > 2
              ? `Whether the lowest two by ${reports[0].losses[0].title} differ beyond chance:`
              : changes
                ? 'Which samples moved:'
                : 'The same samples in both? Whether they differ beyond chance:',
            diff,
          ),
        ]),
  ]
}

/** What holds for all files is said once. */
function notesOfSets(reports: readonly CompareReport[], names: readonly string[]): readonly string[] {
  const notes = reports.map(setNotes)
  const isOfAll = (note: string) => notes.every((own) => own.includes(note))
  const ofOne = notes.flatMap((own, index) =>
    own.filter((note) => !isOfAll(note)).map((note) => `${names[index]}: ${note}`),
  )
  return [...notes[0].filter(isOfAll), ...ofOne]
}

/** What was read alike is said once, and how many are positive where that differs. */
export function headLines(reports: readonly CompareReport[]): string {
  const [first, ...others] = reports
  const said = others.map((report) =>
    readAs(report) === readAs(first)
      ? `${clean(report.source.name)}: likewise${endOf(report) === endOf(first) ? '' : endOf(report)}`
      : headLine(report),
  )
  return [headLine(first), ...said].join('\n')
}

/** What stands behind how a file was read. */
export function endOf(report: CompareReport): string {
  return headLine(report).slice(sourceLine(report.source).length)
}

/** How a file was read, without its name. */
export function readAs({ source }: CompareReport): string {
  return sourceLine(source).slice(clean(source.name).length)
}

/** Without the folders that they share. */
function shortNames(names: readonly string[]): string[] {
  const parts = names.map((name) => name.split('/'))
  const shared = parts[0].findIndex((part, i) => parts.some((own) => own[i] !== part || i === own.length - 1))
  const short = parts.map((own) => clean(own.slice(Math.max(0, shared)).join('/')))
  return new Set(short).size === names.length ? short : names.map(clean)
}

/** Which losses tell the files apart: of two, those that do, and of more, those that do not. */
function beyondChance(
  [{ sets }]: readonly CompareReport[],
  changes: Changes | null,
  names: readonly string[],
): string[] {
  if (changes === null) return []
  const tested = changes.slice(1).map((change) => change?.losses.filter(isTested) ?? [])
  const known = tested.flat()
  if (known.length === 0) return []
  const isOfTwo = tested.length === 1
  // Losses of a whole file as one batch have no interval, nor have those that single samples have not.
  const isAll = sets.length === 0 && tested.every((own, i) => changes[i + 1]?.losses.length === own.length)
  const beyond = known.filter(({ significant }) => significant)
  // Of more than two files nobody has compared the others with each other.
  const from = isOfTwo ? '' : ` from ${names[0]}`
  if (isAll && beyond.length === 0) return [`No change${from} is beyond chance.`]
  if (isAll && beyond.length === known.length) return [`All changes${from} are beyond chance.`]
  if (isOfTwo && beyond.length === 0) return [`Not beyond chance: ${titlesOf(known)}.`]
  if (isOfTwo) return [`Beyond chance: ${titlesOf(beyond)}.`]
  const within = tested.flatMap((losses, file) => {
    const own = losses.filter(({ significant }) => !significant)
    return own.length === 0 ? [] : [`${titlesOf(own)} in ${names[file + 1]}`]
  })
  return within.length === 0 ? [] : [`No change${from} beyond chance: ${within.join('; ')}.`]
}

/** Whether there is an interval: a single sample has none. */
function isTested(loss: LossChange | null): loss is LossChange {
  return loss !== null && loss.interval !== null
}

function titlesOf(losses: readonly { readonly title: string }[]): string {
  const shown = losses.slice(0, MAX_NAMED).map(({ title }) => title)
  return joinWords(losses.length > MAX_NAMED ? [...shown, `${losses.length - MAX_NAMED} more`] : shown)
}

/** The difference of the means, with its interval: a row a loss, and a column a file. */
function changeTable(
  [{ losses }]: readonly CompareReport[],
  changes: Changes,
  names: readonly string[],
): Block {
  const paired = changes.flatMap((change, index) => (change ? [{ change, name: names[index] }] : []))
  const columns = paired.map(({ change }) => {
    const known = change.losses.filter((loss) => loss !== null)
    const decimals = columnDecimals(known)
    return change.losses.map((loss): TextCell => {
      if (loss === null) return { text: NO_NUMBER }
      return differenceCells(loss, decimals[known.indexOf(loss)], false)[0]
    })
  })
  const level = percentOf(paired[0].change.confidence)
  return {
    kind: 'table',
    columns: [left(`change from ${names[0]}, ${level}`), ...paired.map(({ name }) => right(name))],
    rows: losses.map(({ title }, row) => ({
      cells: [{ text: title }, ...columns.map((cells) => cells[row])],
    })),
  }
}

/** What the samples were joined by, and which files they are not in. */
function changeNotes(
  reports: readonly CompareReport[],
  changes: Changes,
  names: readonly string[],
): readonly string[] {
  const known = changes.filter((change) => change !== null)
  const ways = new Set(known.map(({ by }) => by))
  const joined =
    ways.size > 1
      ? 'joined by id or row by row'
      : ways.has('id')
        ? 'joined by id'
        : 'paired row by row where no ids tell them apart: their labels are the same'
  const level = percentOf(known[0].confidence)
  const isOpen = known.some(({ losses }) => losses.some((loss) => loss && isByChance(loss)))
  const others = names.filter(
    (_, index) => index > 0 && changes[index] === null && reports[index].count === reports[0].count,
  )
  const hasIntervals = known.some(({ losses }) => losses.some(isTested))
  return [
    ...(hasIntervals ? [`± is the ${level} interval of the change in the same samples, ${joined}.`] : []),
    ...(isOpen ? ['~ is no change beyond chance: the interval has 0 in it.'] : []),
    ...(others.length > 0
      ? [
          `Not known to be of the same samples as ${names[0]}, and so without an interval: ${joinWords(others)}.`,
        ]
      : []),
  ]
}

const isByChance = (loss: LossChange): boolean => isTested(loss) && !loss.significant && loss.difference !== 0

function lossTable(
  reports: readonly CompareReport[],
  names: readonly string[],
  changes: Changes | null,
): Block {
  const [{ losses, sets, reduction, bands, threshold }] = reports
  const samples = reports.map((report, index) => ({
    cells: [
      { text: `  ${names[index]}` },
      NOTHING,
      NOTHING,
      ...shareCells(report.bands.map(({ share }) => share)),
    ],
  }))
  return {
    kind: 'table',
    columns: [
      left(`easy is pt ≥ ${threshold}`),
      right(VALUE_TITLES[reduction]),
      right('change'),
      ...bandColumns(bands),
    ],
    rows: [
      { heading: 'share of the samples' },
      ...samples,
      ...losses.flatMap((loss, index): Row[] => [
        { heading: loss.title, isLong: true },
        ...rowsOf(reports, names, index, changes),
      ]),
      ...sets.flatMap((set, index): Row[] => [
        { heading: `${set.title}, of the whole file`, isLong: true },
        ...rowsOfSet(reports, names, index),
      ]),
    ],
  }
}

/** A loss in each file, and by how much it is more or less than in the first. */
function rowsOf(
  reports: readonly CompareReport[],
  names: readonly string[],
  index: number,
  changes: Changes | null,
): Row[] {
  const own = reports.map(({ losses }) => losses[index])
  const values = formatColumn(
    own.map(({ value }) => value),
    6,
  )
  return own.map(({ value, bands }, i) => ({
    cells: [
      { text: `  ${names[i]}` },
      { text: values[i], tone: 'strong' },
      i === 0 ? NOTHING : changeCell(changeOf(own[0], value), changes && (changes[i]?.losses[index] ?? null)),
      ...shareCells(bands.map(({ lossShare }) => lossShare)),
    ],
  }))
}

/** What is within chance is marked, and does not stand out. Figures stay in line where some have a mark. */
function changeCell(change: number | null, tested: LossChange | null | false): TextCell {
  const words = formatChange(change)
  if (!tested) return { text: `${words}${tested === false ? '' : '  '}` }
  if (isByChance(tested)) return { text: `${words} ~`, tone: 'dim' }
  const tone = tested.significant
    ? { tone: tested.difference < 0 ? ('easy' as const) : ('hard' as const) }
    : {}
  return { text: `${words}  `, ...tone }
}

/** The same of a loss of the whole file as one batch, of which no samples have a share. */
function rowsOfSet(reports: readonly CompareReport[], names: readonly string[], index: number): Row[] {
  const own = reports.map(({ sets }) => sets[index])
  const texts = setTexts(own)
  return own.map((one, i) => ({
    cells: [
      { text: `  ${names[i]}` },
      { text: texts[i], tone: 'strong' },
      { text: i === 0 || isLoose(one) || isLoose(own[0]) ? '' : formatChange(changeOf(own[0], one.value)) },
      NOTHING,
      ...reports[i].bands.map(() => NOTHING),
    ],
  }))
}
