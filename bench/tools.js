/** How each tool is called on the files of a case, and how its answer is read. Paths are from the root. */
const LOSSES = { ce: 'ce', focal: 'focal:gamma=2', poly1: 'poly1:epsilon=1' }

function lossctlCommand({ from, format, command = 'compare', options = [] }, files) {
  const losses = Object.values(LOSSES).flatMap((loss) => ['--loss', loss])
  const [scores, labels] = files
  const read = {
    compare: format === 'npy' ? [scores, '--labels', labels] : files,
    diff: [...files, '--id', 'id'],
    samples: [...files, '--output', `${scores}.samples.csv`],
  }[command]
  const written = command === 'samples' ? [] : ['--format', 'json']
  const words = [...read, ...options, '--from', from, ...losses, ...written]
  return [process.execPath, 'bin/lossctl.js', command, ...words]
}

const named = (values) => Object.fromEntries(Object.keys(LOSSES).map((name, i) => [name, values[i]]))

/** { band: { count, ce, focal, poly1 } } of one report, or of a slice of it. */
const bandsOf = ({ bands, losses }, prefix = '') =>
  bands.map(({ band, count }, i) => [
    `${prefix}${band}`,
    { count, ...named(losses.map((loss) => loss.bands[i].loss)) },
  ])

/** Of compare by band, and by slice where there are slices; of diff the differences of the means. */
function lossctlAnswer(output) {
  const { kind, results, losses, pairing } = output === '' ? {} : JSON.parse(output)
  if (kind === undefined) return null
  if (kind === 'diff')
    return { difference: { count: pairing.samples, ...named(losses.map(({ difference }) => difference)) } }
  const [{ groups, ...all }] = results
  const parts = groups ? groups.flatMap((group) => bandsOf(group, `${group.name}/`)) : bandsOf(all)
  return Object.fromEntries(parts)
}

/** A Python script of bench/peers. Exact peers compute in float64 and must agree to 1e-9 of each sum. */
const peer = (packages, script, options = () => [], tolerance = 1e-9) => ({
  packages,
  tolerance,
  command: (testCase, files, python) => [
    python,
    `bench/peers/${script}`,
    testCase.task,
    testCase.from,
    ...files,
    ...options(testCase),
  ],
  answer: (output) => (output === '' ? null : JSON.parse(output)),
})

/** What is asked of a text, where it is not the plain sums. */
const question = ({ command, layout }) => [command ?? layout ?? 'plain']

/** About 2 MB of float64 scores at a time: more than the overhead of a call, less than a cache. */
const block = ({ classes }) => [String(Math.ceil(2 ** 18 / classes))]

export const TOOLS = {
  lossctl: { packages: [], tolerance: 0, command: lossctlCommand, answer: lossctlAnswer },
  PyTorch: peer(['torch', 'numpy'], 'with_torch.py', () => ['float64']),
  'PyTorch in blocks': peer(['torch', 'numpy'], 'with_torch.py', (testCase) => [
    'float64',
    ...block(testCase),
  ]),
  'PyTorch f4': peer(['torch', 'numpy'], 'with_torch.py', () => ['float32'], 1e-4),
  NumPy: peer(['numpy'], 'with_numpy.py'),
  'NumPy in blocks': peer(['numpy'], 'with_numpy.py', block),
  'pandas + NumPy': peer(['pandas', 'numpy'], 'with_pandas.py'),
  Polars: peer(['polars'], 'with_polars.py', question),
  DuckDB: peer(['duckdb'], 'with_duckdb.py', question),
  'gzip -dc': {
    packages: [],
    silent: true,
    command: (_case, files) => ['gzip', '-dc', ...files],
    answer: () => null,
  },
  cat: { packages: [], silent: true, command: (_case, files) => ['cat', ...files], answer: () => null },
}
