/** The sums of a query: powers of d, by segment, with and without weights. */
import { MOMENTS } from '../../sketch/grid.ts'
import { BELOW_SEGMENT, ROW_COLUMNS, type TableShape } from '../table/columns.ts'
import type { Dialect } from './dialect.ts'
import { OWN, type Step } from './steps.ts'

/** Coarse parts of d are multiples of this, so that 2^33 of them add up without a rounding. */
const COARSE = 2 ** 20

/** x - (x c - (x c - x)) are the lower digits of x, the last 27 of 53. */
const SPLITTER = 2 ** 27 + 1

/** Powers whose digits matter: the coefficient of the fourth in a loss is below 1e-5 of the first. */
const SPLIT_POWERS = 3

/** d^k as a product of few of d, d² and d⁴. */
function power(k: number): string {
  const factors = [
    ...Array.from({ length: k >> 2 }, () => 'd4'),
    ...(k & 2 ? ['d2'] : []),
    ...(k & 1 ? ['d'] : []),
  ]
  return factors.join(' * ')
}

const [SQUARE, FOURTH] = ['d * d', '(d * d) * (d * d)']

/** The first four terms: d^k, and below the bins s, s², 1 / s, 1 / s². */
function terms(dialect: Dialect): readonly string[] {
  const one = dialect.number(1)
  const tails = ['s', 's * s', `${one} / s`, `${one} / (s * s)`]
  return ['d', SQUARE, 'd * d * d', FOURTH].map(
    (inside, i) => `CASE WHEN segment = ${BELOW_SEGMENT} THEN ${tails[i]} ELSE ${inside} END AS t${i + 1}`,
  )
}

/**
 * The sums, and the steps before them. Rounded probabilities make d of equal bits again and again, and plain sums of equal
 * terms drift: where the engine's sum is plain, terms are split into coarse parts, which add up exactly, and the rest.
 */
export function sumsOf(
  dialect: Dialect,
  { weighted, probs, rows }: TableShape,
  kept: string,
): { readonly steps: readonly Step[]; readonly sums: readonly string[] } {
  const termsStep: Step = {
    name: 'terms',
    text: `SELECT ${kept}, ${SQUARE} AS d2, ${FOURTH} AS d4, ${terms(dialect).join(', ')}\n  FROM ${OWN}placed${dialect.fence}`,
  }
  const term = (k: number) => (k <= 4 ? `t${k}` : power(k))
  const ofRows = rows ? ROW_COLUMNS : []
  if (!weighted) return unweightedSums(dialect, termsStep, kept, term, ofRows)
  const sheets = [
    { letter: 'm', factor: 'w' },
    { letter: 'v', factor: 'w * w' },
  ]
  const held = probs
    ? sheets.map(({ letter, factor }) => `${dialect.sum(`${factor} * is_held`)} AS held_${letter}0`)
    : []
  const product = (factor: string, k: number) => (k === 0 ? factor : `${factor} * (${term(k)})`)
  if (dialect.sumsExactly) {
    const sums = sheets.flatMap(({ letter, factor }) =>
      Array.from({ length: MOMENTS }, (_, k) => `${dialect.sum(product(factor, k))} AS ${letter}${k}`),
    )
    const rowSums = ofRows.map((name) => `${dialect.sum(`w * ${name}`)} AS ${name}`)
    return { steps: [termsStep], sums: [...sums, ...held, ...rowSums] }
  }
  const split = [
    ...sheets.flatMap(({ letter, factor }) =>
      Array.from({ length: SPLIT_POWERS + 1 }, (_, k) => ({
        name: `${letter}${k}`,
        text: product(factor, k),
      })),
    ),
    ...ofRows.map((name) => ({ name, text: `w * ${name}` })),
  ]
  const c = dialect.number(SPLITTER)
  const names = split.map(({ name }) => `x${name}`)
  const rest = `${kept}, d2, d4, t4, ${names.join(', ')}`
  const products: Step = {
    name: 'products',
    text: `SELECT ${kept}, d2, d4, t4, ${split.map(({ name, text }) => `${text} AS x${name}`).join(', ')}\n  FROM ${OWN}terms${dialect.fence}`,
  }
  const coarse: Step = {
    name: 'coarse',
    text: `SELECT ${rest}, ${names.map((x) => `${c} * ${x} - (${c} * ${x} - ${x}) AS h${x}`).join(', ')}\n  FROM ${OWN}products${dialect.fence}`,
  }
  const inTwo = (name: string) =>
    `${dialect.sum(`hx${name}`)} + ${dialect.sum(`x${name} - hx${name}`)} AS ${name}`
  const sums = sheets.flatMap(({ letter, factor }) =>
    Array.from({ length: MOMENTS }, (_, k) => {
      const name = `${letter}${k}`
      return k <= SPLIT_POWERS ? inTwo(name) : `${dialect.sum(product(factor, k))} AS ${name}`
    }),
  )
  return { steps: [termsStep, products, coarse], sums: [...sums, ...held, ...ofRows.map(inTwo)] }
}

function unweightedSums(
  dialect: Dialect,
  termsStep: Step,
  kept: string,
  term: (k: number) => string,
  ofRows: readonly string[],
) {
  const powers = Array.from({ length: MOMENTS - 1 }, (_, i) => i + 1)
  if (dialect.sumsExactly)
    return {
      steps: [termsStep],
      sums: [
        ...powers.map((k) => `${dialect.sum(term(k))} AS m${k}`),
        ...ofRows.map((name) => `${dialect.sum(name)} AS ${name}`),
      ],
    }
  const unit = dialect.number(COARSE)
  const split = powers.slice(0, SPLIT_POWERS)
  const coarse: Step = {
    name: 'coarse',
    text: `SELECT ${kept}, d2, d4, ${[...split, 4].map((k) => `t${k}`).join(', ')}, ${[...split.map((k) => [`t${k}`, `h${k}`]), ...ofRows.map((name) => [name, `h${name}`])].map(([x, h]) => `FLOOR(${x} * ${unit}) / ${unit} AS ${h}`).join(', ')}\n  FROM ${OWN}terms${dialect.fence}`,
  }
  const sums = powers.map((k) =>
    k <= SPLIT_POWERS
      ? `${dialect.sum(`h${k}`)} + ${dialect.sum(`t${k} - h${k}`)} AS m${k}`
      : `${dialect.sum(term(k))} AS m${k}`,
  )
  const rowSums = ofRows.map(
    (name) => `${dialect.sum(`h${name}`)} + ${dialect.sum(`${name} - h${name}`)} AS ${name}`,
  )
  return { steps: [termsStep, coarse], sums: [...sums, ...rowSums] }
}
