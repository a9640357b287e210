/** Small files for tests: tables and NPY arrays. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export interface Folder {
  readonly path: (name: string) => string
  /** Writes a table of rows below a header; returns its path. */
  readonly csv: (name: string, header: string, rows: readonly (readonly (string | number)[])[]) => string
  /** Writes the bytes of a typed array as an NPY file of that shape; returns its path. */
  readonly npy: (name: string, descr: string, shape: string, data: NodeJS.TypedArray) => string
}

/** A folder that goes away with the test that asks for it. */
export function newFolder(): Folder {
  const root = mkdtempSync(join(tmpdir(), 'lossctl-made-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const path = (name: string) => join(root, name)
  const write = (name: string, data: string | Buffer) => {
    writeFileSync(path(name), data)
    return path(name)
  }
  return {
    path,
    csv: (name, header, rows) =>
      write(name, [header, ...rows.map((row) => row.join(','))].map((line) => `${line}\n`).join('')),
    npy: (name, descr, shape, data) =>
      write(name, Buffer.concat([npyHeader(descr, shape), new Uint8Array(data.buffer)])),
  }
}

function npyHeader(descr: string, shape: string): Buffer {
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`
  return Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00v\x00', 'latin1'),
    Buffer.from(`${text.padEnd(117)}\n`),
  ])
}
