/** Whether keys ascend, block after block: by their bytes, as sorted names do, or by their length first, as numbers do. */
import type { Keys } from './keys.ts'

export interface Order {
  /** Whether each of these keys is above the one before, and so were all before them. */
  goesOn(keys: Keys): boolean
}

export function createOrder(): Order {
  let isByBytes = true
  let isByLength = true
  // The last key, null before the first.
  let last: Uint8Array | null = null

  /** Sees whether the bytes [from, to) are above others. */
  const compare = (
    below: Uint8Array,
    at: number,
    end: number,
    bytes: Uint8Array,
    from: number,
    to: number,
  ) => {
    const longer = to - from - (end - at)
    const common = longer < 0 ? to - from : end - at
    let k = 0
    while (k < common && below[at + k] === bytes[from + k]) k++
    const isAbove = k < common ? below[at + k] < bytes[from + k] : longer > 0
    if (!isAbove) isByBytes = false
    if (longer < 0 || (longer === 0 && !isAbove)) isByLength = false
  }
  return {
    goesOn({ length, bytes, starts, ends }) {
      if (length === 0 || !(isByBytes || isByLength)) return isByBytes || isByLength
      if (last) compare(last, 0, last.length, bytes, starts[0], ends[0])
      for (let i = 1; i < length && (isByBytes || isByLength); i++)
        compare(bytes, starts[i - 1], ends[i - 1], bytes, starts[i], ends[i])
      last = bytes.slice(starts[length - 1], ends[length - 1])
      return isByBytes || isByLength
    },
  }
}
