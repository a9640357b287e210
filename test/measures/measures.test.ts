import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completeLoss, parseLoss } from '../../src/losses/spec/spec.ts'
import { readyGroups, sumBands } from '../../src/measures/bands.ts'
import { PART_FIGURES, TOTAL_FIGURES } from '../../src/measures/figures.ts'
import { MEASURES } from '../../src/measures/measures.ts'
import { parseQuantity, quantityNames, quantityOf, splitName } from '../../src/measures/quantities.ts'
import { compareSketched } from '../../src/questions/compare/compare.ts'
import { createFamily } from '../../src/questions/tune/family.ts'
import { lossctl } from '../made/host.ts'
import { exactSum } from '../made/oracle.ts'
import { type Samples, sketchedOf } from '../made/sketched.ts'

const QUESTION = { threshold: 0.5, reduction: 'mean', classWeights: null, by: null, hardest: 0 } as const

const data = fc
  .array(
    fc.record({
      s: fc.integer({ min: -800, max: 800 }).map((n) => n / 100),
      positive: fc.boolean(),
      w: fc.integer({ min: 1, max: 50 }).map((n) => n / 10),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map(
    (samples): Samples => ({
      margin: Float64Array.from(samples, ({ s }) => s),
      positive: Int32Array.from(samples, ({ positive }) => Number(positive)),
      weight: Float64Array.from(samples, ({ w }) => w),
    }),
  )

const q = (s: number) => 1 / (1 + Math.exp(s))
const ce = (s: number) => Math.max(-s, 0) + Math.log1p(Math.exp(-Math.abs(s)))

/** What a name asks for under focal loss of gamma 2, by its formula and sample by sample. */
function direct(name: string, { margin, positive, weight }: Samples): number {
  const [, above = '', below = '', measure] = /^(?:([a-z.]+?)(?::([a-z.]+))?\.)?([a-z]+)$/.exec(name)!
  const samples = Array.from(margin, (s, i) => ({
    words: [s >= 0 ? 'easy' : 'hard', positive[i] === 1 ? 'positive' : 'negative'],
    count: 1,
    w: weight![i],
    loss: weight![i] * q(s) ** 2 * ce(s),
    // f falls with the margin.
    gradient: weight![i] * -(q(s) ** 2) * (2 * q(-s) * ce(s) + q(s)),
    m: weight![i] * q(s) ** 2,
  }))
  const sum = (part: string, of: (sample: (typeof samples)[number]) => number) =>
    exactSum(
      samples
        .filter(({ words }) => part === '' || part.split('.').every((word) => words.includes(word)))
        .map(of),
    )
  switch (measure) {
    case 'loss':
      return sum(above, ({ loss }) => loss) / sum(below, ({ loss }) => loss)
    case 'gradient':
      return sum(above, ({ gradient }) => gradient) / sum(below, ({ gradient }) => gradient)
    case 'share':
      return sum(above, ({ count }) => count) / samples.length
    case 'weight':
      return sum(above, ({ m }) => m) / sum(above, ({ w }) => w)
    case 'effective':
      return sum(above, ({ m }) => m) ** 2 / sum(above, ({ m }) => m * m)
    case 'mean':
      return sum('', ({ loss }) => loss) / sum('', ({ w }) => w)
    case 'count':
      return samples.length
    default:
      throw new RangeError(`${measure} is new: its formula belongs here`)
  }
}

/** A sum is right to 1e-12 of its terms, which have one sign here; a quotient has two, one of them squared perhaps. */
const TOLERANCE = 4e-12

function expectNear(got: number | null, want: number, what: string): void {
  if (got === null) expect(Number.isFinite(want), what).toBe(false)
  else expect(Math.abs(got - want), what).toBeLessThanOrEqual(TOLERANCE * Math.abs(want))
}

describe('a quantity', () => {
  it.each(quantityNames('binary'))('is what its formula says, of all losses and of a family: %s', (name) => {
    fc.assert(
      fc.property(data, (samples) => {
        const sketched = sketchedOf(samples, 0.5)
        const { sketch, grouping } = sketched
        const quantity = parseQuantity(name, 'binary')
        const groups = readyGroups(sketch, grouping, 0, null)
        const sums = sumBands(groups, grouping, completeLoss(parseLoss('focal:gamma=2')))
        expectNear(quantityOf(quantity, sums), direct(name, samples), 'by itself')
        const family = createFamily(sketched, parseLoss('focal'), 0)
        expectNear(quantityOf(quantity, family.sumsAt({ gamma: 2 })), direct(name, samples), 'in a family')
      }),
      { numRuns: 30 },
    )
  })

  it('is what compare tells under the name of its field', () => {
    fc.assert(
      fc.property(data, (samples) => {
        const [report] = compareSketched(
          sketchedOf(samples, 0.5),
          [completeLoss(parseLoss('focal:gamma=2'))],
          QUESTION,
        ).losses
        for (const { name, field } of TOTAL_FIGURES) expectNear(report[field], direct(name, samples), name)
        for (const band of report.bands)
          for (const { name, field } of PART_FIGURES)
            expectNear(band[field], direct(`${band.band}.${name}`, samples), name)
      }),
      { numRuns: 30 },
    )
  })
})

describe('a record of the register', () => {
  it.each(MEASURES)('is what its example asks for: $example', (measure) => {
    expect(splitName(measure.example)?.measure).toBe(measure)
    expect(quantityNames('binary')).toContain(measure.example)
  })

  it.each(MEASURES.filter(({ isSwept }) => isSwept))('stands in help: $example', async ({ example }) => {
    const { stdout } = await lossctl(['sweep', '--help'])
    expect(stdout.replace(/\s+/g, ' ')).toContain(` ${example},`)
  })

  it.each(MEASURES.filter(({ field }) => field !== null))('stands in the schema: $of $field', ({
    of,
    field,
    definition,
  }) => {
    const path = new URL('../../docs/report.schema.json', import.meta.url)
    const { $defs } = JSON.parse(readFileSync(path, 'utf8'))
    const described = of === 'part' ? $defs.lossBand : $defs.loss
    expect(described.required).toContain(field)
    expect(described.properties[field!]).toEqual({ type: ['number', 'null'], description: definition })
  })
})
