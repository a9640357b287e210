/** What the WebAssembly kernels offer, as src/kernels/assembly/index.ts exports it. Addresses and flags are numbers. */
export interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  begin(arena: number, edges: number, edgeCount: number): void
  arenaEnd(): number
  accumulate(margins: number, groups: number, n: number, table: number, tails: number, splits: number): number
  accumulateWeighted(
    margins: number,
    groups: number,
    weights: number,
    n: number,
    table: number,
    tails: number,
    splits: number,
  ): number
  accumulateSquared(
    margins: number,
    groups: number,
    weights: number,
    n: number,
    table: number,
    tails: number,
    squareTails: number,
    splits: number,
  ): number
  addHeld(held: number, groups: number, weights: number, tails: number, squared: number): void
  groupsOf(
    classes: number,
    n: number,
    kind: number,
    slices: number,
    cells: number,
    parts: number,
    groups: number,
  ): void
  classesOfCodes(codes: number, n: number, classOf: number, classes: number, ignored: number): number
  classesOfNumbers(
    labels: number,
    type: number,
    n: number,
    classOf: number,
    first: number,
    count: number,
    classes: number,
    ignored: number,
  ): number
  spreadClasses(rowClasses: number, rows: number, cells: number, classes: number): void
  spreadWeights(weights: number, rows: number, cells: number, out: number): void
  areWeights(groups: number, weights: number, n: number, largest: number): number
  classesOf(
    labels: number,
    type: number,
    n: number,
    count: number,
    signed: number,
    ignore: number,
    classes: number,
    ignored: number,
  ): number
  binaryLogits(scores: number, single: number, classes: number, n: number, margins: number): void
  binaryProbabilities(
    scores: number,
    single: number,
    classes: number,
    n: number,
    margins: number,
    outside: number,
    held: number,
  ): number
  softmaxLogits(
    scores: number,
    single: number,
    columns: number,
    classes: number,
    n: number,
    margins: number,
    row: number,
  ): void
  softmaxProbabilities(
    scores: number,
    single: number,
    columns: number,
    classes: number,
    n: number,
    margins: number,
    outside: number,
    rowSum: number,
    held: number,
  ): number
  addTops(
    scores: number,
    single: number,
    columns: number,
    isProbs: number,
    first: number,
    n: number,
    classes: number,
    weights: number,
    margins: number,
    row: number,
    a: number,
    isFirst: number,
    odds: number,
    bins: number,
    right: number,
    sums: number,
  ): number
  look(
    margins: number,
    own: number,
    weights: number,
    n: number,
    sides: number,
    groups: number,
    size: number,
    lenses: number,
    depth: number,
  ): number
  scanRows(
    at: number,
    end: number,
    last: number,
    separator: number,
    columns: number,
    slots: number,
    width: number,
    out: number,
    capacity: number,
    patches: number,
    patchCapacity: number,
    state: number,
  ): number
  internWords(
    out: number,
    rows: number,
    width: number,
    slot: number,
    table: number,
    mask: number,
    entries: number,
    most: number,
    arena: number,
    size: number,
    counts: number,
    codes: number,
  ): number
  gather(table: number, rows: number, width: number, from: number, count: number, out: number): void
  turn(from: number, blocks: number, classes: number, rows: number, bytes: number, to: number): void
  sortByGroup(
    groups: number,
    margins: number,
    weights: number,
    n: number,
    groupCount: number,
    ends: number,
    sortedGroups: number,
    sortedMargins: number,
    sortedWeights: number,
  ): number
  findTerms(
    margins: number,
    groups: number,
    from: number,
    n: number,
    kinds: number,
    known: number,
    nowhere: number,
    places: number,
    at: number,
  ): number
  evaluateTerms(places: number, at: number, n: number, losses: number, values: number, stride: number): number
  writeRows(
    columns: number,
    count: number,
    from: number,
    to: number,
    out: number,
    powers: number,
    state: number,
  ): number
}

/** Label types, in the order that src/kernels/assembly/labels.ts numbers them. */
export const ELEMENT_TYPES = ['b1', 'i1', 'u1', 'i2', 'u2', 'i4', 'u4', 'i8', 'u8', 'f4', 'f8'] as const
export type LabelType = (typeof ELEMENT_TYPES)[number]
