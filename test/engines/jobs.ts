/** The same rows asked of an engine and of lossctl. */
export interface Job {
  readonly name: string
  readonly table: string
  /** Options of both. */
  readonly options: readonly string[]
  /** Of `lossctl sketch --sql`. */
  readonly query: readonly string[]
  /** Of `lossctl sketch TABLE.csv`. */
  readonly file: readonly string[]
  /** Losses that are compared beside those of all jobs. */
  readonly losses: readonly string[]
  /** Whether it needs arrays. */
  readonly arrays: boolean
}

/** A job as it differs from others: scores are a column, or one a class. */
interface Asked extends Partial<Pick<Job, 'options' | 'query' | 'file' | 'losses'>> {
  readonly logit?: string
  readonly prob?: string
  /** Logits in an array, by the names that they have in the file. */
  readonly array?: string
}

function job(
  name: string,
  table: string,
  { logit, prob, array, query = [], file = [], ...asked }: Asked,
): Job {
  const scale = prob === undefined ? 'logits' : 'probs'
  const scores = logit ?? prob ?? array!
  const named =
    array === undefined
      ? [prob === undefined ? '--logit' : '--prob', scores]
      : ['--scores-array', 'zs', '--class-names', array, '--from', scale]
  return {
    ...{ name, table, options: [], losses: [], arrays: array !== undefined },
    ...asked,
    query: [...named, ...query],
    file: ['--score', scores, '--from', scale, ...file],
  }
}

const PARTED = ['--threshold', '0.3,0.3004,0.5,0.7']
/** Where probabilities equal to one are easily taken to its other side. */
const TIGHT = ['--threshold', '0.496,0.497,0.501,0.503']
const Y = ['--label', 'y']
const [LOGITS, PROBS, THREE] = ['z0,z1,z2,z3,z4', 'p0,p1,p2,p3,p4', 'z0,z1,z2']
const CELLS = ['--label', 'y0,y1,y2']
const KEPT = ['--where', 'keep = 1 AND class < 2']
const BY_CLASS = ['--by', 'class']

/** Losses of whole softmax rows. */
const ROWS = ['brier', 'label-smooth:smoothing=0.1']
const OF_ROWS = ROWS.flatMap((loss) => ['--loss', loss])

/** A name of all signs that could end one. */
const HOSTILE = `so"ur\`ce'; DROP TABLE bl --\\\n{{ x }}`

export const JOBS: readonly Job[] = [
  job('logits', 'bl', { logit: 'z', options: [...Y, ...PARTED] }),
  job('probabilities', 'bp', { prob: 'p', options: [...Y, ...PARTED] }),
  job('probabilities-on-thresholds', 'bp', { prob: 'p', options: [...Y, ...TIGHT] }),
  job('weighted-slices', 'blw', { logit: 'z', options: [...Y, '--weight', 'w', '--by', 'g', ...PARTED] }),
  job('weighted-probabilities', 'bpw', { prob: 'p', options: [...Y, '--weight', 'w'] }),
  job('kinks', 'bp', { prob: 'p', options: [...Y, '--loss', 'asl', '--bins', '10'] }),
  job('softmax', 'sm', { logit: LOGITS, options: [...Y, ...BY_CLASS, ...PARTED] }),
  job('softmax-names', 'sm', {
    logit: LOGITS,
    options: [...Y, '--class-names', '0,1,2,3,4', '--by', 'g'],
    query: ['--label-is', 'names'],
  }),
  job('softmax-array', 'sm', {
    array: LOGITS,
    options: [...Y, ...BY_CLASS],
    query: ['--label-is', 'index'],
  }),
  job('softmax-probabilities', 'sp', { prob: PROBS, options: [...Y, ...BY_CLASS] }),
  job('softmax-renormalized', 'sp', { prob: PROBS, options: [...Y, '--renormalize'] }),
  job('softmax-rows', 'sm', {
    logit: LOGITS,
    options: [...Y, ...OF_ROWS, ...BY_CLASS, ...PARTED],
    losses: ROWS,
  }),
  job('softmax-rows-weighted', 'smw', {
    logit: LOGITS,
    options: [...Y, ...OF_ROWS, '--weight', 'w', '--by', 'g'],
    losses: ROWS,
  }),
  job('softmax-rows-probabilities', 'sp', { prob: PROBS, options: [...Y, ...OF_ROWS], losses: ROWS }),
  job('softmax-rows-renormalized', 'sp', {
    prob: PROBS,
    options: [...Y, ...OF_ROWS, '--renormalize'],
    losses: ROWS,
  }),
  job('multilabel', 'ml', { logit: THREE, options: [...CELLS, ...BY_CLASS, ...PARTED] }),
  job('multilabel-array', 'ml', { array: THREE, query: ['--label-array', 'ys'], file: CELLS }),
  job('multilabel-where', 'mlo', {
    logit: THREE,
    options: ['--label', 'class,l1,l2', '--by', 'y', '--weight', 'z'],
    query: KEPT,
  }),
  job('multilabel-array-where', 'mlo', {
    array: THREE,
    options: ['--by', 'y'],
    query: ['--label-array', 'ys', ...KEPT],
    file: ['--label', 'class,l1,l2'],
  }),
  job('background-where', 'mlo', {
    logit: THREE,
    options: ['--label', 'box', '--task', 'multilabel', '--background', '3', '--weight', 'z'],
    query: KEPT,
  }),
  job('background', 'det', { logit: THREE, options: [...Y, '--task', 'multilabel', '--background', '3'] }),
  job('ignored', 'det', { logit: THREE, options: [...Y, '--ignore-label', '3'] }),
  job('names-of-ours', 'odd', {
    prob: 'y',
    options: ['--label', 'z', '--by', 'source'],
    query: ['--where', 'y < 2'],
  }),
  job('hostile-names', 'hostile', { prob: `p'"\``, options: [...Y, '--by', HOSTILE] }),
]
