/** The same rows asked of an engine and of lossctl. */
export interface Job {
  readonly name: string
  /** Options of `lossctl sketch --sql`. */
  readonly query: readonly string[]
  /** Options of `lossctl sketch TABLE.csv`. */
  readonly file: readonly string[]
  readonly table: string
  /** Whether it needs arrays. */
  readonly arrays?: true
}

const PARTED = ['--threshold', '0.3,0.3004,0.5,0.7']
/** Where probabilities equal to one are easily taken to its other side. */
const TIGHT = ['--threshold', '0.496,0.497,0.501,0.503']
const FIVE = ['z0,z1,z2,z3,z4', 'p0,p1,p2,p3,p4', 'z0,z1,z2'] as const

/** A name of all signs that could end one. */
const HOSTILE = `so"ur\`ce'; DROP TABLE bl --\\\n{{ x }}`

export const JOBS: readonly Job[] = [
  {
    name: 'logits',
    table: 'bl',
    query: ['--label', 'y', '--logit', 'z', ...PARTED],
    file: ['--label', 'y', '--score', 'z', '--from', 'logits', ...PARTED],
  },
  {
    name: 'probabilities',
    table: 'bp',
    query: ['--label', 'y', '--prob', 'p', ...PARTED],
    file: ['--label', 'y', '--score', 'p', '--from', 'probs', ...PARTED],
  },
  {
    name: 'probabilities-on-thresholds',
    table: 'bp',
    query: ['--label', 'y', '--prob', 'p', ...TIGHT],
    file: ['--label', 'y', '--score', 'p', '--from', 'probs', ...TIGHT],
  },
  {
    name: 'weighted-slices',
    table: 'blw',
    query: ['--label', 'y', '--logit', 'z', '--weight', 'w', '--by', 'g', ...PARTED],
    file: ['--label', 'y', '--score', 'z', '--from', 'logits', '--weight', 'w', '--by', 'g', ...PARTED],
  },
  {
    name: 'weighted-probabilities',
    table: 'bpw',
    query: ['--label', 'y', '--prob', 'p', '--weight', 'w'],
    file: ['--label', 'y', '--score', 'p', '--from', 'probs', '--weight', 'w'],
  },
  {
    name: 'kinks',
    table: 'bp',
    query: ['--label', 'y', '--prob', 'p', '--loss', 'asl', '--bins', '10'],
    file: ['--label', 'y', '--score', 'p', '--from', 'probs', '--loss', 'asl', '--bins', '10'],
  },
  {
    name: 'softmax',
    table: 'sm',
    query: ['--label', 'y', '--logit', FIVE[0], '--by', 'class', ...PARTED],
    file: ['--label', 'y', '--score', FIVE[0], '--from', 'logits', '--by', 'class', ...PARTED],
  },
  {
    name: 'softmax-names',
    table: 'sm',
    query: [
      '--label',
      'y',
      '--logit',
      FIVE[0],
      '--class-names',
      '0,1,2,3,4',
      '--label-is',
      'names',
      '--by',
      'g',
    ],
    file: ['--label', 'y', '--score', FIVE[0], '--class-names', '0,1,2,3,4', '--from', 'logits', '--by', 'g'],
  },
  {
    name: 'softmax-array',
    table: 'sm',
    arrays: true,
    query: [
      '--label',
      'y',
      '--scores-array',
      'zs',
      '--from',
      'logits',
      '--class-names',
      FIVE[0],
      '--label-is',
      'index',
      '--by',
      'class',
    ],
    file: ['--label', 'y', '--score', FIVE[0], '--from', 'logits', '--by', 'class'],
  },
  {
    name: 'softmax-probabilities',
    table: 'sp',
    query: ['--label', 'y', '--prob', FIVE[1], '--by', 'class'],
    file: ['--label', 'y', '--score', FIVE[1], '--from', 'probs', '--by', 'class'],
  },
  {
    name: 'softmax-renormalized',
    table: 'sp',
    query: ['--label', 'y', '--prob', FIVE[1], '--renormalize'],
    file: ['--label', 'y', '--score', FIVE[1], '--from', 'probs', '--renormalize'],
  },
  {
    name: 'multilabel',
    table: 'ml',
    query: ['--label', 'y0,y1,y2', '--logit', FIVE[2], '--by', 'class', ...PARTED],
    file: ['--label', 'y0,y1,y2', '--score', FIVE[2], '--from', 'logits', '--by', 'class', ...PARTED],
  },
  {
    name: 'multilabel-array',
    table: 'ml',
    arrays: true,
    query: ['--label-array', 'ys', '--scores-array', 'zs', '--from', 'logits', '--class-names', FIVE[2]],
    file: ['--label', 'y0,y1,y2', '--score', FIVE[2], '--from', 'logits'],
  },
  {
    name: 'background',
    table: 'det',
    query: ['--label', 'y', '--logit', FIVE[2], '--task', 'multilabel', '--background', '3'],
    file: [
      '--label',
      'y',
      '--score',
      FIVE[2],
      '--from',
      'logits',
      '--task',
      'multilabel',
      '--background',
      '3',
    ],
  },
  {
    name: 'ignored',
    table: 'det',
    query: ['--label', 'y', '--logit', FIVE[2], '--ignore-label', '3'],
    file: ['--label', 'y', '--score', FIVE[2], '--from', 'logits', '--ignore-label', '3'],
  },
  {
    name: 'names-of-ours',
    table: 'odd',
    query: ['--label', 'z', '--prob', 'y', '--by', 'source', '--where', 'y < 2'],
    file: ['--label', 'z', '--score', 'y', '--by', 'source', '--from', 'probs'],
  },
  {
    name: 'hostile-names',
    table: 'hostile',
    query: ['--label', 'y', '--prob', `p'"\``, '--by', HOSTILE],
    file: ['--label', 'y', '--score', `p'"\``, '--from', 'probs', '--by', HOSTILE],
  },
]
