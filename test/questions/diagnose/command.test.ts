import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { lossctl, lossctlJson } from '../../made/host.ts'
import { binarySamples, createRandom, softmaxSamples } from './random.ts'

const folder = mkdtempSync(join(tmpdir(), 'diagnose-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A file of logits, labels and losses. */
function file(
  name: string,
  count: number,
  rule: (pt: number, y: number, i: number) => number | string,
): string {
  const { scores, label } = binarySamples(createRandom(3), count)
  const lines = Array.from(label, (y, i) => {
    const pt = 1 / (1 + Math.exp(y ? -scores[i] : scores[i]))
    return `${scores[i]},${y},${rule(pt, y, i)}`
  })
  const path = join(folder, name)
  writeFileSync(path, `logit,label,loss\n${lines.join('\n')}\n`)
  return path
}

/** A file of a hundred rows, of three cells each. */
function table(name: string, head: string, cells: (i: number) => number): string {
  const rows = Array.from({ length: 100 }, (_, row) => [0, 1, 2].map((k) => 3 * row + k))
  const path = join(folder, name)
  writeFileSync(path, `${head}\n${rows.map((row) => row.map(cells).join(',')).join('\n')}\n`)
  return path
}

const focal = (pt: number, y: number) => (y ? 0.25 : 0.75) * (1 - pt) ** 2 * -Math.log(pt)
const diagnoseFile = (path: string, ...more: string[]) =>
  lossctl(['diagnose', path, '--loss-column', 'loss', ...more])

/** The question of a file of 50 focal losses, and of a log that has their mean in the place of VALUE. */
function logged(name: string, text: string): readonly string[] {
  const path = file(`${name}.csv`, 50, focal)
  const losses = readFileSync(path, 'utf8').trim().split('\n').slice(1)
  const sum = losses.reduce((total, one) => total + Number(one.split(',').at(-1)), 0)
  const log = join(folder, `${name}.log`)
  writeFileSync(log, `${text.replace('VALUE', (sum / losses.length).toFixed(6))}\n`)
  return ['diagnose', path, '--score', 'logit', '--printed', log]
}

describe('lossctl diagnose', () => {
  it('answers first', async () => {
    const { stdout, code } = await diagnoseFile(file('focal.csv', 200, focal))
    expect(code).toBe(0)
    expect(stdout).toContain('This is focal loss with γ = 2, α = 0.25 (200 samples).')
  })

  it.each([
    [0.7, 0],
    [0.25, 2],
    [0.05, 1.5],
  ])('says that a weight of %s is a weight, whatever mistake it may be, γ = %s', async (weight, gamma) => {
    const path = file('weighted.csv', 200, (pt) => weight * (1 - pt) ** gamma * -Math.log(pt))
    type Report = {
      verdict: string
      mistake: { id: string }
      explanations: { kind: string; mistake: string | null }[]
    }
    const report = await lossctlJson<Report>('diagnose', path, '--loss-column', 'loss')
    expect(report.verdict).toBe('tied')
    expect(report.explanations[0]).toMatchObject({ kind: 'convention', mistake: null })
    expect(report.mistake.id).toBe('alpha-both')
    const stdout = (await diagnoseFile(path)).stdout.replaceAll('\n', ' ')
    expect(stdout).not.toContain('not what it is meant to be')
    expect(stdout).toMatch(
      new RegExp(`This is (focal loss with γ = [\\d.]+|cross-entropy), times ${weight} as a loss weight`),
    )
    expect(stdout).toContain('or a mistake with the same values')
    expect(stdout).toContain('These data cannot tell.')
  })

  it.each([
    0.7, 0.3,
  ])('has one verdict for a function that is alpha = %s and another alpha swapped', async (alpha) => {
    const path = file('sided.csv', 200, (pt, y) => (y ? alpha : 1 - alpha) * (1 - pt) ** 2 * -Math.log(pt))
    const { stdout } = await diagnoseFile(path)
    expect(stdout).toContain(`This is focal loss with γ = 2, α = ${alpha} (200 samples)`)
    expect(stdout).not.toContain('not what it is meant to be')
  })

  it('names losses of 32 bits, and says so', async () => {
    const { fround } = Math
    const inFloat = (pt: number, y: number) =>
      fround(
        fround(y ? 0.4745 : 1.2118) * fround(fround(1 - fround(pt)) ** 2 * fround(-Math.log(fround(pt)))),
      )
    const path = file('float.csv', 200, inFloat)
    const { stdout } = await diagnoseFile(path)
    expect(stdout).toContain('focal loss with γ = 2, ')
    expect(stdout).toContain('0.4745')
    expect(stdout).toContain('within the rounding of float32')
  })

  it('says almost surely where all but a few values are those of a loss', async () => {
    const path = file('nearly.csv', 200, (pt, y, i) => (i % 20 === 3 ? 1.001 : 1) * focal(pt, y))
    const report = await lossctlJson<{ verdict: string; worst: unknown[] }>(
      'diagnose',
      path,
      '--loss-column',
      'loss',
    )
    expect(report.verdict).toBe('nearly')
    expect(report.worst).toHaveLength(5)
    expect((await diagnoseFile(path)).stdout.replaceAll('\n', ' ')).toMatch(
      /Almost surely focal loss with γ = 2, α = 0.25: 190 of 200 samples agree, the rest differ by at most/,
    )
  })

  it.each([0.7, 0.25])('names a lost minus beside an alpha of %s, in one printed mean', async (alpha) => {
    const signed = (pt: number, y: number) => (y ? alpha : 1 - alpha) * (1 - pt) ** 1.5 * Math.log(pt)
    const path = file('sign.csv', 24, signed)
    const losses = readFileSync(path, 'utf8').trim().split('\n').slice(1)
    const mean = losses.reduce((sum, line) => sum + Number(line.split(',').at(-1)), 0) / losses.length
    const { stdout } = await lossctl(['diagnose', path, '--score', 'logit', '--printed', mean.toFixed(6)])
    expect(stdout).toContain('the minus is missing')
    expect(stdout.replaceAll('\n', ' ')).toContain(`α = ${alpha} and the sign turned round`)
  })

  it('asserts no mistake from one value that agrees but for its last digit', async () => {
    const path = file('one.csv', 24, (pt) => pt ** 2 * -Math.log(pt))
    const losses = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',').at(-1)))
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length
    const asked = (value: number, decimals: number) =>
      lossctl(['diagnose', path, '--score', 'logit', '--printed', value.toFixed(decimals)])
    for (const [value, decimals, words] of [
      [mean, 9, 'This is not what it is meant to be'],
      // The next number of six decimals, which is less than 1e-6 off.
      [
        Math.round(mean * 1e6) / 1e6 + (mean * 1e6 > Math.round(mean * 1e6) ? 1e-6 : -1e-6),
        6,
        'or it fits by chance.',
      ],
    ] as const)
      expect((await asked(value, decimals)).stdout.replaceAll('\n', ' ')).toContain(words)
  })

  it('names a mistake, what it does and the line that puts it right', async () => {
    const path = file('times.csv', 200, (pt) => 2 * (1 - pt) * -Math.log(pt))
    const report = await lossctlJson<{ mistake: unknown }>('diagnose', path, '--loss-column', 'loss')
    expect(report.mistake).toMatchObject({
      id: 'gamma-times',
      threads: expect.arrayContaining(['fudannlp16/focal-loss#8']),
      fix: { pytorch: expect.stringContaining('losses = 2 * error * ce') },
    })
    const { stdout } = await diagnoseFile(path)
    expect(stdout.replaceAll('\n', ' ')).toContain('multiplied by γ instead of raised to it with γ = 2')
    expect(stdout).toContain('TensorFlow/Keras')
  })

  it('cites nothing for a mistake that nobody was seen to make', async () => {
    const path = file('sign.csv', 200, (pt) => Math.log(pt))
    const report = await lossctlJson<{ mistake: unknown }>('diagnose', path, '--loss-column', 'loss')
    expect(report.mistake).toMatchObject({ id: 'sign', threads: [] })
    const { stdout } = await diagnoseFile(path)
    expect(stdout).toContain('Training makes the loss as bad as it can be.\n')
    expect(stdout).not.toContain('Known from')
  })

  it.each([1, 2])('makes no Poly-1 of the second term alone, %s of it', async (factor) => {
    const path = file('mae.csv', 200, (pt) => factor * (1 - pt))
    type Report = { verdict: string; mistake: null; explanations: { name: string }[] }
    const report = await lossctlJson<Report>('diagnose', path, '--loss-column', 'loss')
    expect(report.mistake).toBeNull()
    // Both are 1 − pt, under a factor.
    expect(report.explanations[0].name).toMatch(/^(gce with q = 1|mae)/)
    expect(report.explanations.filter(({ name }) => name.includes('Poly-1'))).toEqual([])
  })

  it('finds a Poly-1 whose second term is large', async () => {
    const path = file('poly.csv', 200, (pt) => -Math.log(pt) + 50 * (1 - pt))
    expect((await diagnoseFile(path)).stdout).toContain('This is Poly-1 with ε = 50 (200 samples).')
  })

  it.each([
    [0.7, 2, 1],
    [0.6, 0.5, 1],
    [0.25, 1.5, 1],
    [0.7, 2, 0.5],
  ])('names asym-focal with δ = %s and γ = %s, times %s', async (delta, gamma, factor) => {
    const own = (pt: number, y: number) => (y ? delta : (1 - delta) * (1 - pt) ** gamma) * -Math.log(pt)
    const path = file('asym.csv', 200, (pt, y) => factor * own(pt, y))
    type Report = { verdict: string; mistake: null; explanations: { name: string; spec: string | null }[] }
    const report = await lossctlJson<Report>('diagnose', path, '--loss-column', 'loss')
    const times = factor === 1 ? '' : `, times ${factor}`
    expect(report).toMatchObject({ verdict: 'convention', mistake: null })
    expect(report.explanations[0].name).toBe(`asym-focal with γ = ${gamma}, δ = ${delta}${times}`)
    expect(report.explanations[0].spec).toBe(factor === 1 ? `asym-focal:delta=${delta},gamma=${gamma}` : null)
    expect(report.explanations.map(({ name }) => name).join()).not.toContain('varifocal loss with γ = 2, α')
  })

  it('turns into a check with --expect', async () => {
    const path = file('expect.csv', 200, focal)
    expect((await diagnoseFile(path, '--expect', 'focal:alpha=0.25,gamma=2')).code).toBe(0)
    expect((await diagnoseFile(path, '--expect', 'focal:alpha=0.25,gamma=3')).code).toBe(1)
  })

  it('says that nothing fits, which is closest, and where it is furthest off', async () => {
    const random = createRandom(5)
    const path = file('random.csv', 200, () => random.uniform())
    const report = await lossctlJson<{ verdict: string; worst: unknown[]; explanations: unknown[] }>(
      'diagnose',
      path,
      '--loss-column',
      'loss',
    )
    expect(report).toMatchObject({ verdict: 'none' })
    expect(report.worst).toHaveLength(5)
    expect(report.explanations).toHaveLength(1)
  })

  it('refuses what has no explanation', async () => {
    const nan = await diagnoseFile(file('nan.csv', 50, (pt, _, i) => (i === 7 ? 'nan' : 1 - pt)))
    expect(nan).toMatchObject({ code: 3, stderr: expect.stringContaining('row 7') })
    const constant = await diagnoseFile(file('constant.csv', 50, () => 0.5))
    expect(constant).toMatchObject({ code: 3, stderr: expect.stringContaining('--printed') })
    expect((await lossctl(['diagnose', file('a.csv', 50, focal)])).code).toBe(2)
  })

  it('tells what was printed once a batch', async () => {
    const path = file('printed.csv', 100, focal)
    const { scores, label } = binarySamples(createRandom(3), 100)
    const losses = Array.from(label, (y, i) => focal(1 / (1 + Math.exp(y ? -scores[i] : scores[i])), y))
    const mean = (from: number, to: number) => losses.slice(from, to).reduce((a, b) => a + b, 0) / (to - from)
    const printed = [mean(0, 50), mean(50, 100)].map((value) => value.toFixed(6)).join(',')
    const { stdout } = await lossctl([
      'diagnose',
      path,
      '--score',
      'logit',
      '--printed',
      printed,
      '--batch-size',
      '50',
    ])
    expect(stdout).toContain('focal loss with γ = 2, α = 0.25')
  })

  it.each([
    ['epoch 1 | loss: VALUE | lr 1e-3', []],
    ['VALUE', []],
    ['acc 0.9 objective=VALUE', ['--printed-pattern', 'objective=(\\S+)']],
  ])('takes what was printed out of a log: %s', async (line, more) => {
    const path = file('logged.csv', 100, focal)
    const losses = readFileSync(path, 'utf8').trim().split('\n').slice(1)
    const each = losses.map((one) => Number(one.split(',').at(-1)))
    const mean = (from: number) => each.slice(from, from + 50).reduce((a, b) => a + b, 0) / 50
    const log = join(folder, 'train.log')
    writeFileSync(log, [0, 50].map((from) => line.replace('VALUE', mean(from).toFixed(6))).join('\n'))
    const asked = ['diagnose', path, '--score', 'logit', '--batch-size', '50', '--printed', log, ...more]
    const { stdout } = await lossctl(asked)
    expect(stdout).toContain('This is focal loss with γ = 2, α = 0.25 (2 printed values).')
  })

  it.each([
    ['loss_step 3: VALUE'],
    ['Epoch 3, loss after epoch 3 = VALUE, acc 0.9'],
    ['[3/100] Loss VALUE (0.9)'],
    ["{'loss': 'VALUE', 'acc': 0.9}"],
    ['loss [3/100]: tensor(VALUE, device=0)'],
    ['loss is VALUE'],
    ['- loss: VALUE - acc: 0.9'],
    ['loss scale 65536, loss: VALUE'],
  ])('takes the loss of a line and no other number: %s', async (line) => {
    const asked = logged('spoken', `acc: 0.5\n${line}`)
    const report = await lossctlJson<{ explanations: { name: string; fit: { supported: number } }[] }>(
      ...asked,
    )
    expect(report.explanations.map(({ name }) => name)).toContain('focal loss with γ = 2, α = 0.25')
  })

  it.each([
    ['train_loss: 9 val_loss: VALUE'],
    ['val_loss=VALUE train_loss=9'],
    ['1/1 - 0s - loss: 9.0000 - accuracy: 0.5 - val_loss: VALUE'],
    ['Epoch 3: Train Loss: 9.1, Val Loss: VALUE (best)'],
    ['step 10 train/loss 9.1 | eval/loss VALUE'],
    ["[0]\ttraining's binary_logloss: 9.1\tvalid_1's binary_logloss: VALUE"],
    ['[0]\ttrain-logloss:9.10000\teval-logloss:VALUE'],
    ['train loss:    9.10000 val loss:   VALUE'],
    ['loss (train): 9.1 loss (val): VALUE'],
    ['val_loss: VALUE test_loss: 9.1'],
  ])('asks which loss of a line is meant, in a way that can be pasted: %s', async (line) => {
    const asked = logged('split', line)
    const { code, stderr } = await lossctl(asked)
    expect([code, stderr]).toEqual([3, expect.stringContaining('has the loss of two sets of samples')])
    const [, pattern] = stderr.match(/--printed-pattern '(.*)'/)!
    const { stdout } = await lossctl([...asked, '--printed-pattern', pattern])
    expect(stdout).toContain('focal loss with γ = 2, α = 0.25')
  })

  it.each([
    ['0'],
    ['0.0000'],
    ['0,0'],
  ])('refuses a loss that is 0, which tells nothing: %s', async (printed) => {
    const asked = ['diagnose', file('zeros.csv', 20, focal), '--score', 'logit', '--printed', printed]
    const { code, stderr } = await lossctl([
      ...asked,
      ...(printed.includes(',') ? ['--batch-size', '10'] : []),
    ])
    expect([code, stderr]).toEqual([
      3,
      expect.stringMatching(/^error: --printed: .* 0; no loss is told by that/),
    ])
    const column = await lossctl([
      'diagnose',
      file('zero.csv', 20, () => 0),
      '--score',
      'logit',
      '--loss-column',
      'loss',
    ])
    expect([column.code, column.stderr]).toEqual([
      3,
      expect.stringMatching(/all 20 losses are 0; no loss is told/),
    ])
  })

  it('names nothing of a value that every batch printed alike', async () => {
    const asked = ['diagnose', file('alike.csv', 80, focal), '--score', 'logit', '--batch-size', '10']
    const report = await lossctlJson<{ verdict: string }>(
      ...asked,
      '--printed',
      new Array(8).fill('0.500000').join(','),
    )
    expect(report.verdict).toBe('none')
  })

  it('tells pos_weight where it is negatives per positive, printed once', async () => {
    const path = file('balance.csv', 300, focal)
    const { label, scores } = binarySamples(createRandom(3), 300)
    const positives = label.reduce((a, b) => a + b, 0)
    const balance = (300 - positives) / positives
    const total = label.reduce(
      (sum, y, i) => sum + (y ? balance : 1) * Math.log1p(Math.exp(y ? -scores[i] : scores[i])),
      0,
    )
    const { stdout } = await lossctl([
      'diagnose',
      path,
      '--score',
      'logit',
      '--printed',
      (total / 300).toFixed(6),
    ])
    expect(stdout).toContain(
      `This is cross-entropy with positives weighing ${Number(balance.toPrecision(6))} (1 printed value)`,
    )
  })

  it.each([
    ['loss: nan acc: 0.5408', []],
    ['loss inf', []],
    ['total_loss = -Infinity, acc = 0.5', []],
    ['nan', []],
    ['objective=nan', ['--printed-pattern', 'objective=(\\S+)']],
  ])('refuses a log whose loss is no finite number, with its line: %s', async (line, more) => {
    const log = join(folder, 'nan.log')
    const before = line.startsWith('objective') ? 'objective=0.5' : line === 'nan' ? '0.5' : 'loss: 0.5'
    writeFileSync(log, `${before}\n${line}\n`)
    const asked = ['diagnose', file('nans.csv', 20, focal), '--score', 'logit', '--printed', log, ...more]
    expect(await lossctl(asked)).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/line 2: the loss is not a finite number \(/),
    })
  })

  it.each([
    ['loss none acc: 0.5408'],
    ['loss: n/a, acc: 0.5408'],
    ['loss went down, acc 0.5408'],
    ['loss scale: 65536'],
    ['loss - acc: 0.5'],
    ['acc: 0.5408'],
  ])('takes no other number for a loss that is not there: %s', async (line) => {
    const log = join(folder, 'other.log')
    writeFileSync(log, `${line}\n`)
    const asked = ['diagnose', file('others.csv', 20, focal), '--score', 'logit', '--printed', log]
    expect(await lossctl(asked)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('has no number after the word loss'),
    })
  })

  it('reads a long line of a log in no time', async () => {
    const path = file('long.csv', 20, focal)
    const log = join(folder, 'long.log')
    for (const part of [
      'loss',
      'loss ',
      'loss on ',
      'loss a 1',
      `loss${' '.repeat(1000)}`,
      `${'1'.repeat(999)} `,
    ]) {
      writeFileSync(log, part.repeat(Math.floor(9e5 / part.length)))
      const start = performance.now()
      const { code } = await lossctl(['diagnose', path, '--score', 'logit', '--printed', log])
      expect(code).toBe(3)
      // What grows with the square of a megabyte takes minutes.
      expect(performance.now() - start, part.slice(0, 9)).toBeLessThan(5000)
    }
  })

  it('says that there is no such log', async () => {
    const asked = ['diagnose', file('unfound.csv', 20, focal), '--score', 'logit', '--printed', 'train.lgo']
    const { stderr, code } = await lossctl(asked)
    expect(code).toBe(3)
    expect(stderr).toContain('train.lgo: there is no such file')
  })

  it('refuses a log that has no such number, and a pattern that is none', async () => {
    const path = file('unlogged.csv', 20, focal)
    const log = join(folder, 'empty.log')
    writeFileSync(log, 'nothing here 0.5\n')
    const ask = (...more: string[]) => lossctl(['diagnose', path, '--score', 'logit', '--printed', ...more])
    expect(await ask(log)).toMatchObject({ code: 3, stderr: expect.stringContaining('--printed-pattern') })
    expect(await ask(log, '--printed-pattern', '(')).toMatchObject({ code: 2 })
    expect(await ask('0.5', '--printed-pattern', 'x')).toMatchObject({ code: 2 })
  })

  it('takes a matrix of losses, one for each label of a row', async () => {
    const random = createRandom(7)
    const { scores, label } = binarySamples(random, 300)
    const path = table('matrix.csv', 'logit_a,logit_b,logit_c', (i) => scores[i])
    const labels = table('matrix-labels.csv', 'label_a,label_b,label_c', (i) => label[i])
    const losses = table('matrix-losses.csv', 'a,b,c', (i) =>
      focal(1 / (1 + Math.exp(label[i] ? -scores[i] : scores[i])), label[i]),
    )
    const { stdout } = await lossctl([
      'diagnose',
      path,
      '--labels',
      labels,
      '--loss-values',
      losses,
      '--task',
      'multilabel',
    ])
    expect(stdout).toContain('This is focal loss with γ = 2, α = 0.25 (300 samples).')
  })

  it('names a loss that knows how many samples a class has, by those of the file or by --class-counts', async () => {
    const { scores, label } = softmaxSamples(createRandom(6), 120, 3)
    const balanced = (counts: readonly number[]) => {
      const lines = Array.from(label, (y, i) => {
        const row = [...scores.subarray(3 * i, 3 * i + 3)]
        const moved = row.map((z, c) => z + Math.log(counts[c]))
        const loss = Math.log(moved.reduce((sum, z) => sum + Math.exp(z), 0)) - moved[y]
        return [...row, y, loss].join(',')
      })
      const path = join(folder, `balanced-${counts[0]}.csv`)
      writeFileSync(path, `a,b,c,label,loss\n${lines.join('\n')}\n`)
      return path
    }
    const own = [0, 1, 2].map((c) => label.filter((y) => y === c).length)
    const name = 'This is logit-adjusted cross-entropy with τ = 1, by the shares of the classes'
    expect((await diagnoseFile(balanced(own), '--score', 'a,b,c')).stdout).toContain(name)
    const other = balanced([5000, 500, 50])
    const { stdout } = await diagnoseFile(other, '--score', 'a,b,c')
    expect(stdout.replaceAll('\n', ' ')).toContain('give those of the script with --class-counts')
    const counts = ['--class-counts', '5000,500,50']
    expect((await diagnoseFile(other, '--score', 'a,b,c', ...counts)).stdout).toContain(name)
    expect(await diagnoseFile(other, '--score', 'a,b,c', '--class-counts', '1,2')).toMatchObject({ code: 2 })
  })

  it('names the alphas of labels', async () => {
    const { scores, label } = binarySamples(createRandom(5), 300)
    const alphas = [0.25, 0.5, 0.9]
    const path = table('labels-scores.csv', 'logit_a,logit_b,logit_c', (i) => scores[i])
    const labels = table('labels-labels.csv', 'label_a,label_b,label_c', (i) => label[i])
    const losses = table('labels-losses.csv', 'a,b,c', (i) => {
      const pt = 1 / (1 + Math.exp(label[i] ? -scores[i] : scores[i]))
      const alpha = alphas[i % 3]
      return (label[i] ? alpha : 1 - alpha) * (1 - pt) ** 2 * -Math.log(pt)
    })
    const files = [path, '--labels', labels, '--loss-values', losses, '--task', 'multilabel']
    const { stdout } = await lossctl(['diagnose', ...files])
    expect(stdout).toContain('focal loss with γ = 2, α = 0.25, 0.5, 0.9')
  })

  it('names the libraries that have these values', async () => {
    const { stdout } = await diagnoseFile(file('library.csv', 200, focal))
    expect(stdout.replaceAll('\n', ' ')).toContain('torchvision.ops.sigmoid_focal_loss(alpha=0.25, gamma=2)')
  })

  it('names a sample that would tell explanations apart', async () => {
    const { scores } = binarySamples(createRandom(4), 60)
    const lines = Array.from(scores, (z) => `${z},1,${focal(1 / (1 + Math.exp(-z)), 1)}`)
    const path = join(folder, 'positives.csv')
    writeFileSync(path, `logit,label,loss\n${lines.join('\n')}\n`)
    type Report = { tied: number; telling: { label: number; first: number; other: number } }
    const report = await lossctlJson<Report>('diagnose', path, '--task', 'binary', '--loss-column', 'loss')
    expect(report.tied).toBeGreaterThan(1)
    expect(report.telling.label).toBe(0)
    expect(report.telling.other / report.telling.first).toBeCloseTo(3, 9)
  })

  it('takes a look at some of very many samples, and says so', async () => {
    const { stdout } = await diagnoseFile(file('many.csv', 400_001, focal))
    expect(stdout).toContain('133,334 samples were looked at')
    expect(stdout).toContain('This is focal loss with γ = 2, α = 0.25')
  })
})
