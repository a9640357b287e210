/** Checks made up for the tests of their views, with names that try to get out of the text they stand in. */
import type { CheckReport } from '../../src/questions/check/check.ts'
import type { Finding } from '../../src/questions/check/findings.ts'
import type { RuleKind } from '../../src/questions/check/rules.ts'

export const HOSTILE = [
  '</testcase>',
  '::error::fooled',
  'a ::error::fooled',
  '##[error]fooled',
  '%0A::error::fooled',
  ']]>',
  '\u001b[31mred\u001b[0m \u009b31mred',
  'nul\u0000 bell\u0007',
  'lone \ud800 surrogate',
  '\u202eright to left \u200f',
  '\u{e0041}tag',
  '| pipe | <script>alert(1)</script>',
  '@everyone `code` *bold* [link](x) $x^2$ #1',
  'https://example.com www.example.com',
  '- list',
  '-leading',
  'line\nbreak\r\nand return',
  '=cmd, "quoted"',
  'x'.repeat(10_000),
]

/** A finding a name, each of a rule and a part of that name. */
export function checkOf(
  names: readonly string[],
  verdict: Finding['verdict'] = 'regressed',
  kind: RuleKind = 'max-increase',
): CheckReport {
  const text = (name: string) => `${kind} focal.mean=2% ${name}`
  return {
    source: sourceOf(names[0]),
    held: null,
    baseline: names[0],
    verdict,
    confidence: 0.95,
    noise: true,
    pairing: 'unpaired',
    by: 'slice',
    minSlice: 1,
    rules: [...new Set(names)].map((name) => ({
      kind,
      quantity: 'focal.mean',
      limit: 0.02,
      relative: true,
      text: text(name),
    })),
    findings: names.map((name) => ({
      rule: text(name),
      slice: name,
      verdict,
      kind: 'loss',
      value: 0.2,
      baseline: 0.1,
      limit: 0.002,
      worse: 0.1,
      standardError: 0.01,
      p: 0.001,
      reason: { kind: 'no-loss-named', example: name },
    })),
    passedOver: names,
  }
}

function sourceOf(name: string): CheckReport['source'] {
  return {
    name,
    files: 1,
    format: 'CSV',
    task: 'binary',
    from: 'probs',
    precision: 'float64',
    scores: ['p'],
    labels: ['y'],
    labelCodes: '0/1',
    labelsFile: null,
    classes: ['0', '1'],
    id: null,
    weight: null,
    by: 'slice',
    rows: 2,
    samples: 2,
    ignored: 0,
    skipped: 1,
    clamped: 0,
    held: 0,
  }
}

/** Whether a GitHub runner would take the line for a command, as its parser reads it (actions/runner, ActionCommand). */
export function isCommand(line: string): boolean {
  return /^\s*::[^:].*::/.test(line) || /##\[[^\]]*\]/.test(line)
}

/** Controls, and what hides text or turns its direction. */
export const UNSAFE = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u
