/** What lossctl makes of a layout: the truth, a question, or another number. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lossctl } from '../host.ts'
import type { Layout, Truth } from './layout.ts'

export interface Verdict {
  readonly outcome: 'right' | 'refused' | 'wrong'
  /** Of a refusal, or of a wrong answer. */
  readonly message: string
}

interface Result {
  readonly count: number
  readonly bands: readonly { readonly band: string; readonly count: number }[]
  readonly losses: readonly { readonly value: number }[]
}

interface Answer {
  readonly results: readonly Result[]
}

/** Of the size of the terms: sums of a few thousand doubles, in another order. */
const LAST_DIGITS = 1e-9

/**
 * Writes the files into a folder, and asks `compare` of them. Those of layouts before stay there, or are written over: to make
 * and remove a folder takes longer than to read what is in it.
 */
export async function judge(layout: Layout, folder: string, flags: readonly string[] = []): Promise<Verdict> {
  for (const { name, content } of layout.files) writeFileSync(join(folder, name), content)
  const names = new Set(layout.files.map(({ name }) => name))
  const words = layout.words.map((word) => (names.has(word) ? join(folder, word) : word))
  return judgeCommand(['compare', ...words, ...flags], layout.truths)
}

export async function judgeCommand(words: readonly string[], truths: readonly Truth[]): Promise<Verdict> {
  const { code, stdout, stderr } = await lossctl([...words, '--loss', 'ce', '--format', 'json'])
  if (code !== 0) return { outcome: 'refused', message: `${code} ${stderr.trim()}` }
  const { results }: Answer = JSON.parse(stdout)
  if (results.length !== truths.length)
    return { outcome: 'wrong', message: `${results.length} answers, not ${truths.length}` }
  const wrong = truths.map((truth, at) => differenceFrom(truth, results[at])).find((found) => found !== null)
  return wrong === undefined ? { outcome: 'right', message: '' } : { outcome: 'wrong', message: wrong }
}

function differenceFrom({ mean, slack, count, positives }: Truth, found: Result): string | null {
  const value = found.losses[0].value
  if (found.count !== count) return `${found.count} samples, not ${count}`
  if (!(Math.abs(value - mean) <= slack + LAST_DIGITS * Math.max(mean, 1e-3)))
    return `a mean of ${value}, not ${mean}`
  const known = found.bands
    .filter(({ band }) => band.includes('positive'))
    .reduce((sum, band) => sum + band.count, 0)
  if (positives !== null && found.bands.length === 4 && known !== positives)
    return `${known} positives, not ${positives}`
  return null
}

/** A message without what differs from file to file. */
export function kindOf(message: string, folder: string): string {
  return message
    .replaceAll(`${folder}/`, '')
    .replace(/'[^']*'|"(?:[^"]|"")*"/g, '"…"')
    .replace(/\d[\d.e+-]*/g, '#')
    .replace(/; (say|name|write|give).*/, '')
    .slice(0, 160)
}
