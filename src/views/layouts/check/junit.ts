/** A check as JUnit XML, as the common schema has it: a test case a finding. */
import type { CheckReport } from '../../../questions/check/check.ts'
import type { Finding } from '../../../questions/check/findings.ts'
import type { Rule } from '../../../questions/check/rules.ts'
import { cleanLine } from '../../../words/clean.ts'
import { sentence } from '../../words/check-words.ts'
import { checkNotes, countOf, headline } from './check.ts'

export function drawJunit(report: CheckReport): string {
  const { findings, rules, source } = report
  const totals = [
    `tests="${findings.length}"`,
    `failures="${countOf(findings, 'regressed')}"`,
    `errors="${countOf(findings, 'cannot compare')}"`,
  ].join(' ')
  const words = [headline(report), ...checkNotes(report)].join('\n')
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="lossctl check" ${totals} time="0">`,
    `  <testsuite name="${escapeXml(cleanLine(source.name))}" ${totals} skipped="0" time="0">`,
    ...findings.map((finding) => testCase(finding, rules.find(({ text }) => text === finding.rule)!)),
    `    <system-out>${escapeXml(words)}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function testCase(finding: Finding, rule: Rule): string {
  const { slice, verdict } = finding
  const name = cleanLine(slice === null ? rule.text : `${rule.text} [${slice}]`)
  const open = `    <testcase classname="lossctl" name="${escapeXml(name)}" time="0"`
  if (verdict === 'passed' || verdict === 'improved') return `${open}/>`
  const element = verdict === 'regressed' ? 'failure' : 'error'
  const words = escapeXml(sentence(finding, rule))
  return `${open}>\n      <${element} type="${verdict}" message="${words}">${words}</${element}>\n    </testcase>`
}

/** Markup becomes text; characters that XML 1.0 knows no writing for become a replacement. */
export function escapeXml(text: string): string {
  return text
    .replace(FORBIDDEN, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
    .replaceAll('\t', '&#9;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;')
}

/** What is outside Char of XML 1.0; lone surrogates among it. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu
