// The kernels in AssemblyScript, SIMD f64x2. No runtime, no allocation: addresses come from outside.
export { accumulate, accumulateWeighted, addHeld, arenaEnd, begin } from './accumulate'
export { classesOf } from './labels'
export { gather } from './gather'
export { classesOfCodes, classesOfNumbers, groupsOf, spreadClasses, spreadWeights, squareWeights } from './groups'
export { look } from './lens'
export { binaryLogits, binaryProbabilities, softmaxLogits, softmaxProbabilities } from './margins'
export { scanRows } from './scanner'
export { internWords } from './words'
