/** `--compat` by the command: what test/golden/libraries.test.ts cannot see of it. */
import { describe, expect, it } from 'vitest'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
import { type Folder, newFolder } from '../made/files.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { makeOld } from '../made/old-sketch.ts'
import { fixture } from '../made/shared.ts'

type Answer = { readonly results: readonly CompareReport[] }

const compare = async (...args: string[]) => (await lossctlJson<Answer>('compare', ...args)).results[0]

it('keeps classes apart for a list of alphas, whichever library takes it', async () => {
  const loss = ['--loss', 'focal:alpha=1,2,4']
  const [ours, theirs] = await Promise.all([
    compare(fixture('wine.csv'), ...loss),
    compare(fixture('wine.csv'), ...loss, '--compat', 'keras'),
  ])
  // Keras clips to 1e-7, which a sample more certain than that shows in the eighth digit of the mean.
  expect(theirs.losses[0].value! / ours.losses[0].value!).toBeCloseTo(1, 6)
  expect(theirs.losses[0].parameters.alpha).toEqual([1, 2, 4])
})

it('adds the classes of a row up to the whole, where the library sums them', async () => {
  const { losses, groups } = await compare(fixture('multilabel.csv'), '--compat', 'tfa', '--by', 'class')
  const sum = groups!.reduce((total, group) => total + group.losses[0].value!, 0)
  expect(sum / losses[0].value!).toBeCloseTo(1, 12)
})

it('divides a kornia mean by the number of classes, and a MONAI sum too', async () => {
  const ce = await compare(fixture('wine.csv'), '--loss', 'focal')
  const kornia = await compare(fixture('wine.csv'), '--compat', 'kornia')
  const monai = await compare(fixture('wine.csv'), '--compat', 'monai', '--reduction', 'sum')
  expect(kornia.losses[0].value! * 3).toBeCloseTo(ce.losses[0].value!, 14)
  expect(monai.losses[0].value!).toBe(kornia.losses[0].value!)
})

it('says whose numbers they are, and where it clamps', async () => {
  const { stdout } = await lossctl(['compare', fixture('breast-cancer.csv'), '--compat', 'sklearn'])
  expect(stdout.replaceAll('\n', ' ')).toContain(
    'ce as sklearn.metrics.log_loss(labels, probabilities); mean over the sum of weights, cross-entropy at most 36.0437.',
  )
})

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** Every digit that 14 nodes, sums and a few logarithms leave. */
const near = (value: number | null, expected: number) =>
  expect(Math.abs(value! / expected - 1), `${value} for ${expected}`).toBeLessThan(1e-12)

describe('logarithms that PyTorch holds at −100', () => {
  /** Labels and probabilities of positives: 0, those that round to −100 or are beyond, and some that are not held. */
  const SAMPLES = [
    ...[0, 1e-300, 1e-60, 3.7e-44, 3.73e-44, 1e-30, 1e-10, 0.9, 1].map((p) => [1, p] as const),
    ...[1, 1 - 2 ** -53, 0.2, 0].map((p) => [0, p] as const),
  ]
  const ptOf = ([label, p]: readonly [number, number]) => (label === 1 ? p : 1 - p)
  const held = (sample: readonly [number, number]) => Math.min(100, -Math.log(ptOf(sample)))
  const file = (folder: Folder, weight = (_: number) => 1) =>
    folder.csv(
      'p.csv',
      'label,prob,weight',
      SAMPLES.map((sample, i) => [...sample, weight(i)]),
    )

  it('are held in the mean, by band and sample by sample', async () => {
    const path = file(newFolder())
    const { losses, hardest } = await compare(path, '--compat', 'torch', '--per-sample', '4')
    near(losses[0].value, sum(SAMPLES.map(held)) / SAMPLES.length)
    near(losses[0].ratioToCe, 1)
    const positives = SAMPLES.filter((sample) => sample[0] === 1 && ptOf(sample) < 0.5)
    const band = losses[0].bands.find((one) => one.band === 'hard.positive')!
    near(band.loss, sum(positives.map(held)))
    expect(hardest.map((one) => one.losses[0].value)).toEqual([100, 100, 100, 100])
  })

  it('are held under weights, in a saved sketch, and in mmdet’s focal loss', async () => {
    const folder = newFolder()
    const path = file(folder, (i) => i + 0.5)
    const saved = folder.path('p.sketch.json')
    const weighted = ['--weight', 'weight']
    await lossctl(['sketch', path, ...weighted, '-o', saved])
    const [read, kept] = await Promise.all([
      compare(path, ...weighted, '--compat', 'torch'),
      compare(saved, '--compat', 'torch'),
    ])
    const total = sum(SAMPLES.map((sample, i) => (i + 0.5) * held(sample)))
    for (const { losses } of [read, kept]) near(losses[0].value, total / SAMPLES.length)
    const [focal] = (await compare(path, ...weighted, '--compat', 'mmdet')).losses
    const terms = SAMPLES.map((sample, i) => {
      const alpha = sample[0] === 1 ? 0.25 : 0.75
      return (i + 0.5) * alpha * (1 - ptOf(sample)) ** 2 * held(sample)
    })
    near(focal.value, sum(terms) / SAMPLES.length)
    // Its own cross-entropy has no alpha.
    near(focal.ratioToCe, sum(terms) / total)
  })

  it('are told, with what they carry; ours holds that of 0 alone', async () => {
    const path = file(newFolder())
    const [ours, theirs] = await Promise.all([
      compare(path, '--loss', 'ce'),
      compare(path, '--compat', 'torch'),
    ])
    expect([ours.source.clamped, ours.source.held]).toEqual([4, 2])
    const plain = sum(SAMPLES.map((sample) => (ptOf(sample) === 0 ? 100 : -Math.log(ptOf(sample)))))
    expect(ours.losses[0].held!.samples).toBe(2)
    near(ours.losses[0].held!.lossShare, 200 / plain)
    expect(theirs.losses[0].held!.samples).toBe(5)
    near(theirs.losses[0].held!.lossShare, 500 / sum(SAMPLES.map(held)))
  })

  it('are not guessed from a sketch that does not tell them from their neighbours', async () => {
    const folder = newFolder()
    const [now, old] = [folder.path('p.sketch.json'), folder.path('old.sketch.json')]
    await lossctl(['sketch', file(folder), '-o', now])
    makeOld(now, old)
    const { code, stderr } = await lossctl(['compare', old, '--compat', 'torch'])
    expect([code, stderr]).toEqual([3, expect.stringContaining('is not parted at a margin of -100')])
    const report = await compare(old, '--loss', 'ce')
    expect([report.source.held, report.losses[0].held]).toEqual([null, { samples: null, lossShare: null }])
    const { stdout } = await lossctl(['compare', old, '--loss', 'ce'])
    expect(stdout.replaceAll('\n', ' ')).toContain(
      'held at −100 where that of the truth is 0, which this older sketch does not count.',
    )
  })
})

describe('a clip goes by what the scores are stored in', () => {
  const labels = (folder: Folder) => folder.npy('y.npy', '|u1', '(4,)', Uint8Array.of(1, 0, 1, 0))

  /** Probabilities 0, 1, 1 and 0 of labels 1, 0, 1 and 0: two are hopeless, two certain. */
  const ARRAYS: readonly (readonly [string, NodeJS.TypedArray, number])[] = [
    ['<f2', Uint16Array.of(0, 0x3c00, 0x3c00, 0), 2 ** -10],
    ['<f4', Float32Array.of(0, 1, 1, 0), 2 ** -23],
    // scikit-learn converts what is in another byte order, and whole numbers, to doubles.
    ['>f4', Uint8Array.of(0, 0, 0, 0, 0x3f, 0x80, 0, 0, 0x3f, 0x80, 0, 0, 0, 0, 0, 0), 2 ** -52],
    ['<f8', Float64Array.of(0, 1, 1, 0), 2 ** -52],
    ['<i4', Int32Array.of(0, 1, 1, 0), 2 ** -52],
  ]

  it.each(ARRAYS)('of scikit-learn, %s', async (descr, data, eps) => {
    const folder = newFolder()
    const path = folder.npy('p.npy', descr, '(4,)', data)
    const args = ['--labels', labels(folder), '--from', 'probs', '--compat', 'sklearn']
    const [{ value, library }] = (await compare(path, ...args)).losses
    near(value, (-Math.log(eps) - Math.log1p(-eps)) / 2)
    near(library!.largest, -Math.log(eps))
  })

  it('of shards, the widest', async () => {
    const folder = newFolder()
    folder.npy('p-0.npy', '<f4', '(4,)', Float32Array.of(0, 1, 1, 0))
    folder.npy('p-1.npy', '<f8', '(4,)', Float64Array.of(0, 1, 1, 0))
    for (const name of ['y-0.npy', 'y-1.npy']) folder.npy(name, '|u1', '(4,)', Uint8Array.of(1, 0, 1, 0))
    const args = ['--labels', folder.path('y-*.npy'), '--from', 'probs', '--compat', 'sklearn']
    const [{ library }] = (await compare(folder.path('p-*.npy'), ...args)).losses
    near(library!.largest, 52 * Math.LN2)
  })

  /** keras/src/losses/losses_test.py, of BinaryCrossentropy: unweighted, and weighted by 1.2. */
  it('of Keras, as its own tests have it for 32 bits', async () => {
    const folder = newFolder()
    const path = folder.npy('p.npy', '<f4', '(4,)', Float32Array.of(1, 1, 1, 0))
    const y = folder.npy('y.npy', '|u1', '(4,)', Uint8Array.of(1, 0, 1, 0))
    const [{ value, library }] = (await compare(path, '--labels', y, '--from', 'probs', '--compat', 'keras'))
      .losses
    // They are held to five digits behind the point, and cut off, not rounded.
    expect(Math.floor(value! * 1e5)).toBe(398559)
    expect(Math.floor(value! * 1.2 * 1e4)).toBe(47827)
    expect(library!.call).toBe('keras.losses.BinaryCrossentropy()')
  })

  it('of Keras, elsewhere for the truth of a positive than for that of a negative', async () => {
    const folder = newFolder()
    const [single, double] = ['<f4', '<f8'].map((descr) =>
      folder.npy(
        `${descr[2]}.npy`,
        descr,
        '(4,)',
        descr === '<f4' ? Float32Array.of(0, 1, 1, 0) : Float64Array.of(0, 1, 1, 0),
      ),
    )
    const args = ['--labels', labels(folder), '--from', 'probs', '--compat', 'keras', '--loss', 'ce']
    const bandsOf = async (path: string) => {
      const [{ bands, library }] = (await compare(path, ...args)).losses
      return [bands.find(({ band }) => band === 'hard.positive')!.loss, bands[2].loss, library!.call]
    }
    const [low, high] = [Math.fround(1e-7), Math.fround(1 - 1e-7)]
    const [positive, negative, call] = await bandsOf(single)
    near(positive as number, -Math.log(low))
    near(negative as number, -Math.log(1 - high))
    expect(call).toBe('keras.losses.BinaryCrossentropy()')
    const [wide, other, inDoubles] = await bandsOf(double)
    near(wide as number, -Math.log(1e-7))
    near(other as number, -Math.log(1 - (1 - 1e-7)))
    expect(inDoubles).toBe('keras.losses.BinaryCrossentropy(dtype="float64")')
  })

  it('and is not guessed where a sketch does not say it', async () => {
    const folder = newFolder()
    const [now, old] = [folder.path('p.sketch.json'), folder.path('old.sketch.json')]
    const path = folder.npy('p.npy', '<f4', '(4,)', Float32Array.of(0.5, 0.25, 0.5, 0.25))
    await lossctl(['sketch', path, '--labels', labels(folder), '-o', now])
    makeOld(now, old)
    near((await compare(now, '--compat', 'sklearn')).losses[0].library!.largest, 23 * Math.LN2)
    const { code, stderr } = await lossctl(['compare', old, '--compat', 'sklearn'])
    expect([code, stderr]).toEqual([3, expect.stringContaining('which this sketch does not say')])
  })
})

describe('labels to ignore', () => {
  /** Three classes; two rows are to be ignored. */
  const ROWS: readonly (readonly number[])[] = [
    [0, 1.2, 0.3, -0.5],
    [1, 0.1, 0.4, 0.2],
    [2, -1, 0.5, 0.3],
    [-100, 2, 1, 0],
    [1, 0, -1, 1],
    [-100, 0.3, 0.2, 0.1],
  ]
  const kept = ROWS.filter(([label]) => label >= 0)
  const crossEntropy = ([label, ...logits]: readonly number[]) =>
    Math.log(sum(logits.map(Math.exp))) - logits[label]
  const file = () => newFolder().csv('p.csv', 'label,logit_a,logit_b,logit_c', ROWS)
  const ignoring = (library: string, ...args: string[]) =>
    compare(file(), '--compat', library, '--ignore-label', '-100', ...args)

  const total = sum(kept.map(crossEntropy))
  const focal = sum(kept.map((row) => (1 - Math.exp(-crossEntropy(row))) ** 2 * crossEntropy(row)))
  const WEIGHTS = [0.2, 1, 3.5]
  const weigh = (of: (row: readonly number[]) => number) => sum(kept.map((row) => WEIGHTS[row[0]] * of(row)))

  it.each([
    ['kornia', focal / (6 * 3), []],
    ['mmdet', total / 6, []],
    ['mmdet', weigh(crossEntropy) / 6, WEIGHTS],
    ['mmseg', total / 6, []],
    ['mmseg', weigh(crossEntropy) / weigh(() => 1), WEIGHTS],
    ['smp', total / 6, []],
    ['torch', total / 4, []],
    ['adeelh', total / 4, []],
  ])('count in the mean of %s as they do there: %d', async (library, expected, weights) => {
    const classWeight = weights.length > 0 ? ['--class-weight', weights.join(',')] : []
    const [{ value, ratioToCe }] = (await ignoring(library, ...classWeight)).losses
    near(value, expected)
    if (library === 'kornia') near(ratioToCe, focal / total)
    else near(ratioToCe, 1)
  })

  it('count in no mean of a class, which they are not of, and in none of slices, where nobody counted them', async () => {
    const { groups } = await ignoring('mmdet', '--by', 'class')
    for (const { name, losses } of groups!) {
      const own = kept.filter(([label]) => 'abc'[label] === name).map(crossEntropy)
      near(losses[0].value, sum(own) / own.length)
    }
    const folder = newFolder()
    const rows = ROWS.map((row, i) => [...row, i % 2 ? 'odd' : 'even'])
    const sliced = folder.csv('s.csv', 'label,logit_a,logit_b,logit_c,side', rows)
    const args = ['compare', sliced, '--compat', 'mmdet', '--ignore-label', '-100', '--by', 'side']
    const refused = await lossctl(args)
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining('counts labels to ignore as 0'),
    ])
    expect((await lossctl([...args, '--reduction', 'sum'])).code).toBe(0)
  })

  it('are still known in a saved sketch', async () => {
    const folder = newFolder()
    const saved = folder.path('p.sketch.json')
    await lossctl(['sketch', file(), '--ignore-label', '-100', '-o', saved])
    near((await compare(saved, '--compat', 'smp')).losses[0].value, total / 6)
  })
})

it('shows ÷ CE as the quotient of its own two means', async () => {
  for (const name of ['breast-cancer.csv', 'digits.csv']) {
    const { losses } = await compare(fixture(name), '--compat', 'keras')
    const [ce, focal] = losses
    near(ce.ratioToCe, 1)
    near(focal.ratioToCe, focal.value! / ce.value!)
  }
})
