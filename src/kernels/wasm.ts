/** The WebAssembly kernels: loading them. */
import { readOwnFile } from '../own-file.ts'
import type { Exports } from './exports.ts'

/** The part of the WebAssembly API in use, of the one module there is; Node's own types leave it out. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: Exports }
}

/** The compiled kernels. Threads share them, and so what the engine has optimised meanwhile. */
export type KernelModule = object

let compiled: KernelModule | undefined

/**
 * The module that `npm run build` makes. Who asks of many files compiles it once: a module has no state, and what the
 * engine has optimised stays.
 */
export function compileKernels(): KernelModule {
  compiled ??= new WebAssembly.Module(readOwnFile('kernels.wasm'))
  return compiled
}

/** A fresh instance with a memory of its own. */
export function instantiate(module: KernelModule = compileKernels()): Exports {
  return new WebAssembly.Instance(module).exports
}
