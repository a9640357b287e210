/**
 * What is measured. A case tells its files (task, scale, format, types, rows) and who reads them; a target tells which
 * quantity of `targets.js` must be reached: `speed` is how many times faster lossctl is than the tool named, `cost` how
 * many times slower, both as the median of the ratios of the runs.
 */
const BINARY_NPY = {
  task: 'binary',
  format: 'npy',
  classes: 1,
  labelType: 'u1',
  rows: 2e7,
  tools: ['PyTorch', 'PyTorch in blocks', 'PyTorch f4', 'NumPy', 'NumPy in blocks', 'cat'],
}

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
    name: 'binary-csv',
    title: 'Binary probabilities, CSV of id,label,prob',
    task: 'binary',
    from: 'probs',
    format: 'csv',
    classes: 1,
    rows: 2e6,
    seed: 5,
    tools: ['DuckDB', 'Polars', 'pandas + NumPy', 'cat'],
    targets: [
      { quantity: 'speed', tool: 'DuckDB', atLeast: 1 },
      { quantity: 'speed', tool: 'Polars', atLeast: 1 },
      { quantity: 'speed', tool: 'pandas + NumPy', atLeast: 5 },
    ],
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
    name: 'binary-jsonl',
    title: 'Binary probabilities, JSON lines of id, label, prob',
    task: 'binary',
    from: 'probs',
    format: 'jsonl',
    classes: 1,
    rows: 1e6,
    seed: 8,
    tools: ['DuckDB', 'Polars', 'pandas + NumPy', 'cat'],
    targets: [{ quantity: 'speed', tool: 'pandas + NumPy', atLeast: 1 }],
  },
  {
    name: 'binary-parquet',
    title: 'Binary probabilities, Parquet of id,label,prob (snappy)',
    task: 'binary',
    from: 'probs',
    format: 'parquet',
    classes: 1,
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

/** Paths from the root of the repository: scores and labels, or the one text. */
export function filesOf({ name, format, from }, rows) {
  const folder = `bench/data/${name}-${rows}`
  return format === 'npy'
    ? [`${folder}/${from}.npy`, `${folder}/labels.npy`]
    : [`${folder}/predictions.${format}`]
}
