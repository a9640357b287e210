/** Passes over softmax rows: by the kernels, or row by row where rows stand in no file as these take them. */
import type { Scan } from '../../scan/scan.ts'
import { type PassOptions, passAsItIs, passForSlope, passTempered } from './softmax-pass.ts'
import { quickAsItIs, quickSlope, quickTempered } from './softmax-quick.ts'

export type Passes = ReturnType<typeof createPasses>

export function createPasses(options: PassOptions) {
  // Rows that the kernels do not take once they never do.
  let areQuick = options.factors === null
  const either = async <T>(quick: () => Promise<T | null>, slow: () => Promise<T>): Promise<T> => {
    const found = areQuick ? await quick() : null
    areQuick = found !== null
    return found ?? slow()
  }
  return {
    asItIs: (scan: Scan) =>
      either(
        () => quickAsItIs(scan, options),
        () => passAsItIs(scan, options),
      ),
    tempered: (scan: Scan, a: number) =>
      either(
        () => quickTempered(scan, options, a),
        () => passTempered(scan, options, a),
      ),
    forSlope: (scan: Scan, a: number) =>
      either(
        () => quickSlope(scan, a),
        () => passForSlope(scan, options, a),
      ),
  }
}
