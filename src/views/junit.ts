/** A check as JUnit XML, as the common schema has it: a test case a finding. */
import type { CheckReport } from '../analysis/check.ts'
import type { Finding } from '../analysis/findings.ts'
import { sentence } from './check.ts'

export function drawJunit(report: CheckReport): string {
  const { findings } = report
  const counts = (verdict: Finding['verdict']) =>
    findings.filter((finding) => finding.verdict === verdict).length
  const totals = `tests="${findings.length}" failures="${counts('regressed')}" errors="${counts('cannot compare')}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="lossctl check" ${totals} time="0">`,
    `  <testsuite name="${escapeXml(report.source.name)}" ${totals} skipped="0" time="0">`,
    ...findings.map(testCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function testCase(finding: Finding): string {
  const { rule, slice, verdict } = finding
  const open = `    <testcase classname="lossctl" name="${escapeXml(slice === null ? rule : `${rule} [${slice}]`)}" time="0"`
  if (verdict === 'passed' || verdict === 'improved') return `${open}/>`
  const element = verdict === 'regressed' ? 'failure' : 'error'
  const words = escapeXml(sentence(finding))
  return `${open}>\n      <${element} type="${escapeXml(verdict)}" message="${words}">${words}</${element}>\n    </testcase>`
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
