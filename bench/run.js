/** npm run bench: makes the files, runs the tools in turn, checks that they agree, and writes bench/RESULTS.md. */
import { spawnSync } from 'node:child_process'
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { agrees } from './agreement.js'
import { alternate } from './alternate.js'
import { measureBounds } from './bounds.js'
import { filesOf } from './cases.js'
import { describeMachine } from './machine.js'
import { readOptions } from './options.js'
import { report } from './report.js'
import { measureSweeps } from './sweep.js'
import { TOOLS } from './tools.js'

const RESULTS = 'bench/RESULTS.md'

const say = (text) => process.stderr.write(`${text}\n`)

/** In a process of its own: the bench stays small, and Ctrl-C ends it. */
function makeFiles(testCase, rows, files, python) {
  if (files.every((file) => existsSync(file))) return
  say(`${testCase.name}: making ${files.join(' and ')}`)
  const { status } = spawnSync(process.execPath, ['bench/generate.js', testCase.name, String(rows)], {
    stdio: 'inherit',
    env: { ...process.env, PYTHON: python },
  })
  if (status !== 0) throw new Error(`the files of ${testCase.name} could not be made`)
}

/** The tools of a case that are installed, and why the others are not measured. */
function installed(testCase, packages) {
  const lacks = (tool) => TOOLS[tool].packages.filter((name) => !packages[name])
  const tools = ['lossctl', ...testCase.tools]
  const absent = tools.filter((tool) => lacks(tool).length)
  return {
    tools: tools.filter((tool) => !lacks(tool).length),
    absent: absent.map((tool) => ({ tool, reason: `${lacks(tool).join(' and ')} not installed` })),
  }
}

function measureCase(testCase, machine, { runs, scale, python }) {
  const unit = testCase.pixels ? testCase.pixels[0] * testCase.pixels[1] : 1
  const rows = unit * Math.max(1, Math.round((testCase.rows * scale) / unit))
  const files = filesOf(testCase, rows)
  try {
    makeFiles(testCase, rows, files, python)
    const { tools, absent } = installed(testCase, machine.packages)
    const turns = Math.min(runs, testCase.runs ?? runs)
    say(`${testCase.name}: ${rows} rows, ${turns} runs of ${tools.join(', ')}`)
    const measured = alternate(tools, testCase, files, { runs: turns, python })
    for (const { tool, reason } of [...absent, ...measured.absent]) say(`  without ${tool}: ${reason}`)
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0)
    return { ...measured, testCase, rows, bytes, runs: turns, absent: [...absent, ...measured.absent] }
  } finally {
    if (testCase.onRequest) rmSync(dirname(files[0]), { recursive: true, force: true })
  }
}

/** Sweeps go over the files of the first case; null when that was not asked for. */
function sweepsOn(results, { packages }, { runs, python }) {
  const binary = results.find(({ testCase }) => testCase.name === 'binary-logits-f4')
  if (!binary) return null
  say('sweeps')
  const hasTorch = Boolean(packages.torch && packages.numpy)
  return measureSweeps(filesOf(binary.testCase, binary.rows), { runs, python, hasTorch })
}

/** In a browser, which is asynchronous and so a program of its own; null where there is none. */
function measurePage() {
  say("the report's page")
  const { status, stdout } = spawnSync(process.execPath, ['bench/page.js'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return status === 0 ? JSON.parse(stdout) : null
}

/** A tool that answers otherwise makes every time worthless. */
function disagreements(results) {
  const wrong = ({ entries }) => entries.filter((entry) => !agrees(entry))
  return results.flatMap((result) => wrong(result).map(({ tool }) => `${tool} in ${result.testCase.name}`))
}

function main(argv) {
  process.chdir(dirname(import.meta.dirname))
  const options = readOptions(argv)
  if (options.help) return void process.stdout.write(options.help)
  const machine = describeMachine(options.python)
  const makerOf = ({ format }) => ({ parquet: 'duckdb', npz: 'numpy' })[format]
  const isMade = (one) => makerOf(one) === undefined || machine.packages[makerOf(one)]
  for (const one of options.cases.filter((one) => !isMade(one)))
    say(`${one.name}: left out, ${makerOf(one)} not installed`)
  const results = options.cases.filter(isMade).map((testCase) => measureCase(testCase, machine, options))
  say('start-up and floor')
  const bounds = measureBounds()
  const sweeps = sweepsOn(results, machine, options)
  const page = options.whole ? measurePage() : null
  const text = report({
    machine,
    bounds,
    sweeps,
    page,
    results,
    command: options.command,
    date: new Date().toISOString().slice(0, 10),
  })
  if (options.whole) writeFileSync(RESULTS, text)
  else process.stdout.write(text)
  const wrong = disagreements(results)
  if (sweeps?.difference > 1e-9) wrong.push('PyTorch in the sweep')
  if (wrong.length) throw new Error(`answers differ from lossctl's: ${wrong.join(', ')}`)
}

// A child that Ctrl-C ends throws here; staying alive until then lets the billion rows be removed.
process.on('SIGINT', () => {})

try {
  main(process.argv.slice(2))
} catch (error) {
  say(`bench: ${error.message}`)
  process.exitCode = 1
}
