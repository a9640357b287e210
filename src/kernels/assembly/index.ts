// The kernels in AssemblyScript, SIMD f64x2. No runtime, no allocation: addresses come from outside.
export { accumulate, arenaEnd, begin } from './accumulate'
export { classesOf } from './labels'
export { gather } from './gather'
export { look } from './lens'
export { binaryLogits, binaryProbabilities, softmaxLogits, softmaxProbabilities } from './margins'
export { scanRows } from './scanner'
export { internWords } from './words'
