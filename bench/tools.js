/** How each tool is called on the files of a case, and how its answer is read. Paths are from the root. */
const LOSSES = { ce: 'ce', focal: 'focal:gamma=2', poly1: 'poly1:epsilon=1' }

function lossctlCommand({ from }, [scores, labels]) {
  const losses = Object.values(LOSSES).flatMap((loss) => ['--loss', loss])
  const others = labels ? ['--labels', labels] : []
  const options = [...others, '--from', from, ...losses, '--format', 'json']
  return [process.execPath, 'bin/lossctl.js', 'compare', scores, ...options]
}

/** { band: { count, ce, focal, poly1 } }, out of the compare report. */
function lossctlAnswer(output) {
  const [{ bands, losses }] = JSON.parse(output).results
  const sums = (i) => Object.keys(LOSSES).map((name, j) => [name, losses[j].bands[i].loss])
  return Object.fromEntries(
    bands.map(({ band, count }, i) => [band, { count, ...Object.fromEntries(sums(i)) }]),
  )
}

/** A Python script of bench/peers. Exact peers compute in float64 and must agree to 1e-9 of each sum. */
const peer = (packages, script, options = () => [], tolerance = 1e-9) => ({
  packages,
  tolerance,
  command: ({ task, from, classes }, files, python) => [
    python,
    `bench/peers/${script}`,
    task,
    from,
    ...files,
    ...options(classes),
  ],
  answer: JSON.parse,
})

/** About 2 MB of float64 scores at a time: more than the overhead of a call, less than a cache. */
const block = (classes) => [String(Math.ceil(2 ** 18 / classes))]

export const TOOLS = {
  lossctl: { packages: [], tolerance: 0, command: lossctlCommand, answer: lossctlAnswer },
  PyTorch: peer(['torch', 'numpy'], 'with_torch.py', () => ['float64']),
  'PyTorch in blocks': peer(['torch', 'numpy'], 'with_torch.py', (classes) => ['float64', ...block(classes)]),
  'PyTorch f4': peer(['torch', 'numpy'], 'with_torch.py', () => ['float32'], 1e-4),
  NumPy: peer(['numpy'], 'with_numpy.py'),
  'NumPy in blocks': peer(['numpy'], 'with_numpy.py', block),
  'pandas + NumPy': peer(['pandas', 'numpy'], 'with_pandas.py'),
  Polars: peer(['polars'], 'with_polars.py'),
  DuckDB: peer(['duckdb'], 'with_duckdb.py'),
  cat: { packages: [], silent: true, command: (_case, files) => ['cat', ...files], answer: () => null },
}
