/**
 * The losses of the wider family: other people's code, and values of 420 digits (shared/golden/family). Every file is used
 * or has a sentence that says why not.
 */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { LOSSES } from '../../src/losses/index.ts'
import { PRECISION } from '../golden/compare.ts'
import { compute } from '../golden/expression.ts'
import { FAMILY, type FamilyExpression } from '../golden/family-adapters.ts'
import { familyError } from '../golden/family-rounding.ts'
import {
  flatten,
  type ManifestEntry,
  nameOf,
  type PeerCase,
  type PeerFile,
  resultsOf,
} from '../golden/peer.ts'
import { lossOf } from '../made/any-loss.ts'
import { boundTo } from '../made/bound.ts'
import { sharedPath } from '../made/shared.ts'

/** A folder of one set, or of several. */
const folder = sharedPath('golden/family')
const title = 'the wider family of losses'

interface Entry extends Omit<ManifestEntry, 'precision' | 'measured'> {
  readonly precision?: 'float64' | 'float32' | 'approximate'
  readonly measured?: { readonly typical_abs: number; readonly extreme_abs: number }
}

const read = <T>(file: string): T => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))
const entries: readonly Entry[] = folder ? read<{ files: readonly Entry[] }>('manifest.json').files : []
const peers = entries.filter(({ kind }) => kind === 'peer')

/** On extremes, and where 32 bits cancel, peers lose digits of their own: as many as the manifest measured. */
function toleranceOf({ precision = 'float64', measured }: Entry, { input }: PeerCase) {
  const { relative, absolute } = PRECISION[precision === 'approximate' ? 'float32' : precision]
  const lost = input.endsWith('_extreme') ? (measured?.extreme_abs ?? 0) : 0
  const typical = precision === 'approximate' ? (measured?.typical_abs ?? 0) : 0
  return { relative, absolute: absolute + lost + typical }
}

interface Outcome {
  readonly numbers: number
  readonly misses: readonly string[]
}

function compareKey(entry: Entry, one: PeerCase, key: string, expression: FamilyExpression): Outcome {
  const expected = flatten(one[key] as number)
  const { values, slack, bitten } = compute(expression, key, expression.results[key])
  const { relative, absolute } = toleranceOf(entry, one)
  if (values.length !== expected.length)
    return { numbers: 0, misses: [`${key}: ${values.length} numbers for ${expected.length}`] }
  // A peer that overflows says nothing.
  const shown = values.map((_, i) => i).filter((i) => !bitten[i] && Number.isFinite(expected[i]))
  const misses = shown
    .filter(
      (i) => !(Math.abs(values[i] - expected[i]) <= relative * Math.abs(expected[i]) + absolute + slack[i]),
    )
    .map((i) => `case ${one.id} ${expression.spec}: ${key}[${i}] ${values[i]} for ${expected[i]}`)
  return { numbers: shown.length, misses }
}

/** Every result of a case, or why there is none of ours. */
function compareCase(entry: Entry, file: PeerFile, one: PeerCase): Outcome | string {
  const adapter = FAMILY[nameOf(entry as ManifestEntry)]
  if (typeof adapter === 'string') return adapter
  const expressions = adapter(file.inputs[one.input], one.params, one)
  if (typeof expressions === 'string') return expressions
  const outcomes = resultsOf(one).flatMap(([key]) => {
    const found = expressions.filter(({ results }) => key in results)
    return found.length > 0
      ? found.map((expression) => compareKey(entry, one, key, expression))
      : [{ numbers: 0, misses: [`case ${one.id}: ${key} is said neither to be ours nor not`] }]
  })
  return {
    numbers: outcomes.reduce((all, { numbers }) => all + numbers, 0),
    misses: outcomes.flatMap(({ misses }) => misses),
  }
}

function compareFile(entry: Entry): readonly (Outcome | string)[] {
  const file = read<PeerFile>(entry.file)
  return file.cases.map((one) => compareCase(entry, file, one))
}

/** Files that hold other losses too, or rows that ours do not take: some of their cases have a sentence. */
const PARTLY = [
  'ALFs.losses',
  'APL.losses',
  'label_smoothing.torch_timm',
  'sklearn.brier_score_loss',
  'torrvision.BrierScore',
]

interface ExactCase {
  readonly id: string
  readonly loss: string
  readonly class: 0 | 1
  readonly params: Readonly<Record<string, number & string>>
  readonly margin: readonly number[]
  readonly double: readonly number[]
  readonly gradient: readonly (string | null)[]
}

/** The exact cases in our words, and why some are not. */
const EXACT: Readonly<Record<string, ((of: ExactCase['params']) => string) | string>> = {
  ce: () => 'ce',
  focal: ({ g }) => `focal:gamma=${g}`,
  asl: ({ gp, gn, clip }) => `asl:gamma-plus=${gp},gamma-minus=${gn},clip=${clip}`,
  ls: ({ k }) => `label-smooth:smoothing=${2 * k}`,
  brier: () => 'brier',
  mae: () => 'mae',
  gce: ({ q }) => `gce:q=${q}`,
  sce: ({ a, b, A }) => `sce:ce=${a},rce=${b},log-zero=${A}`,
  phuber: ({ tau }) => `phuber:tau=${tau}`,
  taylor: ({ t }) => `taylor:terms=${t}`,
  hill: ({ lam, m, g }) => `hill:lambda=${lam},margin=${m},gamma=${g}`,
  afocal: ({ d, g }) => `asym-focal:delta=${d},gamma=${g}`,
  vfl: ({ a, g }) => `varifocal:alpha-minus=${a},gamma=${g}`,
  'reduced-focal': ({ th, g, div }) =>
    `reduced-focal:threshold=${th},gamma=${g},continuous=${div === '1-th' ? 'on' : 'off'}`,
  flsd53: ({ g }) => `flsd:gamma=${g}`,
  hinge: ({ m }) => `hinge:margin=${m}`,
  'sq-hinge': ({ m }) => `squared-hinge:margin=${m}`,
  'mod-huber': () => 'modified-huber',
  shift: ({ b }) => `focal-star:gamma=1,beta=${b}`,
  tgce: 'the truncated gce is none of the register',
  agce: 'none of the register',
  aue: 'none of the register',
  cyclical: 'depends on the epoch',
  splc: 'none of the register',
  'nce-2': 'none of the register',
  'bitempered-t1': 'none of the register',
  temperature: ({ T }) => `ce:temperature=${T}`,
  'ldam-2': 'its shift is another for each class',
  exponential: 'none of the register',
  'forward-2': 'none of the register',
  ntr: 'none of the register',
}

function exactMisses({
  loss: name,
  class: y,
  params,
  margin,
  double,
  gradient,
}: ExactCase): readonly string[] {
  const specOf = EXACT[name]
  if (typeof specOf === 'string') return []
  const loss = lossOf(specOf(params))
  const bound = boundTo(loss, 1, y === 1)
  const error = familyError(loss, y === 1)
  return margin.flatMap((s, i) => {
    const slope = gradient[i]
    return [
      ...missOf(`${loss.spec} of ${y} at ${s}`, bound.value(s), double[i], error.value(s)),
      ...(slope === null
        ? []
        : missOf(
            `slope of ${loss.spec} of ${y} at ${s}`,
            bound.gradient(s),
            Number(slope),
            error.gradient(s),
          )),
    ]
  })
}

function missOf(what: string, got: number, want: number, most: number): readonly string[] {
  return Math.abs(got - want) <= most ? [] : [`${what}: ${got} for ${want} ± ${most}`]
}

describe.skipIf(!folder)(folder ? title : `${title} (skipped: there is no shared/golden/family)`, () => {
  test.each(
    peers.map((entry) => [nameOf(entry as ManifestEntry), entry] as const),
  )('%s and lossctl give the same numbers wherever both know the loss', (_, entry) => {
    const outcomes = compareFile(entry)
    expect(outcomes.flatMap((one) => (typeof one === 'string' ? [] : one.misses))).toEqual([])
    const used = outcomes.filter((one) => typeof one !== 'string')
    expect(used.every(({ numbers }) => numbers > 0)).toBe(true)
  })

  test('every file is used or has a sentence that says why not, and so has every case left out of one that is used', () => {
    expect(peers.map((entry) => nameOf(entry as ManifestEntry)).sort()).toEqual(Object.keys(FAMILY).sort())
    const partly = peers
      .filter((entry) => typeof FAMILY[nameOf(entry as ManifestEntry)] !== 'string')
      .filter((entry) => compareFile(entry).some((one) => typeof one === 'string'))
    expect(partly.map((entry) => nameOf(entry as ManifestEntry)).sort()).toEqual([...PARTLY].sort())
    const sentences = Object.values(FAMILY).filter((one) => typeof one === 'string')
    expect(sentences.every((one) => one.length > 10)).toBe(true)
  })

  test('the exact values and slopes at margins to 745 are ours to the rounding counted for them', () => {
    const { cases } = read<{ cases: readonly ExactCase[] }>('exact_family.json')
    expect([...new Set(cases.map(({ loss }) => loss))].filter((name) => !(name in EXACT))).toEqual([])
    expect(cases.flatMap(exactMisses)).toEqual([])
    expect(existsSync(`${folder}/exact_family.json`)).toBe(true)
  })

  test('every registered loss but those of other files is among the exact ones', () => {
    const told = Object.values(EXACT).flatMap((one) =>
      typeof one === 'string' ? [] : [one({} as never).split(':')[0]],
    )
    const elsewhere = ['poly1', 'poly1-focal', 'poly-n', 'article-ce', 'article-focal']
    expect(LOSSES.map(({ name }) => name).filter((name) => ![...told, ...elsewhere].includes(name))).toEqual(
      [],
    )
  })
})
