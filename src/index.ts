/**
 * The public API: everything the command line does, as functions.
 *
 *     const dataset = await openDataset('preds.csv', undefined, {})
 *     const scan = createScan(dataset, { onBadRow: 'fail', renormalize: false, probTolerance: null, perClass: false, threads: null })
 *     const report = await compare(scan, chooseLosses(['ce', 'focal:gamma=2'], {}), {
 *       threshold: 0.5, reduction: 'mean', classWeights: null, by: null, hardest: 0,
 *     })
 */

export { InputError, UsageError } from './errors.ts'
export { LOSSES } from './losses/index.ts'
export type { Loss, LossDefinition } from './losses/loss.ts'
export type { ParameterDefinition } from './losses/parameter.ts'
export { chooseLosses } from './losses/spec/choose.ts'
export type { Task } from './losses/task.ts'
export { type CheckOptions, type CheckReport, check } from './questions/check/check.ts'
export { parseRule, type Rule } from './questions/check/rules.ts'
export { type CompareOptions, type CompareReport, compareSketched } from './questions/compare/compare.ts'
export { compare } from './questions/compare/compare-scan.ts'
export { type DiffOptions, type DiffReport, diff } from './questions/diff/diff.ts'
export type { SampleReport } from './questions/samples/samples.ts'
export { gammaOfP0 } from './questions/tune/p0-rule.ts'
export { type SolveReport, solve } from './questions/tune/solve.ts'
export { type SweepReport, sweep } from './questions/tune/sweep.ts'
export { ARTICLE_CASES, type Case, type WeightsReport, weigh } from './questions/weights/weights.ts'
export type { Reading, ReadingOptions } from './reading/columns.ts'
export { type Dataset, openDataset } from './reading/dataset.ts'
export { createPairs, type Pairs } from './scan/pairs/pairs.ts'
export type { Scan, ScanOptions } from './scan/scan.ts'
export { buildSketch } from './scan/sketch.ts'
export type { Sketch } from './sketch/sketch.ts'
export { fromContent, toContent } from './sketched/sketch-content.ts'
export { addSketched, sketchScan } from './sketched/sketch-dataset.ts'
export type { SketchedData } from './sketched/sketched-data.ts'
