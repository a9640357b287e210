import { difference } from './agreement.js'
import { Interrupted, measure } from './measure.js'
import { TOOLS } from './tools.js'

/** One whole process of a tool: what it cost and what it answered. */
function runOnce(name, testCase, files, python) {
  const tool = TOOLS[name]
  const { output, ...cost } = measure(tool.command(testCase, files, python), { silent: tool.silent })
  return { ...cost, answer: tool.answer(output) }
}

/** The first run of each tool does not count: it warms the page cache, and tells who cannot run at all. */
function warmUp(names, run) {
  const absent = []
  const present = names.filter((name) => {
    try {
      run(name)
      return true
    } catch (error) {
      if (name === 'lossctl' || error instanceof Interrupted) throw error
      absent.push({ tool: name, reason: error.message })
      return false
    }
  })
  return { present, absent }
}

/** Runs the tools in turn, `runs` times; each turn begins with another tool. */
export function alternate(names, testCase, files, { runs, python }) {
  const run = (name) => runOnce(name, testCase, files, python)
  const { present, absent } = warmUp(names, run)
  const samples = Object.fromEntries(present.map((name) => [name, []]))
  for (let turn = 0; turn < runs; turn++) {
    const first = turn % present.length
    for (const name of [...present.slice(first), ...present.slice(0, first)]) samples[name].push(run(name))
  }
  const reference = samples.lossctl[0].answer
  return { absent, entries: present.map((name) => entry(name, samples[name], reference)) }
}

function entry(tool, samples, reference) {
  const answers = samples.map(({ answer }) => answer).filter((answer) => answer !== null)
  return {
    tool,
    seconds: samples.map(({ seconds }) => seconds),
    processor: samples.map(({ processor }) => processor),
    peak: samples[0].peak === null ? null : Math.max(...samples.map(({ peak }) => peak)),
    difference: answers.length ? Math.max(...answers.map((answer) => difference(answer, reference))) : null,
    tolerance: TOOLS[tool].tolerance,
  }
}
