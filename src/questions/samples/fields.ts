/** All that is told of a sample, field by field: an object for each takes longer than all the rest. */
import type { Loss } from '../../losses/loss.ts'
import type { SampleBlock } from '../../scan/scan.ts'
import type { Evaluator } from './samples.ts'

export type FieldValue = string | number | boolean | null

export interface SampleField {
  readonly key: string
  /** Of one sample. Throws an error where a loss is beyond what a double holds. */
  readonly of: (block: SampleBlock, i: number) => FieldValue
  /** The same for many of them. */
  readonly column: FieldColumn
}

/** Numbers, one of few words, or any texts. */
export type FieldColumn =
  /** Where it is not finite, `of` knows more; where null is one of its values, that is NaN. */
  | {
      readonly kind: 'numbers'
      readonly words: readonly null[]
      readonly of: (block: SampleBlock, i: number) => number
    }
  /** Its place among the words. */
  | {
      readonly kind: 'words'
      readonly words: readonly FieldValue[]
      readonly of: (block: SampleBlock, i: number) => number
    }
  | { readonly kind: 'texts'; readonly of: (block: SampleBlock, i: number) => FieldValue }

/** Those of a report of it, in its order; of each loss its value and its modulated weight. */
export function sampleFields(losses: readonly Loss[], evaluator: Evaluator): readonly SampleField[] {
  const { pt, value, modulation, finite, weight, isEasy, identity, classes, classOf, kept } = evaluator
  const { predictedNames, predictedOf, confidence } = evaluator
  const fields = [
    numbers('row', ({ row }, i) => row[i]),
    texts('id', ({ ids }, i) => ids?.at(i) ?? null),
    words('label', classes, classOf),
    words('positive', SIGNS, (block, i) => SIGNS.indexOf(identity(block, i).positive)),
    words('predicted', predictedNames, predictedOf),
    numbers('confidence', confidence),
    numbers('score', ({ scoreOf }, i) => scoreOf(i)),
    numbers('pt', pt),
    numbers('margin', ({ margin }, i) => margin[i]),
    words('difficulty', DIFFICULTIES, (block, i) => (isEasy(block, i) ? 0 : 1)),
    numbers('weight', (block, i) => block.weight?.[i] ?? 1),
    ...losses.flatMap(({ spec }, index): SampleField[] => [
      {
        key: spec,
        of: (block, i) => finite(block, i, index),
        column: { kind: 'numbers', words: [], of: (block, i) => value(block, i, index) },
      },
      {
        key: `weight(${spec})`,
        of: (block, i) => weight(block, i, index),
        column: { kind: 'numbers', words: [null], of: (block, i) => modulation(block, i, index) },
      },
    ]),
  ]
  const names = keptNames(
    kept,
    fields.map(({ key }) => key),
  )
  return [...fields, ...names.map((name, k) => texts(name, (block, i) => block.kept[k].at(i) ?? null))]
}

/** Names of columns that are carried along, told from fields of ours that are called so, and from each other. */
export function keptNames(names: readonly string[], fields: readonly string[]): readonly string[] {
  const taken = new Set([...fields, ...names.filter((name) => !fields.includes(name))])
  return names.map((name) => {
    if (!fields.includes(name)) return name
    let told = `${name} (file)`
    while (taken.has(told)) told += ' (file)'
    taken.add(told)
    return told
  })
}

const SIGNS = [false, true, null]
const DIFFICULTIES = ['easy', 'hard']

function numbers(key: string, of: (block: SampleBlock, i: number) => number): SampleField {
  return { key, of, column: { kind: 'numbers', words: [], of } }
}

function words(
  key: string,
  words: readonly FieldValue[],
  of: (block: SampleBlock, i: number) => number,
): SampleField {
  return { key, of: (block, i) => words[of(block, i)], column: { kind: 'words', words, of } }
}

function texts(key: string, of: (block: SampleBlock, i: number) => string | null): SampleField {
  return { key, of, column: { kind: 'texts', of } }
}
