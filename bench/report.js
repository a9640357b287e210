import { agrees } from './agreement.js'
import { CASES } from './cases.js'
import { table } from './markdown.js'
import { median, medianRatio } from './median.js'
import { judgeTargets } from './targets.js'

const number = (value, digits = 3) => Number(value.toPrecision(digits)).toLocaleString('en-GB')
const seconds = (value) => `${value.toPrecision(3)} s`
const megabytes = (bytes) => (bytes === null ? '–' : `${Math.round(bytes / 1e6).toLocaleString('en-GB')} MB`)
const kilobytes = (bytes) => `${Math.round(bytes / 1e3).toLocaleString('en-GB')} kB`
/** GNU time counts in hundredths. */
const processorSeconds = (value) => `${value.toFixed(2)} s`
const count = (value) => value.toLocaleString('en-GB')

/** The whole report; the same input gives the same text. */
export function report({ machine, results, bounds, sweeps, page, command, date }) {
  return [
    '# Results\n',
    `Written by \`${command}\` on ${date}; not to be edited by hand. [README.md](README.md) tells how it is measured.\n`,
    machineTable(machine),
    '## Targets\n',
    targetsTable(judgeTargets(results)),
    '## What bounds it\n',
    boundsSection(bounds, results),
    ...(sweeps ? ['## Sweeps\n', sweepSection(sweeps)] : []),
    ...(page ? ["## The report's page\n", pageSection(page)] : []),
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

/** The start is the same for every file; what is left of a median is work, told for each score. */
function boundsSection({ node, version, help, small, floor }, results) {
  const starts = [
    ['`node -e 0`', node],
    ['`lossctl --version`', version],
    ['`lossctl --help`', help],
    ['`lossctl compare` on 1,000 rows', small],
  ].map(([what, time]) => [
    what,
    seconds(time),
    number(time / node),
    `${Math.round((time - node) * 1000)} ms`,
  ])
  const work = results.map(({ testCase, rows, entries }) => {
    const total = median(entries.find(({ tool }) => tool === 'lossctl').seconds)
    const left = Math.max(0, total - small)
    const scores = rows * testCase.classes
    return [
      testCase.name,
      seconds(total),
      `${Math.round((100 * small) / total)} %`,
      seconds(left),
      `${number((left / scores) * 1e9)} ns`,
    ]
  })
  const loop = floor === null ? 'not measured, for want of a C compiler' : `${number(floor)} ns a sample`
  return [
    table(['start-up', 'median', '÷ `node -e 0`', 'above it'], starts, 'lrrr'),
    table(['case', 'median', 'of it start-up', 'work', 'work a score'], work, 'lrrrr'),
    `The sketch's inner loop in C for this very processor, one thread, margins at hand (\`floor.c\`): ${loop}. It adds fourteen`,
    'moments to a bin: seven loads, additions and stores of 16 bytes. lossctl does it on two threads, once a second one has started.\n',
  ].join('\n')
}

function sweepSection({ settings, few, seconds: times, sweepToCompare, torchASetting, difference }) {
  const many = `${count(settings)} settings of Poly-1 focal loss`
  const verdict = (value, most) =>
    value <= most ? 'met' : `**missed** (by a factor of ${number(value / most)})`
  const rows = [
    ['`compare` on 2·10^7 logits', seconds(times.compare), '', ''],
    [
      `\`sweep\`, ${many}`,
      seconds(times.sweep),
      `${number(sweepToCompare)} × compare (≤ 1.5)`,
      verdict(sweepToCompare, 1.5),
    ],
    ['the same from a saved sketch', seconds(times.saved), '≤ 0.5 s', verdict(times.saved, 0.5)],
    ...(torchASetting === null
      ? []
      : [
          [
            `PyTorch, ${few} settings in a loop`,
            seconds(times.torch),
            `${count(Math.round(torchASetting))} × a setting of sweep`,
            '',
          ],
        ]),
  ]
  const agreed =
    difference === null ? '' : `\nPyTorch's means and easy shares agree to ${difference.toExponential(0)}.\n`
  return `${table(['', 'median', 'ratio', ''], rows, 'lrrl')}${agreed}`
}

const milliseconds = (value) => `${value.toFixed(1)} ms`

function pageSection(cases) {
  const rows = cases.map(({ classes, rows: samples, bytes, redraw, worst, paint, most }) => [
    `${classes} classes, ${count(samples)} rows`,
    kilobytes(bytes),
    milliseconds(redraw),
    milliseconds(worst),
    milliseconds(paint),
    most ? (worst <= most ? `met (≤ ${most} ms)` : `**missed** (≤ ${most} ms)`) : '',
  ])
  const head = ['page of', 'size', 'redraw, median', 'largest', 'to the next frame', '']
  return [
    table(head, rows, 'lrrrrl'),
    'Gamma of one of four losses is given 40 values, as a drag does (`page.js`). A redraw is what the page computes and draws for',
    'it; the next frame is painted up to 17 ms later.\n',
  ].join('\n')
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
