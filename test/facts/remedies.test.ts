/** What refusals advise, pasted back: it answers, and for files whose truth is known it answers right. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { copyCases } from '../made/cases.ts'
import { draws, places } from '../made/draws.ts'
import { lossctl } from '../made/host.ts'
import { judge } from '../made/layouts/judge.ts'
import { drawLayout } from '../made/layouts/layout.ts'
import { advisedFlags, followAdvice, withFlags } from '../made/remedies.ts'

it('answers the refusals of the cases', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lossctl-cases-'))
  const advised = copyCases(folder).filter(
    ({ exit, stderr }) => (exit === 2 || exit === 3) && advisedFlags(stderr).length > 0,
  )
  const dead: string[] = []
  for (const at of places(advised.length)) {
    const { name, argv } = advised[at]
    const { stderr } = await lossctl(argv)
    const ask = async (flags: readonly string[]) => {
      const { code, stderr } = await lossctl(withFlags(argv, flags))
      return code === 2 || code === 3 ? { refusal: stderr } : { answer: code }
    }
    if (!(await followAdvice(stderr, ask, () => true))) dead.push(`${name}: ${stderr}`)
  }
  rmSync(folder, { recursive: true })
  expect(dead).toEqual([])
  expect(advised.length).toBeGreaterThan(40)
})

/** What no flag says, or only who asks: which of the words of a file are its classes, in what order, and which model is meant. */
const BEYOND_FLAGS =
  /^(?:classes without names|whole scores without names|a class that never occurs|words in another order|a name that is a label|two models)$/

it('leads to the right number of random dumps that are refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lossctl-remedies-'))
  const dead: string[] = []
  for (let seed = 0; seed < draws(400); seed++) {
    const layout = drawLayout(seed)
    const { outcome, message } = await judge(layout, folder)
    if (outcome !== 'refused' || layout.doubts.some((doubt) => BEYOND_FLAGS.test(doubt))) continue
    const ask = async (flags: readonly string[]) => {
      const next = await judge(layout, folder, flags)
      return next.outcome === 'refused' ? { refusal: next.message } : { answer: next.outcome }
    }
    const found = await followAdvice(message, ask, (answer) => answer === 'right')
    if (!found) dead.push(`${seed}: ${message}`)
  }
  rmSync(folder, { recursive: true })
  expect(dead).toEqual([])
})
