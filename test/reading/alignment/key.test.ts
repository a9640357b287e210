import { describe, expect, it } from 'vitest'
import { lossctl } from '../../made/host.ts'
import { printedCe } from '../../made/printed-ce.ts'
import { scratchFolder } from '../../made/scratch.ts'

const write = scratchFolder()
const N = 24

/** Sample k is positive when k is odd, and has the score P[k]: what belongs together is known, whatever the files say. */
const P = Array.from({ length: N }, (_, k) => ((k * 7) % N) / N + 0.01)
const ORDER = Array.from({ length: N }, (_, k) => (k * 5 + 3) % N)

/** Mean cross-entropy when the score of sample k meets the label of sample `of(k)`. */
function meanOf(of: (k: number) => number): number {
  const losses = P.map((p, k) => -Math.log(of(k) % 2 === 1 ? p : 1 - p))
  return losses.reduce((sum, loss) => sum + loss, 0) / N
}

const JOINED = meanOf((k) => k)
const BY_ROW = meanOf((k) => ORDER[k])

const table = (name: string, header: string, rows: readonly string[]) =>
  write(name, `${[header, ...rows].join('\n')}\n`)

const scores = (header: string, idOf: (k: number) => string) =>
  table(
    'scores.csv',
    `${header},prob`,
    P.map((p, k) => `${idOf(k)},${p}`),
  )

const labels = (header: string, idOf: (k: number) => string) =>
  table(
    'labels.csv',
    `${header},label`,
    ORDER.map((k) => `${idOf(k)},${k % 2}`),
  )

const word = (k: number) => `img_${k}`
const number = (k: number) => `${100 + k}`

describe('labels in another file and another order', () => {
  it.each([
    ['of one name', 'id', word, 'id', word],
    ['of a name that is not known', 'ID_code', word, 'ID_code', word],
    ['of two names', 'id', word, 'image_name', word],
    ['that are numbers', 'PassengerId', number, 'PassengerId', number],
    ['that are numbers under two names', 'PassengerId', number, 'row_id', number],
    ['without a name, shuffled in one of them', '', (k: number) => `${k}`, '', (k: number) => `${k}`],
    ['as pandas writes them where there is a gap', 'id', number, 'id', (k: number) => `${number(k)}.0`],
    ['of columns that say nothing', 'what', word, 'ever', word],
    ['that are numbers of one name', 'patient', number, 'patient', number],
    [
      'that are numbers far apart',
      'case',
      (k: number) => `${1e6 + 97 * k}`,
      'study',
      (k: number) => `${1e6 + 97 * k}`,
    ],
  ])('are joined by ids %s', async (_, left, idLeft, right, idRight) => {
    expect(await printedCe(scores(left, idLeft), '--labels', labels(right, idRight))).toBeCloseTo(JOINED, 12)
  })

  it('are taken row by row where that is said', async () => {
    const files = [scores('id', word), '--labels', labels('id', word)]
    expect(await printedCe(...files, '--by-row')).toBeCloseTo(BY_ROW, 12)
  })

  it('are not joined by numbers that may be ranks, nor by an index that counts the rows of each', async () => {
    const ranked = scores('rank', (k) => `${(k * 11) % N}`)
    expect(
      await printedCe(
        ranked,
        '--labels',
        labels('position', (k) => `${k}`),
      ),
    ).toBeCloseTo(BY_ROW, 12)
    let row = 0
    const counted = labels('', () => `${row++}`)
    expect(
      await printedCe(
        scores('', (k) => `${k}`),
        '--labels',
        counted,
      ),
    ).toBeCloseTo(BY_ROW, 12)
  })

  it('are refused where both files name their rows in words, and otherwise', async () => {
    const files = [scores('path', (k) => `test/${k}.png`), '--labels', labels('image', word)]
    const { code, stderr } = await lossctl(['compare', ...files])
    expect(code).toBe(3)
    expect(stderr).toMatch(
      /names its rows in "image" \(img_3\) and .* in "path" \(test\/0\.png\), .*--by-row/,
    )
  })

  it('are a question where one file counts its rows without a name and the other names them in another order', async () => {
    const files = [scores('', (k) => `${k}`), '--labels', labels('id', (k) => `${k}`)]
    const { code, stderr } = await lossctl(['compare', ...files])
    expect([code, stderr]).toEqual([
      3,
      expect.stringMatching(
        /labels\.csv: names its rows in "id", in another order than they are counted in the first column of .*scores\.csv, which has no name; say --by-row .*, or name that column id\n$/,
      ),
    ])
    expect(await printedCe(...files, '--by-row')).toBeCloseTo(BY_ROW, 12)
    const named = scores('id', (k) => `${k}`)
    expect(await printedCe(named, '--labels', files[2])).toBeCloseTo(JOINED, 12)
  })

  it('are taken row by row where the ids rise as the index does', async () => {
    const rising = table(
      'rising.csv',
      'id,label',
      P.map((_, k) => `${k + 1},${k % 2}`),
    )
    expect(
      await printedCe(
        scores('', (k) => `${k}`),
        '--labels',
        rising,
      ),
    ).toBeCloseTo(JOINED, 12)
  })

  it('need the column that --id names in both', async () => {
    const { code, stderr } = await lossctl([
      'compare',
      scores('id', word),
      '--labels',
      labels('image', word),
      '--id',
      'id',
    ])
    expect([code, stderr]).toEqual([
      3,
      expect.stringMatching(
        /has no column "id" for --id.*; leave --id out, which joins "id" with "image", or say --by-row/,
      ),
    ])
  })

  it('need another word where no two columns hold the same', async () => {
    const { code, stderr } = await lossctl([
      'compare',
      scores('id', word),
      '--labels',
      labels('image', (k) => `other ${k % 7}`),
      '--id',
      'id',
    ])
    expect([code, stderr]).toEqual([
      3,
      expect.stringMatching(/; name a column that both files have, or say --by-row/),
    ])
  })
})

describe('two models whose files are in another order', () => {
  const model = (name: string, id: string, order: readonly number[], shift: number) =>
    table(
      name,
      `${id},prob,label`,
      order.map((k) => `${word(k)},${P[k] * (1 - shift)},${k % 2}`),
    )
  const inOrder = P.map((_, k) => k)

  it('are joined by ids, whatever they are called', async () => {
    for (const id of ['id', 'ID_code', 'image_name']) {
      const files = [model('a.csv', 'ID_code', inOrder, 0), model('b.csv', id, ORDER, 0)]
      const { code, stdout } = await lossctl(['diff', ...files])
      expect([code, stdout.split('\n')[0]]).toEqual([0, 'A and B are the same: no sample differs.'])
    }
  })

  it('are joined by a check too', async () => {
    const files = [
      model('now.csv', 'ID_code', ORDER, 0),
      '--baseline-preds',
      model('then.csv', 'ID_code', inOrder, 0),
    ]
    const { code, stdout } = await lossctl([
      'check',
      ...files,
      '--max-increase',
      'ce.mean=0',
      '--format',
      'json',
    ])
    expect(code).toBe(0)
    // The same model: not a sample differs, so that the difference has no error.
    const [finding] = JSON.parse(stdout).findings
    expect([finding.value - finding.baseline, finding.standardError]).toEqual([0, 0])
  })
})

describe('ids that have lost the zeros before them', () => {
  const padded = (k: number) => `${k}`.padStart(4, '0')
  const bare = (k: number) => `${k}`

  it.each([
    ['id', padded, 'id', bare],
    ['id', bare, 'id', padded],
    ['image_id', padded, 'file_id', bare],
    ['row', bare, 'sample', padded],
    ['patient', padded, 'patient', bare],
  ])('are told, with what keeps them: %s', async (left, idLeft, right, idRight) => {
    const [one, other] = [scores(left, idLeft), labels(right, idRight)]
    const { code, stderr } = await lossctl(['compare', one, '--labels', other])
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining('the zeros before ids are lost in one of them'),
    ])
    expect(stderr).toContain(`pd.read_csv(path, dtype={"${right}": str})`)
    expect(stderr).toMatch(/--by-row if both are in the same order\n$/)
    expect(await printedCe(scores(left, padded), '--labels', labels(right, padded))).toBeCloseTo(JOINED, 12)
    expect(await printedCe(one, '--labels', other, '--by-row')).toBeCloseTo(BY_ROW, 12)
  })

  it('are others where more than zeros tells them apart', async () => {
    const { stderr } = await lossctl([
      ...['compare', scores('id', padded)],
      ...['--labels', labels('id', (k) => bare(k + 1))],
    ])
    expect(stderr).toContain('both must hold the same samples')
  })
})

describe('the index of pandas without a name', () => {
  const rowsOf = (order: readonly number[], cells: (k: number) => object) =>
    order.map((k, index) => ({ index, ...cells(k) }))
  const schema = { fields: [], primaryKey: ['index'], pandas_version: '1.4.0' }

  /** As to_json(orient="table") writes it. */
  const tableOf = (name: string, rows: readonly object[]) =>
    write(name, JSON.stringify({ schema, data: rows }))
  const inOrder = [...P.keys()]
  const scored = () =>
    tableOf(
      'scores.json',
      rowsOf(inOrder, (k) => ({ prob: P[k] })),
    )

  it('is no id in the form of a table, where the other file has ids in another order', async () => {
    const ids = labels('id', (k) => `${k}`)
    const { code, stderr } = await lossctl(['compare', scored(), '--labels', ids])
    expect([code, stderr]).toEqual([3, expect.stringContaining('in another order than they are counted')])
    expect(await printedCe(scored(), '--labels', ids, '--by-row')).toBeCloseTo(BY_ROW, 12)
  })

  it('counts the rows of each file, whatever else names them', async () => {
    const named = tableOf(
      'named.json',
      rowsOf(inOrder, (k) => ({ image: word(k), prob: P[k] })),
    )
    const truths = tableOf(
      'truths.json',
      rowsOf(ORDER, (k) => ({ image: word(k), label: k % 2 })),
    )
    expect(await printedCe(named, '--labels', truths)).toBeCloseTo(JOINED, 12)
    const bare = tableOf(
      'bare.json',
      rowsOf(ORDER, (k) => ({ label: k % 2 })),
    )
    expect(await printedCe(scored(), '--labels', bare)).toBeCloseTo(BY_ROW, 12)
  })

  it('that has been shuffled with its rows is an id, in CSV and Parquet too', async () => {
    const truths = write(
      'truths.json',
      JSON.stringify({ schema, data: ORDER.map((k) => ({ index: k, label: k % 2 })) }),
    )
    expect(await printedCe(scored(), '--labels', truths)).toBeCloseTo(JOINED, 12)
    expect(
      await printedCe(
        scores('', (k) => `${k}`),
        '--labels',
        truths,
      ),
    ).toBeCloseTo(JOINED, 12)
  })
})
