/** The build puts the bytes of the kernels into the program. */
declare module '*.wasm' {
  const bytes: Uint8Array
  export default bytes
}
