/** Small files for tests: tables, NPY arrays, and sketches as older versions wrote them. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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

/** What version 1 had at first: no `far`, and neither `held` nor `precision` in the source. */
export function makeOld(from: string, to: string): void {
  const { sketch } = JSON.parse(readFileSync(from, 'utf8'))
  for (const group of [...sketch.groups, ...(sketch.squares ?? [])]) delete group.far
  delete sketch.source.held
  delete sketch.source.precision
  const body = JSON.stringify(sketch)
  const checksum = createHash('sha256').update(body).digest('hex')
  writeFileSync(to, `{"format":"lossctl-sketch","version":1,"sha256":"${checksum}","sketch":${body}}\n`)
}
