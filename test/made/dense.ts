/** Arrays of many axes as NPY files, written element by element, whichever way they lie in the file. */

export interface DenseArray {
  /** NumPy's code: <f4, >f8, ... */
  readonly descr: string
  readonly fortran: boolean
  readonly shape: readonly number[]
}

/** All indices of a shape, the last axis quickest. */
export function* indicesIn(shape: readonly number[]): Generator<number[]> {
  const [length, ...inner] = shape
  if (length === undefined) yield []
  else for (let i = 0; i < length; i++) for (const rest of indicesIn(inner)) yield [i, ...rest]
}

/** The value at each place, as a file. */
export function encodeDense(
  { descr, fortran, shape }: DenseArray,
  valueAt: (indices: readonly number[]) => number,
): Buffer {
  const bytes = Number(descr[2])
  const count = shape.reduce((product, length) => product * length, 1)
  const data = new DataView(new ArrayBuffer(count * bytes))
  const order = fortran ? shape.toReversed() : shape
  let at = 0
  // A file in Fortran order is one in C order of the axes turned round.
  for (const indices of indicesIn(order)) {
    put(data, at, descr, valueAt(fortran ? indices.toReversed() : indices))
    at += bytes
  }
  return Buffer.concat([headerOf({ descr, fortran, shape }), new Uint8Array(data.buffer)])
}

export function headerOf({ descr, fortran, shape }: DenseArray): Buffer {
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${tuple}, }`
  return Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00v\x00', 'latin1'),
    Buffer.from(`${text.padEnd(117)}\n`, 'latin1'),
  ])
}

function put(data: DataView, at: number, descr: string, value: number): void {
  const little = descr[0] !== '>'
  const code = descr.slice(1)
  if (code === 'f8') data.setFloat64(at, value, little)
  else if (code === 'f4') data.setFloat32(at, value, little)
  else if (code === 'f2') data.setUint16(at, halfOf(value), little)
  else if (code === 'i8') data.setBigInt64(at, BigInt(value), little)
  else if (code === 'i2') data.setInt16(at, value, little)
  else data.setUint8(at, value)
}

/** The bits of a number that half precision holds exactly. */
export function halfOf(value: number): number {
  if (value === 0) return 0
  const sign = value < 0 ? 0x8000 : 0
  const exponent = Math.floor(Math.log2(Math.abs(value)))
  return sign | ((exponent + 15) << 10) | Math.round((Math.abs(value) / 2 ** exponent - 1) * 1024)
}
