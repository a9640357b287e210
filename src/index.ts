/**
 * The public API: every question of the command line as a function, of files and of arrays in memory. What they return is
 * what `--format json` prints; docs/api.md has an example of each.
 *
 *     const report = await compare({ scores: [2.1, -0.3, -4], labels: [1, 1, 0] }, { losses: ['ce', 'focal:gamma=2'] })
 */

export type { Arrays, Matrix, Numbers } from './api/arrays.ts'
export { type CalibrateQuestion, calibrate } from './api/calibrate.ts'
export { type BaselineQuestion, baseline, type CheckQuestion, check } from './api/check.ts'
export { type CompareQuestion, compare } from './api/compare.ts'
export { type CdfQuestion, type CurveQuestion, cdf, curve } from './api/curves.ts'
export type { By, Data, Files, How } from './api/data.ts'
export { type DiagnoseQuestion, diagnose } from './api/diagnose.ts'
export { type DiffQuestion, diff } from './api/diff.ts'
export { explain, libraries, losses, type WeightsQuestion, weights } from './api/losses.ts'
export { type ReportQuestion, report } from './api/report.ts'
export { inspect, type SamplesQuestion, samples } from './api/samples.ts'
export { merge, readSketch, type SketchQuestion, sketch, writeSketch } from './api/sketch.ts'
export { type SolveQuestion, type SweepQuestion, solve, sweep } from './api/tune.ts'
export { InputError, UsageError } from './errors.ts'
export type { LossDefinition } from './losses/loss.ts'
export type { CalibrateReport } from './questions/calibrate/calibrate.ts'
export type { CompareReport, LossReport, Reduction } from './questions/compare/compare.ts'
export type { CdfReport } from './questions/curves/cdf.ts'
export type { CurveQuantity, CurveReport } from './questions/curves/curve.ts'
export type { LibraryDifferences } from './questions/diagnose/library-difference.ts'
export type { DiffReport } from './questions/diff/diff.ts'
export type { InspectReport } from './questions/inspect/inspect.ts'
export type { SampleReport } from './questions/samples/samples.ts'
export { gammaOfP0 } from './questions/tune/p0-rule.ts'
export type { SolveReport } from './questions/tune/solve.ts'
export type { SweepReport } from './questions/tune/sweep.ts'
export type { Case, WeightsReport } from './questions/weights/weights.ts'
export type { SketchContent } from './sketched/sketch-content.ts'
export type { SourceReport } from './sketched/source.ts'
export type { CheckContent } from './views/layouts/check/check.ts'
export type { DiagnosisReport } from './views/layouts/diagnose.ts'
export type { SamplesReport } from './views/layouts/samples.ts'
