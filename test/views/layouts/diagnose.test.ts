import { describe, expect, it } from 'vitest'
import { type DiagnosisReport, layoutDiagnosis } from '../../../src/views/layouts/diagnose.ts'
import { checkOf } from '../../made/check-report.ts'

const explanation: DiagnosisReport['explanations'][number] = {
  name: 'focal γ=2',
  kind: 'standard',
  mistake: null,
  formula: '(1 − pt)^2 CE',
  parameters: { gamma: 2 },
  spec: 'focal:gamma=2',
  fit: { tier: 0, arithmetic: 'float64', largest: 0, rms: 0, relative: 0, supported: 1, of: 1 },
} as unknown as DiagnosisReport['explanations'][number]

/** What fits one printed value, a mistake among it. */
const tied = (chance: number, per: 'batch' | 'sample'): DiagnosisReport => ({
  verdict: 'tied',
  explanations: [explanation, { ...explanation, name: 'focal γ=1', kind: 'mistake', mistake: 'm' }],
  tied: 2,
  distinguish: 'More would.',
  telling: null,
  chance,
  libraries: [],
  unseen: [],
  mistake: {
    id: 'alpha-both',
    title: 'alpha is on both classes',
    effect: 'it only scales the loss.',
    threads: [],
    fix: { pytorch: 'loss = focal' },
  } as unknown as DiagnosisReport['mistake'],
  worst: [],
  observed: { per, values: 1, digits: 2 },
  source: checkOf(['a.csv']).source,
  subsampled: null,
  expected: null,
})

const wordsOf = (report: DiagnosisReport) =>
  layoutDiagnosis(report)
    .flatMap((block) => (block.kind === 'text' ? [block.text] : block.kind === 'code' ? block.lines : []))
    .join('\n')

describe('a diagnosis that fits a mistake as well', () => {
  it.each([
    'batch',
    'sample',
  ] as const)('tells of its effect where it names it, and of none where values of a %s tell nothing', (per) => {
    const named = wordsOf(tied(0, per))
    expect(named).toContain('alpha is on both classes')
    expect(named).toContain('If it is the mistake: it only scales the loss.')
    expect(named).toContain('loss = focal')
    const unnamed = wordsOf(tied(2, per))
    expect(unnamed).toMatch(/too (few|small) to tell/)
    expect(unnamed).not.toMatch(/mistake|scales|loss = focal/)
  })
})
