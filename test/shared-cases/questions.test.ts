/** Folders of ../shared/cases/reading that ask check, diff, inspect and diagnose, and what compare says below its table. */
import { describe, expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'
import { advisedFlags } from '../made/remedies.ts'
import { copyOfCase, hasCases, isNear, rightOf, wordsIn } from './told.ts'

/** What a command answers in a copy of a folder. */
function questionsOf(name: string) {
  const folder = copyOfCase(`reading/${name}`)
  const ask = (command: string, ...more: readonly string[]) => lossctl([...wordsIn(folder, command), ...more])
  const near = (value: number, is: string) =>
    expect(isNear(value, rightOf(`reading/${name}`, is)), `${is}: ${value}`).toBe(true)
  const json = async (command: string) => {
    const { code, stdout, stderr } = await ask(command, '--format', 'json')
    return { code, stderr, report: stdout === '' ? null : JSON.parse(stdout) }
  }
  return { folder, ask, near, json }
}

describe.skipIf(!hasCases)('cases/reading/03-gate-pairs-wrong-rows (needs ../shared)', () => {
  const command = 'check cand.csv --baseline-preds main.csv --max-increase ce.mean=0'

  it.each([command, `${command} --id ID_code`])('is a regression beyond noise: %s', async (command) => {
    const { json, near } = questionsOf('03-gate-pairs-wrong-rows')
    const { code, report } = await json(command)
    const [finding] = report.findings
    expect([code, report.verdict, report.pairing, finding.verdict]).toEqual([
      1,
      'regressed',
      'paired',
      'regressed',
    ])
    near(finding.value, 'candidate')
    near(finding.baseline, 'baseline')
    near(finding.worse, 'worse')
    near(finding.standardError, 'standard_error')
  })
})

describe.skipIf(!hasCases)(
  'cases/reading/16-diagnose-label-offset-of-sigmoid-focal (needs ../shared)',
  () => {
    const name = '16-diagnose-label-offset-of-sigmoid-focal'
    const printed = (value: string) =>
      `diagnose logits.npy --labels onehot.npy --task multilabel --printed ${value}`
    const OFF = 'focal loss with γ = 2, α = 0.25, labels off by minus one'

    it('finds the offset behind sigmoid focal loss from all its digits, which are those of the formula', async () => {
      const { json } = questionsOf(name)
      expect(rightOf(`reading/${name}`, 'printed').toFixed(8)).toBe('0.15691041')
      const { report } = await json(printed('0.15691041'))
      expect([report.verdict, report.explanations[0].name]).toEqual(['mistake', OFF])
    })

    it('has it among those that four digits do not tell apart, and says that they do not', async () => {
      const { json } = questionsOf(name)
      const { report } = await json(printed('0.1569'))
      expect(report.verdict).toBe('tied')
      expect(report.explanations.map((one: { name: string }) => one.name)).toContain(OFF)
      const { report: loss } = await json(printed('0.1673'))
      expect([loss.verdict, loss.explanations[0].name]).toEqual(['tied', 'focal loss with γ = 2, α = 0.25'])
    })

    it.each([
      [
        'off_z.npy --labels off_y.npy --loss-values off_L_rows_roll.npy',
        `${OFF}, sigmoid of each class against the rest`,
      ],
      [
        'off_z.npy --labels off_T.npy --task multilabel --loss-values off_L_cells.npy',
        `${OFF}, the one at the end dropped`,
      ],
      ['off_z.npy --labels off_y.npy --loss-values off_Lsoft.npy', 'cross-entropy, labels off by minus one'],
    ])('finds it from the losses of single rows or cells: %s', async (words, wanted) => {
      const { json } = questionsOf(name)
      const { report } = await json(`diagnose ${words}`)
      expect([report.verdict, report.explanations[0].name]).toEqual(['mistake', wanted])
      const { supported, of } = report.explanations[0].fit
      expect(supported).toBe(of)
    })
  },
)

describe.skipIf(!hasCases)('cases/reading/17-diagnose-asymmetric-loss (needs ../shared)', () => {
  const ASL = 'asymmetric loss with clip = 0.05, γ+ = 1, γ− = 4'

  it.each([
    ['z.npy --labels y.npy --printed 33.8525', 'tied', `${ASL}, summed`],
    ['z.npy --labels y.npy --loss-values asl_default_cells.npy', 'convention', ASL],
    ['z.npy --labels y.npy --loss-values asl_default_rows.npy', 'convention', `${ASL}, summed`],
    [
      'z.npy --labels y.npy --loss-values asl_noclip_cells.npy',
      'tied',
      'asymmetric loss with γ+ = 1, γ− = 4',
    ],
    ['p.npy --labels y.npy --printed 960.0399', 'mistake', 'cross-entropy, sigmoid applied twice, summed'],
  ])('is named first: %s', async (words, verdict, wanted) => {
    const { json } = questionsOf('17-diagnose-asymmetric-loss')
    const { report } = await json(`diagnose ${words}`)
    expect([report.verdict, report.explanations[0].name]).toEqual([verdict, wanted])
    expect(report.explanations[0].fit.supported).toBe(report.explanations[0].fit.of)
  })
})

describe.skipIf(!hasCases)('cases/reading/18-clamp-note (needs ../shared)', () => {
  const HELD = /the logarithm is held at −100/

  it.each([
    ['mnist.npy --labels mnist_y.npy', 'mnist'],
    ['rf.csv', 'rf'],
  ])('says nothing of what is held where nothing is: %s', async (words, is) => {
    const { ask, json, near } = questionsOf('18-clamp-note')
    const { report } = await json(`compare ${words} --loss ce`)
    expect(report.results[0].source.held).toBe(rightOf('reading/18-clamp-note', `${is}_held`))
    near(report.results[0].losses[0].value, is)
    expect((await ask(`compare ${words} --loss ce`)).stdout).not.toMatch(HELD)
  })

  it('says how many samples give the truth no chance, and what share of the loss they carry', async () => {
    const { ask, json } = questionsOf('18-clamp-note')
    const right = (is: string) => rightOf('reading/18-clamp-note', is)
    const { report } = await json('compare news.npy --labels news_y.npy --loss ce')
    expect(report.results[0].source.held).toBe(right('news_held'))
    const { stdout } = await ask('compare news.npy --labels news_y.npy --loss ce')
    expect(stdout.replaceAll('\n', ' ')).toContain(
      `${right('news_held')} samples give the truth a probability of 0; the logarithm is held at −100 there, as in PyTorch. They carry ${(100 * right('news_held_share')).toFixed(1)} % of ce.`,
    )
  })
})

describe.skipIf(!hasCases)('cases/reading/21-inspect-shows-nothing-when-unclear (needs ../shared)', () => {
  it.each([
    'glaucoma.csv',
    'tta.csv',
  ])('shows every column, what it may be, and what compare would ask: %s', async (file) => {
    const { ask } = questionsOf('21-inspect-shows-nothing-when-unclear')
    const { code, stdout } = await ask(`inspect ${file}`)
    expect(code).toBe(0)
    const columns =
      file === 'tta.csv'
        ? [
            'image_path',
            'true_label',
            'std_probability',
            'tta_probability',
            'std_prediction',
            'tta_prediction',
            'prediction_changed',
          ]
        : [
            'image_path',
            'true_label',
            'raw_probability',
            'cal_probability',
            'risk_score',
            'prediction',
            'correct',
            'risk_level',
            'outcome',
          ]
    const rows = stdout.split('\n').map((line) => line.trim().split(/\s{2,}/)[0])
    expect(rows).toEqual(expect.arrayContaining(columns))
    expect(stdout).toMatch(/^ {2}(?:raw|tta)_probability +\? probability +0\.0\d+ {2}/m)
    expect(stdout).toMatch(/What compare would say:\n\n\?/)
  })

  it.each([
    ['glaucoma.csv', 'raw'],
    ['tta.csv', 'std'],
  ])('leads with its words to a reading that is right: %s', async (file, is) => {
    const { ask, json, near } = questionsOf('21-inspect-shows-nothing-when-unclear')
    const { stdout } = await ask(`inspect ${file}`)
    const [[flag, value]] = advisedFlags(stdout.slice(stdout.indexOf('\n? ')).replaceAll('\n', ' '))
    near((await json(`compare ${file} --loss ce ${flag} ${value}`)).report.results[0].losses[0].value, is)
    const shown = await ask(`inspect ${file} ${flag} ${value}`)
    expect([shown.code, shown.stdout]).toEqual([
      0,
      expect.stringContaining(`scores are "${value}", as --score says`),
    ])
  })
})

describe.skipIf(!hasCases)('cases/reading/23-two-models-in-two-columns (needs ../shared)', () => {
  const name = '23-two-models-in-two-columns'

  it('holds the two against each other by the flags that diff names where there is one file', async () => {
    const { ask, json, near } = questionsOf(name)
    const { code, stderr } = await ask('diff tta.csv')
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/say --score A --score-b B for two columns of scores/),
    ])
    const { report } = await json('diff tta.csv --score std_probability --score-b tta_probability --loss ce')
    near(report.losses[0].meanA, 'std')
    near(report.losses[0].meanB, 'tta')
    near(report.losses[0].difference, 'change')
  })

  it('says of two columns that are said to be classes that they are those of two models, with the command', async () => {
    const { ask, near, json } = questionsOf(name)
    const { code, stderr } = await ask('diff tta.csv tta.csv --score std_probability,tta_probability')
    expect([code, stderr]).toEqual([
      3,
      expect.stringMatching(/rows of them do not sum to 1, as those of classes do/),
    ])
    const flags = advisedFlags(stderr).slice(-2).flat()
    expect(flags[2]).toBe('--score-b')
    const { report } = await json(`diff tta.csv ${flags.join(' ')} --loss ce`)
    near(report.losses[0].difference, 'change')
  })

  it('says of one column twice that it is the same', async () => {
    const { ask } = questionsOf(name)
    expect((await ask('diff tta.csv tta.csv --score std_probability')).stdout).toMatch(
      /^A and B are the same: no sample differs\./,
    )
  })
})
