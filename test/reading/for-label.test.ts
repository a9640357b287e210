/** Of several scores the one that is named for the labels. */
import { describe, expect, it, test } from 'vitest'
import { compareCe, lossctl } from '../made/host.ts'
import { scratchFolder } from '../made/scratch.ts'
import { uniforms } from '../made/uniforms.ts'

const write = scratchFolder()

const SAMPLES = 40

/** Each column of scores has numbers of its own, of which those of the first are higher where the label is 1. */
function fileOf(label: string, scores: readonly string[], signal = 0.3) {
  const draw = uniforms(31)
  const rows = Array.from({ length: SAMPLES }, () => {
    const y = Number(draw() < 0.4)
    return { y, p: scores.map((_, at) => 0.3 + 0.3 * draw() + (at === 0 ? signal * (y - 0.5) : 0)) }
  })
  const lines = rows.map(({ y, p }) => [...p, y].join())
  const file = write('scores.csv', `${[...scores, label].join()}\n${lines.join('\n')}\n`)
  const mean = rows.reduce((sum, { y, p }) => sum - Math.log(y === 1 ? p[0] : 1 - p[0]), 0) / SAMPLES
  return { file, mean }
}

describe('the score that is named for the label', () => {
  test.each([
    ['y_r3_wrong', ['oof_p_r3_wrong', 'oof_p_call_conclusive']],
    ['y_r3_wrong', ['p_r3_wrong', 'p_call_conclusive', 'p_address_valid']],
    ['Actual_Churn', ['Churn_Prob', 'Upsell_Prob']],
    ['is_fraud', ['fraud_score', 'dispute_score']],
    ['death', ['prob_death', 'prob_icu', 'prob_readmission']],
  ])('%s is taken of %j', async (label, scores) => {
    const { file, mean } = fileOf(label, scores)
    const { results } = await compareCe(file)
    expect(results[0].source.scores).toEqual([scores[0]])
    expect(results[0].losses[0].value).toBeCloseTo(mean, 12)
    const { stdout } = await lossctl(['inspect', file])
    expect(stdout).toContain(`scores are "${scores[0]}", which is named for the labels`)
  })

  test.each([
    ['y_r3_wrong', ['p_r4_wrong', 'p_call_conclusive']],
    ['label', ['p_call_conclusive', 'p_address_valid']],
    ['churn', ['churn_prob', 'churn_score']],
    ['churn', ['churn_prob', 'new_prob']],
    ['churn', ['churn_prob', 'lr_churn_prob']],
    ['churn', ['churn_prob', 'xgb_prob']],
    ['churn', ['churn_prob', 'prob']],
  ])('is none, or may be another, and is asked for: %s beside %j', async (label, scores) => {
    const { file } = fileOf(label, scores)
    const { code, stderr } = await lossctl(['compare', file])
    expect(code, stderr).toBe(3)
    expect(stderr).toContain('--score')
  })

  it('is not taken where it is surely lower beside the label 1', async () => {
    const { file } = fileOf('y_churned', ['p_churned', 'p_upsold'], -0.3)
    expect((await lossctl(['compare', file])).code).toBe(3)
  })
})
