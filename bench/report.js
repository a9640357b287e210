import { agrees } from './agreement.js'
import { CASES } from './cases.js'
import { table } from './markdown.js'
import { median, medianRatio } from './median.js'
import { judgeTargets } from './targets.js'

const number = (value, digits = 3) => Number(value.toPrecision(digits)).toLocaleString('en-GB')
const seconds = (value) => `${value.toPrecision(3)} s`
const megabytes = (bytes) => (bytes === null ? '–' : `${Math.round(bytes / 1e6).toLocaleString('en-GB')} MB`)
/** GNU time counts in hundredths. */
const processorSeconds = (value) => `${value.toFixed(2)} s`
const count = (value) => value.toLocaleString('en-GB')

/** The whole report; the same input gives the same text. */
export function report({ machine, results, command, date }) {
  return [
    '# Results\n',
    `Written by \`${command}\` on ${date}; not to be edited by hand. [README.md](README.md) tells how it is measured.\n`,
    machineTable(machine),
    '## Targets\n',
    targetsTable(judgeTargets(results)),
    ...leftOut(results),
    ...results.map(caseSection),
  ].join('\n')
}

function machineTable({ cpu, cores, memory, system, node, lossctl, python, packages, hasGnuTime }) {
  const peers = Object.entries(packages).map(([name, version]) => [name, version ?? 'not installed'])
  const rows = [
    ['processor', `${cpu}, ${cores} cores`],
    ['memory', megabytes(memory)],
    ['system', system],
    ['Node.js', node],
    ['lossctl', lossctl],
    ['Python', python ?? 'not found'],
    ...peers,
    ...(hasGnuTime ? [] : [['GNU time', 'not installed: no memory figures']]),
  ]
  return table(['on', ''], rows, 'll')
}

function targetsTable(targets) {
  const rows = targets.map((target) => [
    target.case,
    target.words,
    limit(target),
    measured(target),
    verdict(target),
  ])
  return table(['case', 'target', 'limit', 'measured', ''], rows, 'llrrl')
}

/** Cases that were not asked for. */
function leftOut(results) {
  const names = CASES.filter((testCase) => !results.some((result) => result.testCase === testCase))
  return names.length ? [`Not run: ${names.map(({ name }) => `\`${name}\``).join(', ')}.\n`] : []
}

const quantity = (target, value) => (target.quantity === 'peak' ? megabytes(value) : number(value))

const limit = (target) =>
  target.atLeast ? `≥ ${quantity(target, target.atLeast)}` : `≤ ${quantity(target, target.atMost)}`

const measured = (target) => (target.measured === null ? '–' : quantity(target, target.measured))

function verdict({ measured, margin }) {
  if (measured === null) return 'not measured'
  return margin >= 1
    ? `met (by a factor of ${number(margin)})`
    : `**missed** (by a factor of ${number(1 / margin)})`
}

function caseSection({ testCase, rows, bytes, runs, entries, absent }) {
  const reference = entries.find(({ tool }) => tool === 'lossctl')
  const head = ['tool', 'median', 'min to max', '÷ lossctl', 'processor', 'peak', 'largest difference']
  const cells = entries.map((entry) => toolRow(entry, reference))
  const missing = absent.map(({ tool, reason }) => `- ${tool}: ${reason}`)
  const turns = `${runs} ${runs === 1 ? 'run' : 'runs'} of each tool, in turn`
  return [
    `## ${testCase.title}\n`,
    `\`${testCase.name}\`: ${count(rows)} rows, ${megabytes(bytes)}; ${turns}.\n`,
    table(head, cells, 'lrrrrrr'),
    ...(missing.length ? ['Not measured:\n', ...missing, ''] : []),
  ].join('\n')
}

function toolRow(entry, reference) {
  const { tool, seconds: times, processor, peak } = entry
  return [
    tool,
    seconds(median(times)),
    `${seconds(Math.min(...times))} to ${seconds(Math.max(...times))}`,
    number(medianRatio(times, reference.seconds)),
    processor[0] === null ? '–' : processorSeconds(median(processor)),
    megabytes(peak),
    agreement(entry),
  ]
}

function agreement(entry) {
  if (entry.difference === null) return '–'
  const difference = entry.difference.toExponential(0)
  return agrees(entry) ? difference : `**${difference}, more than ${entry.tolerance}**`
}
