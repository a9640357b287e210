/** Mistakes written out as the scripts have them, on random data at random parameters; and losses without one. */
import { describe, expect, it } from 'vitest'
import { diagnoseSamples } from '../../../src/questions/diagnose/diagnose.ts'
import type { Observed, ScoredSamples } from '../../../src/questions/diagnose/types.ts'
import { draws } from '../../made/draws.ts'
import { binarySamples, createRandom, type Random, softmaxSamples } from './random.ts'
import { at, type Draw, drawParameters, MISTAKES, RIGHT, type Rule } from './rules.ts'

function tell(draw: Draw, samples: ScoredSamples, rule: Rule) {
  const values = Float64Array.from(samples.label, (_, i) => rule(at(samples, i), draw))
  const observed: Observed = { per: 'sample', values, half: 0, batchSize: 0, classWeights: null }
  return { draw, diagnosis: diagnoseSamples(samples, observed) }
}

/** In full, of mistakes and of what is none. */
const FULL = 400

/** As many of each kind, and of those the first: which they are does not depend on how many are asked for. */
function* tellAll(kinds: typeof MISTAKES, random: Random) {
  const each = Math.ceil(FULL / Object.keys(kinds).length)
  for (const [id, { task, rule }] of Object.entries(kinds))
    for (let i = 0; i < Math.max(each, draws(each)); i++) {
      const draw = drawParameters(random)
      const samples = task === 'binary' ? binarySamples(random, 64) : softmaxSamples(random, 64, 4)
      if (i < draws(each)) yield { id, ...tell(draw, samples, rule) }
    }
}

/** What each was taken for, how often: rows are the truth. */
function createConfusion() {
  const counts = new Map<string, Map<string, number>>()
  return {
    add(truth: string, found: string): void {
      const row = counts.get(truth) ?? new Map<string, number>()
      row.set(found, (row.get(found) ?? 0) + 1)
      counts.set(truth, row)
    },
    text: () =>
      [...counts]
        .map(
          ([truth, row]) => `${truth.padEnd(28)}${[...row].map(([found, n]) => `${found} ${n}`).join(', ')}`,
        )
        .join('\n'),
  }
}

describe('mistakes on random data at random parameters', () => {
  it('are named, and never called right', () => {
    const random = createRandom(7)
    const confusion = createConfusion()
    const lines: string[] = []
    const wrong: string[] = []
    let [total, right] = [0, 0]
    for (const { id, draw, diagnosis } of tellAll(MISTAKES, random)) {
      const named = diagnosis.explanations.slice(0, diagnosis.tied).some(({ mistake }) => mistake === id)
      total++
      const calledRight = diagnosis.verdict === 'correct' || diagnosis.verdict === 'convention'
      if (calledRight) wrong.push(`${id} ${JSON.stringify(draw)}: ${diagnosis.explanations[0].name}`)
      confusion.add(id, named ? id : `${diagnosis.verdict} ${diagnosis.mistake?.id ?? ''}`.trim())
      if (named) right++
      else
        lines.push(`${id} ${JSON.stringify(draw)}: ${diagnosis.verdict}, ${diagnosis.explanations[0]?.name}`)
    }
    console.log(`${right} of ${total} mistakes named\n${confusion.text()}`)
    expect(total).toBeGreaterThanOrEqual(draws(FULL))
    expect(right / total, lines.join('\n')).toBeGreaterThanOrEqual(0.95)
    expect(wrong).toEqual([])
  })

  it('are not seen where there are none', () => {
    const random = createRandom(8)
    const confusion = createConfusion()
    const lines: string[] = []
    let total = 0
    for (const { id: name, draw, diagnosis } of tellAll(RIGHT, random)) {
      const [first] = diagnosis.explanations
      total++
      confusion.add(name, diagnosis.verdict)
      if (diagnosis.verdict === 'mistake' || diagnosis.verdict === 'none' || first.kind === 'mistake')
        lines.push(`${name} ${JSON.stringify(draw)}: ${diagnosis.verdict}, ${first?.name}`)
    }
    console.log(`${total} that are none\n${confusion.text()}`)
    expect(total).toBeGreaterThanOrEqual(draws(FULL))
    expect(lines).toEqual([])
  })
})
