/**
 * A check as github-action-benchmark reads it (customSmallerIsBetter): a value a quantity and part. Quantities that should
 * be large are left out, since the format knows one direction.
 */
import type { CheckReport } from '../../../questions/check/check.ts'
import { cleanLine } from '../../../words/clean.ts'
import { jsonText } from '../../drawings/json.ts'

interface Entry {
  readonly name: string
  readonly unit: string
  readonly value: number
}

export function drawBenchmark({ findings, rules }: CheckReport): string {
  const entries = new Map<string, Entry>()
  for (const { rule: text, slice, value, kind } of findings) {
    const rule = rules.find((one) => one.text === text)!
    if (value === null || rule.kind === 'min' || rule.kind === 'max-decrease') continue
    // Without the limit, so that a curve goes on when that is changed.
    const name = inCode(slice === null ? rule.quantity : `${rule.quantity} [${slice}]`)
    entries.set(name, { name, unit: kind, value })
  }
  return jsonText([...entries.values()])
}

/** Names end up as code in a table of Markdown, unescaped. */
function inCode(text: string): string {
  return cleanLine(text).replaceAll('`', "'").replaceAll('|', '¦')
}
