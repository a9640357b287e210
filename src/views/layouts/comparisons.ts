/** Lays out comparisons of several files side by side: each loss in each file, with how samples share it, and losses of sets. */

import type { CompareReport } from '../../questions/compare/compare.ts'
import { isTested, type LossChange, type PairedChanges } from '../../questions/compare/paired-changes.ts'
import { clean, cleanLine } from '../../words/clean.ts'
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
import { joinWords } from '../words/join-words.ts'
import { changeOf, whichIsLowest } from '../words/lowest-words.ts'
import { formatChange, formatColumn, formatCount } from '../words/numbers.ts'
import { isLoose, setTexts } from '../words/set-words.ts'
import { perhapsNotes, sourceLine, sourceNotes } from '../words/source-line.ts'
import { unitsOf } from '../words/unit.ts'
import { beyondChance, changeNotes, changeTable, isByChance } from './changes.ts'
import { headLine } from './compare.ts'
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

/**
 * @param diff the command that tells whether two files differ beyond chance; null where none does
 * @param found changes, beyond chance or not, of files of the same samples; null where none were paired
 */
export function layoutComparisons(
  reports: readonly CompareReport[],
  diff: string | null,
  found: PairedChanges | null = null,
): Document {
  // Of files that are alike there is no change to tell of.
  const changes = found?.some((change) =>
    change?.losses.some((loss) => isTested(loss) && loss.difference !== 0),
  )
    ? found
    : null
  const names = shortNames(reports.map(({ source }) => source.name))
  const counts = [...new Set(reports.map(({ count }) => formatCount(count)))]
  const ofFile = perhapsNotes(reports[0].source)
  const ofReading = reports.flatMap(({ source, losses }, index) =>
    sourceNotes(source, losses).map((note) => (ofFile.includes(note) ? note : `${names[index]}: ${note}`)),
  )
  const notes = [
    ...(changes ? changeNotes(reports, changes, names) : []),
    SHARES,
    ...(counts.length > 1
      ? [`Not of the same samples: ${joinWords(counts)} of them.`]
      : perhapsOthers(reports, found, names)),
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
              ? `The lowest two by ${reports[0].losses[0].title}, sample by sample:`
              : changes
                ? 'Which samples moved:'
                : 'The same samples in both? Whether they differ beyond chance:',
            diff,
          ),
        ]),
  ]
}

/** As many samples of each may be others where some were left out, and nothing has paired them. */
function perhapsOthers(
  reports: readonly CompareReport[],
  found: PairedChanges | null,
  names: readonly string[],
): readonly string[] {
  const isPaired = reports.every((_, index) => index === 0 || (found?.[index] ?? null) !== null)
  const lacking = names.filter(
    (_, index) => reports[index].source.skipped + reports[index].source.ignored > 0,
  )
  return isPaired || lacking.length === 0
    ? []
    : [`Not known to be of the same samples: some were left out of ${joinWords(lacking)}.`]
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

/** What was read like the file before is said once, and how many are positive where that differs. */
export function headLines(reports: readonly CompareReport[]): string {
  const [first] = reports
  const asFirst = (report: CompareReport) => readAs(inPlaceOf(first, report))
  const said = reports.map((report, at) => {
    const before = reports[at - 1]
    if (before === undefined || asFirst(report) !== asFirst(before)) return headLine(report)
    return `${cleanLine(report.source.name)}: likewise${endOf(report) === endOf(before) ? '' : endOf(report)}`
  })
  return said.join('\n')
}

/** With the column of scores that the first one has, where its name says its own: `preds.csv [prob_rf]`. */
function inPlaceOf(first: CompareReport, report: CompareReport): CompareReport {
  const { name, scores } = report.source
  const isNamed = scores.length === 1 && name.endsWith(` [${scores[0]}]`)
  return isNamed ? { ...report, source: { ...report.source, scores: first.source.scores } } : report
}

/** What stands behind how a file was read. */
export function endOf(report: CompareReport): string {
  return headLine(report).slice(sourceLine(report.source).length)
}

/** How a file was read, without its name. */
export function readAs({ source }: CompareReport): string {
  return sourceLine({ ...source, name: '' })
}

/** Of models in one file their own names; of files those without the folders that they share. */
function shortNames(names: readonly string[]): string[] {
  const models = names.map((name) => /^(.*?) \[(.*)\]$/s.exec(name))
  const own = models.map((model) => clean(model?.[2] ?? ''))
  const areOfOne = models.every((model) => model !== null && model[1] === models[0]![1])
  if (areOfOne && new Set(own).size === names.length) return own
  const parts = names.map((name) => name.split('/'))
  const shared = parts[0].findIndex((part, i) => parts.some((own) => own[i] !== part || i === own.length - 1))
  const short = parts.map((own) => clean(own.slice(Math.max(0, shared)).join('/')))
  return new Set(short).size === names.length ? short : names.map(clean)
}

function lossTable(
  reports: readonly CompareReport[],
  names: readonly string[],
  changes: PairedChanges | null,
): Block {
  const [{ losses, sets, reduction, bands, threshold, source }] = reports
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
      { heading: `share of the ${unitsOf(source.task)}` },
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
  changes: PairedChanges | null,
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
