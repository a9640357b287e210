/** Scripts of PyTorch, right and wrong, in 64, 32 and 16 bits: what is wrong is named, and nothing right is accused. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { diagnoseSamples } from '../../../src/questions/diagnose/diagnose.ts'
import type { ScoredSamples } from '../../../src/questions/diagnose/types.ts'
import { draws } from '../../made/draws.ts'

const python = process.env.PYTHON ?? 'python3'
const installed = spawnSync(python, ['-c', 'import torch, numpy']).status === 0

interface Script {
  readonly kind: 'bug' | 'ok'
  readonly id: string
  readonly task: 's' | 'b' | 'm'
  readonly dtype: string
  /** Classes. */
  readonly K: number
  readonly z: readonly number[]
  readonly y: readonly number[]
  readonly v: readonly number[]
  /** The class weights that the script says. */
  readonly give: readonly number[] | null
}

/** Where the script is another of the same mistake. */
const MISTAKE_OF: Readonly<Record<string, string>> = {
  gamma_times_b: 'gamma-times',
  double_softmax_ce: 'double-softmax',
  double_sigmoid_f: 'double-sigmoid',
  sign_b: 'sign',
  log_base_b: 'log-base',
}

/** Of each in full; `DRAWS=5` draws the 5,000 of docs/diagnose.md. */
const FULL = 1000

/** As many as one program prints. */
const AT_ONCE = 250

function* scripts(): Generator<Script> {
  const all = draws(FULL)
  for (let first = 0; first < all; first += AT_ONCE) {
    const count = `${Math.min(AT_ONCE, all - first)}`
    const path = fileURLToPath(new URL('scripts.py', import.meta.url))
    const { status, stdout, stderr } = spawnSync(python, [path, `${first + 1}`, count, count], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    })
    expect(status, stderr).toBe(0)
    for (const line of stdout.trim().split('\n')) yield JSON.parse(line)
  }
}

function samplesOf({ task, K, z, y }: Script): ScoredSamples {
  const width = task === 'm' ? K : 1
  return {
    task: ({ s: 'softmax', b: 'binary', m: 'multilabel' } as const)[task],
    classes: task === 'b' ? 1 : K,
    probabilities: false,
    scores: Float64Array.from(z),
    label: Int32Array.from(y),
    row: Float64Array.from(y, (_, i) => Math.floor(i / width)),
    rows: y.length / width,
  }
}

describe.skipIf(!installed)(`scripts of PyTorch (skipped where there is none for ${python})`, () => {
  it('are named where they are wrong, and not accused where they are right', () => {
    const missed: string[] = []
    const accused: string[] = []
    let wrong = 0
    for (const script of scripts()) {
      const { kind, id, dtype, v, give } = script
      const { explanations, tied, verdict, mistake } = diagnoseSamples(samplesOf(script), {
        per: 'sample',
        values: Float64Array.from(v),
        half: 0,
        batchSize: 0,
        classWeights: give,
      })
      const line = `${id} ${dtype}: ${verdict}, ${explanations[0]?.name}`
      if (kind === 'ok') {
        if (verdict === 'mistake') accused.push(`${line}: ${mistake?.id}`)
        continue
      }
      wrong++
      const wanted = MISTAKE_OF[id] ?? id.replaceAll('_', '-')
      const isRight = verdict === 'correct' || verdict === 'convention'
      if (isRight || !explanations.slice(0, tied).some((one) => one.mistake === wanted)) missed.push(line)
    }
    expect(wrong).toBeGreaterThan(0)
    expect(accused).toEqual([])
    expect(1 - missed.length / wrong, missed.join('\n')).toBeGreaterThanOrEqual(0.98)
  }, 3_600_000)
})
