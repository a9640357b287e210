/**
 * What is measured. A case tells its files (task, scale, format, types, rows) and who reads them; a target tells which
 * quantity of `targets.js` must be reached: `speed` is how many times faster lossctl is than the tool named, `cost` how
 * many times slower, both as the median of the ratios of the runs. `layout` is what a text has beside id, label and prob, and
 * `options` are what lossctl is told of it.
 */
const BINARY_NPY = {
  task: 'binary',
  format: 'npy',
  classes: 1,
  labelType: 'u1',
  rows: 2e7,
  tools: ['PyTorch', 'PyTorch in blocks', 'PyTorch f4', 'NumPy', 'NumPy in blocks', 'cat'],
}

const BINARY_TABLE = { task: 'binary', from: 'probs', format: 'csv', classes: 1, rows: 2e6, seed: 5 }

/** Of what is read in one pass as the plain file is. */
const ofPlain = (...tools) => [
  ...tools.map((tool) => ({ quantity: 'speed', tool, atLeast: 1 })),
  { quantity: 'time a sample', relativeTo: 'binary-csv', atMost: 1.5 },
]

export const CASES = [
  {
    ...BINARY_NPY,
    name: 'binary-logits-f4',
    title: 'Binary logits, f4 NPY',
    from: 'logits',
    dtype: 'f4',
    seed: 1,
    targets: [
      { quantity: 'speed', tool: 'PyTorch', atLeast: 15 },
      { quantity: 'speed', tool: 'NumPy', atLeast: 25 },
      { quantity: 'cost', tool: 'cat', atMost: 10 },
    ],
  },
  {
    ...BINARY_NPY,
    name: 'binary-probs-f4',
    title: 'Binary probabilities, f4 NPY',
    from: 'probs',
    dtype: 'f4',
    seed: 2,
    targets: [{ quantity: 'speed', tool: 'PyTorch', atLeast: 10 }],
  },
  {
    ...BINARY_NPY,
    name: 'binary-probs-f8',
    title: 'Binary probabilities, f8 NPY',
    from: 'probs',
    dtype: 'f8',
    seed: 3,
    targets: [],
  },
  {
    name: 'softmax-logits-f4',
    title: 'Softmax logits over 1,000 classes, f4 NPY',
    task: 'softmax',
    from: 'logits',
    format: 'npy',
    dtype: 'f4',
    labelType: 'i8',
    classes: 1000,
    rows: 5e4,
    seed: 4,
    tools: ['PyTorch', 'PyTorch in blocks', 'PyTorch f4', 'NumPy', 'NumPy in blocks', 'cat'],
    targets: [{ quantity: 'speed', tool: 'PyTorch', atLeast: 3 }],
  },
  {
    ...BINARY_TABLE,
    name: 'binary-csv',
    title: 'Binary probabilities, CSV of id,label,prob',
    tools: ['DuckDB', 'Polars', 'pandas + NumPy', 'cat'],
    targets: [
      { quantity: 'speed', tool: 'DuckDB', atLeast: 1 },
      { quantity: 'speed', tool: 'Polars', atLeast: 1 },
      { quantity: 'speed', tool: 'pandas + NumPy', atLeast: 5 },
    ],
  },
  {
    ...BINARY_TABLE,
    name: 'binary-names',
    title: 'The same with the labels negative and positive',
    layout: 'names',
    tools: ['DuckDB', 'Polars', 'cat'],
    targets: ofPlain('DuckDB', 'Polars'),
  },
  {
    ...BINARY_TABLE,
    name: 'binary-slices',
    title: 'The same with weights and twenty scenes, each a slice: --weight weight --by scene',
    layout: 'slices',
    options: ['--weight', 'weight', '--by', 'scene'],
    tools: ['DuckDB', 'Polars', 'cat'],
    targets: ofPlain('DuckDB', 'Polars'),
  },
  {
    ...BINARY_TABLE,
    name: 'binary-csv-gz',
    title: 'The plain CSV, packed with gzip',
    format: 'csv.gz',
    tools: ['DuckDB', 'gzip -dc'],
    targets: [
      { quantity: 'speed', tool: 'DuckDB', atLeast: 1 },
      { quantity: 'time of both', tool: 'gzip -dc', relativeTo: 'binary-csv', atMost: 1 },
    ],
  },
  {
    ...BINARY_TABLE,
    name: 'diff-by-id',
    title: 'lossctl diff: two files of id,label,prob with names, joined by id',
    layout: 'names',
    command: 'diff',
    rows: 1e6,
    tools: ['DuckDB', 'cat'],
    targets: [{ quantity: 'speed', tool: 'DuckDB', atLeast: 1 }],
  },
  {
    ...BINARY_TABLE,
    name: 'samples',
    title: 'lossctl samples --output: margins, pt and three losses of each row',
    command: 'samples',
    rows: 1e6,
    tools: ['DuckDB', 'cat'],
    targets: [{ quantity: 'cost', tool: 'DuckDB', atMost: 1.5 }],
  },
  {
    name: 'softmax-csv',
    title: 'Softmax probabilities over 10 classes, CSV of label,p_0..p_9',
    task: 'softmax',
    from: 'probs',
    format: 'csv',
    classes: 10,
    rows: 5e5,
    seed: 6,
    tools: ['DuckDB', 'Polars', 'pandas + NumPy', 'cat'],
    targets: [],
  },
  {
    ...BINARY_TABLE,
    name: 'binary-jsonl',
    title: 'Binary probabilities, JSON lines of id, label, prob',
    format: 'jsonl',
    rows: 1e6,
    seed: 8,
    tools: ['DuckDB', 'Polars', 'pandas + NumPy', 'cat'],
    targets: [{ quantity: 'speed', tool: 'pandas + NumPy', atLeast: 1 }],
  },
  {
    ...BINARY_TABLE,
    name: 'binary-parquet',
    title: 'Binary probabilities, Parquet of id,label,prob (snappy)',
    format: 'parquet',
    rows: 2e6,
    seed: 9,
    tools: ['DuckDB', 'cat'],
    targets: [{ quantity: 'cost', tool: 'DuckDB', atMost: 3 }],
  },
  {
    name: 'softmax-parquet',
    title: 'Softmax probabilities over 100 classes, Parquet of label,p_0..p_99 (snappy)',
    task: 'softmax',
    from: 'probs',
    format: 'parquet',
    classes: 100,
    rows: 1e5,
    seed: 10,
    tools: ['DuckDB', 'cat'],
    targets: [{ quantity: 'cost', tool: 'DuckDB', atMost: 3 }],
  },
  {
    ...BINARY_NPY,
    name: 'binary-npz',
    title: 'Binary logits, f4, and labels in one NPZ',
    from: 'logits',
    format: 'npz',
    dtype: 'f4',
    seed: 1,
    tools: ['cat'],
    targets: [{ quantity: 'time a sample', relativeTo: 'binary-logits-f4', atMost: 1.1 }],
  },
  {
    name: 'anchors',
    title: 'Logits of 200,000 anchors over 80 classes, f4 NPY, with class indices and background',
    task: 'multilabel',
    from: 'logits',
    format: 'npy',
    dtype: 'f4',
    labelType: 'i8',
    classes: 80,
    rows: 2e5,
    seed: 11,
    options: ['--task', 'multilabel', '--background', '80'],
    tools: ['PyTorch', 'PyTorch in blocks', 'PyTorch f4', 'cat'],
    targets: [{ quantity: 'speed', tool: 'PyTorch', atLeast: 5 }],
  },
  {
    name: 'dense',
    title: 'A dense map: softmax logits of (N, 21, 128, 128), f4 NPY, with labels of (N, 128, 128)',
    task: 'softmax',
    from: 'logits',
    format: 'npy',
    dtype: 'f4',
    labelType: 'i8',
    classes: 21,
    pixels: [128, 128],
    rows: 32 * 128 * 128,
    seed: 12,
    tools: ['PyTorch', 'PyTorch f4', 'cat'],
    targets: [{ quantity: 'speed', tool: 'PyTorch', atLeast: 5 }],
  },
  {
    ...BINARY_NPY,
    name: 'billion',
    title: 'A billion binary logits, f4 NPY',
    from: 'logits',
    dtype: 'f4',
    rows: 1e9,
    seed: 7,
    runs: 3,
    onRequest: true,
    tools: ['cat'],
    targets: [
      { quantity: 'peak', atMost: 200e6 },
      { quantity: 'time a sample', relativeTo: 'binary-logits-f4', atMost: 1.3 },
    ],
  },
]

/** Paths from the root of the repository: scores and labels, the one text, or the two that are set against each other. */
export function filesOf({ name, format, from, command }, rows) {
  const folder = `bench/data/${name}-${rows}`
  if (format === 'npy') return [`${folder}/${from}.npy`, `${folder}/labels.npy`]
  const files = command === 'diff' ? ['before', 'after'] : ['predictions']
  return files.map((file) => `${folder}/${file}.${format}`)
}
