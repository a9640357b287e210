import { parseArgs } from 'node:util'
import { CASES } from './cases.js'

const USAGE = `Usage: npm run bench -- [options]

Measures lossctl beside what its users would use instead, and writes bench/RESULTS.md.
A part of the cases, fewer than 5 runs or another scale print the report instead of writing it.

  --only CASE     this case; repeat for more: ${CASES.map(({ name }) => name).join(', ')}
  --runs N        counted runs of each tool (default: 5)
  --billion       the case of a billion samples too: 5 GB on disk while it runs
  --scale F       this many times the rows (default: 1), to try the bench itself
  --python PATH   the Python that has the peers (default: $PYTHON, else python3)
  --help
`

const FORMAT = {
  only: { type: 'string', multiple: true },
  runs: { type: 'string', default: '5' },
  billion: { type: 'boolean', default: false },
  scale: { type: 'string', default: '1' },
  python: { type: 'string', default: process.env.PYTHON || 'python3' },
  help: { type: 'boolean', default: false },
}

/** How to run the same again; where Python stands is this machine's affair. */
function commandLine({ only = [], runs, scale, billion }) {
  const said = [
    ...only.map((name) => `--only ${name}`),
    ...(runs === FORMAT.runs.default ? [] : [`--runs ${runs}`]),
    ...(scale === FORMAT.scale.default ? [] : [`--scale ${scale}`]),
    ...(billion ? ['--billion'] : []),
  ]
  return ['npm run bench', ...(said.length ? ['--', ...said] : [])].join(' ')
}

/** The cases to measure, how often, how large, and whether that is the whole bench. Throws on what is not understood. */
export function readOptions(argv) {
  const { values } = parseArgs({ args: argv, options: FORMAT })
  if (values.help) return { help: USAGE }
  const unknown = values.only?.find((name) => !CASES.some((testCase) => testCase.name === name))
  if (unknown) throw new Error(`there is no case "${unknown}"\n\n${USAGE}`)
  const runs = Number(values.runs)
  const scale = Number(values.scale)
  if (!(Number.isInteger(runs) && runs > 0 && scale > 0))
    throw new Error(`--runs and --scale are above 0\n\n${USAGE}`)
  const asked = ({ name, onRequest }) =>
    onRequest ? values.billion || values.only?.includes(name) : !values.only || values.only.includes(name)
  return {
    command: commandLine(values),
    cases: CASES.filter(asked),
    runs,
    scale,
    python: values.python,
    whole: !values.only && runs >= 5 && scale === 1,
  }
}
