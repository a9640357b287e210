import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InputError } from '../../../src/errors.ts'
import { createPairs } from '../../../src/scan/pairs/pairs.ts'
import type { Scan } from '../../../src/scan/scan.ts'
import { lossctl } from '../../made/host.ts'
import { type Row, scanOf } from '../../made/scans.ts'
import { scratchFolder } from '../../made/scratch.ts'
import { fixture } from '../../made/shared.ts'

const write = scratchFolder()

/** id, margin under A and margin under B of all pairs; NaN where B has none. */
async function pairsOf(a: Scan, b: Scan): Promise<[string, number, number][]> {
  const by = a.dataset.reading.id === null || b.dataset.reading.id === null ? 'row' : 'id'
  const found: [string, number, number][] = []
  for await (const { a: block, marginB } of createPairs(a, b, by).blocks())
    for (let i = 0; i < block.length; i++)
      found.push([block.ids?.at(i) ?? `${block.row[i]}`, block.margin[i], marginB[i]])
  return found
}

const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 })
const cells = fc.integer({ min: 1, max: 3 })

/** Rows of A and of B: the same ids and labels, other margins. Some rows of either may be bad. */
function twoModels(bad: boolean) {
  return cells.chain((width) => {
    const margins = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), {
      minLength: width,
      maxLength: width,
    })
    const row = fc.record({
      a: margins,
      b: margins,
      labels: fc.array(fc.nat(1), { minLength: width, maxLength: width }),
      weight: fc.integer({ min: 1, max: 3 }),
      badA: fc.nat(9).map((dice) => bad && dice === 0),
      badB: fc.nat(9).map((dice) => bad && dice === 0),
    })
    return fc.array(row, { minLength: 1, maxLength: 40 }).map((rows) => {
      const pick = (margins: 'a' | 'b', fault: 'badA' | 'badB'): Row[] =>
        rows.map((r, i) => ({
          id: `x${i}`,
          margins: r[margins],
          labels: r.labels,
          weight: r.weight,
          bad: r[fault],
        }))
      return { a: pick('a', 'badA'), b: pick('b', 'badB') }
    })
  })
}

/** What pairs should be, in A's order. */
function expected(a: readonly Row[], b: readonly Row[], nameOf: (row: Row, i: number) => string) {
  return a.flatMap((row, i) =>
    row.bad
      ? []
      : row.margins.map((margin, c) => [nameOf(row, i), margin, b[i].bad ? Number.NaN : b[i].margins[c]]),
  )
}

describe('pairs', () => {
  it('by row are row by row, however both are cut into blocks, and without those that are bad', async () => {
    await fc.assert(
      fc.asyncProperty(twoModels(true), cuts, cuts, async ({ a, b }, cutsA, cutsB) => {
        const scans = [
          scanOf(a, { ids: false, skip: true, cuts: cutsA }),
          scanOf(b, { ids: false, skip: true, cuts: cutsB }),
        ] as const
        expect(await pairsOf(...scans)).toEqual(expected(a, b, (_, i) => `${i}`))
        expect([scans[0].counts.rows, scans[1].counts.rows]).toEqual([a.length, b.length])
      }),
    )
  })

  it('by id are the same in any order of B', async () => {
    await fc.assert(
      fc.asyncProperty(
        twoModels(true),
        cuts,
        cuts,
        fc.infiniteStream(fc.nat()),
        async ({ a, b }, cutsA, cutsB, dice) => {
          const order = b.map((row) => ({ row, key: dice.next().value as number }))
          const shuffled = order.toSorted((x, y) => x.key - y.key).map(({ row }) => row)
          const found = await pairsOf(
            scanOf(a, { skip: true, cuts: cutsA }),
            scanOf(shuffled, { skip: true, cuts: cutsB }),
          )
          expect(found).toEqual(expected(a, b, ({ id }) => id))
        },
      ),
    )
  })

  it('hold 40,000 rows of text against an array, whose blocks are of other lengths', async () => {
    const margins = Array.from({ length: 40_000 }, (_, i) => Math.sin(i) * 5)
    const text = write('big.csv', `label,logit\n${margins.map((z, i) => `${i % 2},${z}`).join('\n')}\n`)
    const { npyPreamble } = await import('../../../src/views/drawings/npy.ts')
    const array = (name: string, values: readonly number[]) =>
      write(
        name,
        Buffer.concat([npyPreamble(values.length, 1), Buffer.from(Float64Array.from(values).buffer)]),
      )
    const scores = array('big.npy', margins)
    const labels = array(
      'big-labels.npy',
      margins.map((_, i) => i % 2),
    )
    const { code, stdout } = await lossctl(['diff', text, scores, '--labels-b', labels])
    expect([code, stdout.split('\n')[0]]).toEqual([0, 'A and B are the same: no sample differs.'])
  })
})

const row = (id: string, label = 1, margin = 1): Row => ({
  id,
  margins: [margin],
  labels: [label],
  weight: 1,
})

/** The error of pairing these. */
async function problemOf(
  a: readonly Row[],
  b: readonly Row[],
  shape: { ids?: boolean; skip?: boolean } = {},
): Promise<string> {
  const outcome = pairsOf(scanOf(a, { name: 'a', ...shape }), scanOf(b, { name: 'b', ...shape }))
  return outcome.then(
    () => 'none',
    (error) => {
      expect(error).toBeInstanceOf(InputError)
      return error.message
    },
  )
}

describe('what is not the same samples', () => {
  const letters = [...'pqrstu'].map((id) => row(id))

  it('is another number of rows', async () => {
    const words = 'b: has 4 rows and a has 6; both must hold the same samples'
    expect(await problemOf(letters, letters.slice(0, 4), { ids: false })).toContain(words)
    expect(await problemOf(letters.slice(0, 4), letters, { ids: false })).toContain(
      'b: has 6 rows and a has 4',
    )
  })

  it('is other labels, of which the first are shown', async () => {
    const other = letters.map((one, i) => (i < 2 ? one : row(one.id, 0)))
    expect(await problemOf(letters, other, { ids: false })).toBe(
      'b: 4 of the first 6 labels are not those of a (row 2: "1" there and "0" here; row 3: "1" there and "0" here; row 4: "1" there and "0" here; …); put both files in the same order, or join them by a column that both have: --id COLUMN',
    )
    expect(await problemOf(letters, other)).toContain('(id "r": "1" there and "0" here; id "s":')
  })

  it('is other ids', async () => {
    expect(await problemOf(letters, letters.slice(1))).toContain('b: lacks 1 of the ids of a: "p"; ')
    expect(await problemOf(letters.slice(1), letters)).toContain('b: has 1 that a lacks: "p"; ')
    expect(await problemOf(letters, [...letters.slice(5), row('v'), row('w')])).toContain(
      'b: lacks 5 of the ids of a: "p", "q", "r" and 2 more, and has 2 that a lacks: "v", "w"; ',
    )
  })

  it('is an id twice', async () => {
    const twice = [...letters, row('q')]
    const words = '1 row has an id in "id" that stands in another row too: "q"; '
    expect(await problemOf(twice, letters)).toContain(`a: ${words}`)
    expect(await problemOf(letters, twice)).toContain(`b: ${words}`)
    expect(await problemOf([row('p'), row('p'), row('p')], [row('p')])).toContain('a: 2 rows have an id')
  })

  it('is more missing than was skipped', async () => {
    const spoiled = [{ ...letters[0], bad: true }, ...letters.slice(1)]
    expect(await problemOf(letters, spoiled, { skip: true })).toBe('none')
    expect(await problemOf(letters, spoiled.slice(0, 4), { skip: true })).toContain('lacks 3 of the ids')
  })

  it('is a label to ignore in one of them', async () => {
    // What is ignored is left out of the samples, and its row is counted, as is one that was skipped.
    const ignored = [...letters.slice(0, 3), { ...letters[3], bad: true }, ...letters.slice(4)]
    expect(await problemOf(letters, ignored, { ids: false })).toContain(
      'b: row 3 has the label to ignore here or in a',
    )
    expect(await problemOf(ignored, letters, { ids: false })).toContain('b: row 3 has the label to ignore')
  })

  it('does not mistake 7 and 7.0, nor long numbers that differ in their last digit', async () => {
    expect(await problemOf([row('7'), row('8')], [row('8.0'), row('7.0')])).toBe('none')
    const long = ['1234567890123456788', '1234567890123456789'].map((id) => row(id))
    expect(await problemOf(long, long.toReversed())).toBe('none')
  })
})

describe('lossctl diff', () => {
  const csv = (name: string, lines: readonly string[]) => write(name, `${lines.join('\n')}\n`)
  const good = csv('good.csv', ['id,label,prob', 'a,0,0.1', 'b,1,0.9', 'c,1,0.6'])
  const cases: [string, string[]][] = [
    ['was read as binary and', [fixture('digits.csv'), good]],
    ['has 3 classes and', [fixture('digits.csv'), fixture('wine.csv')]],
    ['has 3 rows and', [csv('longer.csv', ['label,prob', '0,0.1', '1,0.9', '1,0.6', '0,0.2']), good]],
    ['lacks 569 of the ids of', [fixture('breast-cancer.csv'), good]],
    ['of the first 3 labels are not', [good, csv('labels.csv', ['label,prob', '0,0.1', '0,0.9', '1,0.6'])]],
    [
      'stands in another row too: "a"',
      [good, csv('twice.csv', ['id,label,prob', 'a,0,0.1', 'a,1,0.9', 'c,1,0.6'])],
    ],
    [
      'class 0 is "x" and in',
      [
        csv('ab.csv', ['label,prob_a,prob_b', 'a,0.2,0.8', 'b,0.5,0.5']),
        csv('xb.csv', ['label,prob_x,prob_b', 'x,0.2,0.8', 'b,0.5,0.5']),
      ],
    ],
    ['has no column "name" for --id', [good, good, '--id', 'name']],
    [
      'every weight is 0',
      [csv('w.csv', ['id,label,prob,weight', 'a,0,0.1,0', 'b,1,0.9,0', 'c,1,0.6,0']), good],
    ],
    ['there is no such file', [good, 'none.csv']],
  ]

  it.each(cases)('ends in 3 where it cannot compare: %s', async (words, args) => {
    const { code, stdout, stderr } = await lossctl(['diff', ...args])
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toContain(words)
    expect(stderr.trimEnd()).not.toContain('\n')
  })

  it('says that a sketch has no rows, and what to give instead', async () => {
    const sketch = write('saved.sketch.json', '')
    expect((await lossctl(['sketch', fixture('breast-cancer.csv'), '-o', sketch])).code).toBe(0)
    const { code, stderr } = await lossctl(['diff', fixture('breast-cancer.csv'), sketch])
    expect([code, stderr]).toEqual([
      3,
      `error: ${sketch}: is a sketch, which has no rows; give the predictions it was made from\n`,
    ])
  })

  it.each([
    [['--seed', '1'], '--seed changes nothing without --bootstrap'],
    [['--bootstrap', '100'], 'takes at least 200 replicates'],
    [['--confidence', '1'], 'it is a number from 0.5 to'],
    [['--loss', 'article-focal'], "is a loss of the batch's mean"],
  ])('ends in 2 where the question is malformed: %s', async (args, words) => {
    const { code, stderr } = await lossctl(['diff', good, good, ...args])
    expect([code, stderr.includes(words)]).toEqual([2, true])
  })

  it('compares two columns of one file', async () => {
    const two = csv('two.csv', ['id,label,prob_a,prob_b', 'a,0,0.1,0.2', 'b,1,0.9,0.95', 'c,1,0.6,0.7'])
    const { code, stdout } = await lossctl([
      'diff',
      two,
      two,
      '--score',
      'prob_a',
      '--score-b',
      'prob_b',
      '--loss',
      'ce',
    ])
    expect(code).toBe(0)
    expect(stdout).toContain('66.7 % of the samples, less in 33.3 %')
  })
})
