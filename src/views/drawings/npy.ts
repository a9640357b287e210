/** The start of an NPY file of little-endian doubles. */

/** Long enough for any shape, so that it can be written again once the number of rows is known. */
const LENGTH = 128

/** Magic, version 1.0 and the header of a C-ordered float64 array of shape (rows, columns). */
export function npyPreamble(rows: number, columns: number): Buffer {
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`
  const start = Buffer.from('\x93NUMPY\x01\x00', 'latin1')
  const length = Buffer.alloc(2)
  length.writeUInt16LE(LENGTH - 10)
  return Buffer.concat([start, length, Buffer.from(`${header.padEnd(LENGTH - 11)}\n`)])
}
