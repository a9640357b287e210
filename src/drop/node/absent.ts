/** Modules of Node's of which nothing is left: whatever asks for them is out of reach of files that were dropped. */
function refuse(): never {
  throw new Error('there is no such thing in a browser')
}

export {
  refuse as appendFile,
  refuse as createRequire,
  refuse as gzipSync,
  refuse as homedir,
  refuse as isatty,
  refuse as Script,
  refuse as Socket,
  refuse as spawn,
  refuse as Worker,
}
export const parentPort = null
export const workerData = null
