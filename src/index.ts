/**
 * The public API: everything the command line does, as functions.
 *
 *     const dataset = await openDataset('preds.csv', undefined, {})
 *     const scan = createScan(dataset, { onBadRow: 'fail', renormalize: false, probTolerance: null, perClass: false, threads: null })
 *     const report = await compare(scan, chooseLosses(['ce', 'focal:gamma=2'], {}), {
 *       threshold: 0.5, reduction: 'mean', classWeights: null, by: null, hardest: 0,
 *     })
 */
export { type CheckOptions, type CheckReport, check } from './analysis/check.ts'
export { type CompareOptions, type CompareReport, compareSketched } from './analysis/compare.ts'
export { compare } from './analysis/compare-scan.ts'
export { type DiffOptions, type DiffReport, diff } from './analysis/diff.ts'
export { gammaOfP0 } from './analysis/p0-rule.ts'
export { parseRule, type Rule } from './analysis/rules.ts'
export type { SampleReport } from './analysis/samples.ts'
export { fromContent, toContent } from './analysis/sketch-content.ts'
export { addSketched, sketchScan } from './analysis/sketched.ts'
export type { SketchedData } from './analysis/sketched-data.ts'
export { type SolveReport, solve } from './analysis/solve.ts'
export { type SweepReport, sweep } from './analysis/sweep.ts'
export { ARTICLE_CASES, type Case, type WeightsReport, weigh } from './analysis/weights.ts'
export { InputError, UsageError } from './errors.ts'
export type { Reading, ReadingOptions } from './formats/columns.ts'
export { type Dataset, openDataset } from './formats/dataset.ts'
export { chooseLosses } from './losses/choose.ts'
export { LOSSES } from './losses/index.ts'
export type { Loss, LossDefinition, ParameterDefinition, Task } from './losses/loss.ts'
export { createPairs, type PairOptions, type Pairs } from './scan/pairs.ts'
export { createScan, type Scan, type ScanOptions } from './scan/samples.ts'
export { buildSketch } from './scan/sketch.ts'
export type { Sketch } from './sketch/sketch.ts'
