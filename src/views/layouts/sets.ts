/** Lays out losses of sets: a row each, and what one batch is. */
import type { CompareReport, SetReport, SetValue } from '../../questions/compare/compare.ts'
import { clean } from '../../words/clean.ts'
import { type Block, left, right } from '../document.ts'
import type { Value } from '../drawings/csv.ts'
import { givenCell } from '../words/given.ts'
import { joinWords } from '../words/join-words.ts'
import { lackWordsOf } from '../words/lack-words.ts'
import { formatCount } from '../words/numbers.ts'
import { isLoose, setTexts } from '../words/set-words.ts'

/** Slices shown in a terminal; CSV and JSON have all. */
const MAX_SLICES = 5

export function setBlocks({ sets, source }: CompareReport): readonly Block[] {
  if (sets.length === 0) return []
  const columns = [sets, ...(sets[0].parts ? [sets.map(({ parts }) => parts!)] : [])].map(
    (values: readonly SetValue[]) => setTexts(values),
  )
  return [
    {
      kind: 'table',
      columns: [
        left('as one batch'),
        right('the whole file'),
        ...(columns.length > 1 ? [right(`each ${clean(source.by!)}, mean`)] : []),
      ],
      rows: sets.map(({ title }, index) => ({
        cells: [
          { text: title },
          ...columns.map((texts, i) => ({
            text: texts[index],
            ...(i === 0 && { tone: 'strong' as const }),
          })),
        ],
      })),
    },
    ...sliceBlocks(sets, source.by),
  ]
}

/** The slices in which the first of the losses is largest, with what the others are there. */
function sliceBlocks(sets: readonly SetReport[], by: string | null): readonly Block[] {
  const [{ parts, title }] = sets
  if (parts === null) return []
  const shown = parts.slices.slice(0, MAX_SLICES)
  const columns = sets.map((set) => {
    const own = new Map(set.parts!.slices.map((one) => [one.name, one]))
    return setTexts(shown.map(({ name }) => own.get(name)!))
  })
  return [
    {
      kind: 'table',
      columns: [left(`${clean(by!)}, largest ${title} first`), ...sets.map((set) => right(set.title))],
      rows: shown.map(({ name }, index) => ({
        cells: [givenCell(name), ...columns.map((texts) => ({ text: texts[index] }))],
      })),
    },
  ]
}

export function setNotes({ sets, source }: CompareReport): readonly string[] {
  if (sets.length === 0) return []
  const ofClasses = sets.filter(({ classes }) => classes !== null)
  const loose = sets.filter((set) => isLoose(set) || (set.parts !== null && isLoose(set.parts)))
  return [
    `${namesOf(sets)}: the whole file as one batch${ofClasses.length > 0 ? classWords(sets, ofClasses, source.classes.length) : ''}.`,
    ...sets.slice(0, 1).flatMap(({ parts }) => {
      if (parts === null) return []
      const by = clean(source.by!)
      const more = parts.slices.length - MAX_SLICES
      return [
        `each ${by}, mean: every value of ${by} is a batch of its own, and their losses are averaged${more > 0 ? `; --format csv has the other ${formatCount(more)}` : ''}.`,
      ]
    }),
    ...sets.flatMap((set) => withoutNotes(set)),
    ...(loose.length > 0
      ? [
          `${namesOf(loose)}: bounds, since a share of the samples ends within a bin of the sketch; from the predictions it is one number.`,
        ]
      : []),
  ]
}

/** Two of one name are one in a sentence. */
function namesOf(sets: readonly SetReport[]): string {
  return joinWords([...new Set(sets.map(({ name }) => name))])
}

function classWords(all: readonly SetReport[], ofClasses: readonly SetReport[], classes: number): string {
  const whose = ofClasses.length < all.length ? ` for ${namesOf(ofClasses)}` : ''
  return `,${whose} each class apart, with the mean over the ${classes} classes`
}

function withoutNotes({ title, spec, parts, ...whole }: SetReport): readonly string[] {
  return [whole, ...(parts ? [parts] : [])]
    .filter(({ without }) => without > 0)
    .map(({ without, batches }) => {
      const why = lackWordsOf(spec)
      if (without === batches)
        return `${title}: there is no such loss${batches > 1 ? ' of any batch' : ''}, since ${why}.`
      return `${title}: ${without} of ${batches} batches ${without === 1 ? 'has no such loss and is' : 'have no such loss and are'} left out of the mean, since ${why}.`
    })
}

/** What stands in a record of CSV: the whole file, each class, the mean over the values of --by, and each of these. */
export function flattenSets({ sets }: Pick<CompareReport, 'sets'>): readonly Record<string, Value>[] {
  return sets.flatMap(({ spec, classes, parts, ...whole }) => [
    { group: '', loss: spec, reduction: 'batch', ...boundsOf(whole) },
    ...[...(classes ?? []), ...(parts?.slices ?? [])].map(({ name, ...own }) => ({
      group: name,
      loss: spec,
      reduction: 'batch',
      ...boundsOf(own),
    })),
    ...(parts ? [{ group: '', loss: spec, reduction: 'mean of batches', ...boundsOf(parts) }] : []),
  ])
}

/** The value, and between what it is known to lie where a sketch does not tell it. */
function boundsOf({ value, low, high }: Pick<SetValue, 'value' | 'low' | 'high'>) {
  return { value, low, high }
}
