/** Whether keys ascend, block after block: by their bytes, as sorted names do, or by their length first, as numbers do. */
import type { Keys } from './keys.ts'
import { isAboveLast, isLong } from './prints.ts'

export interface Order {
  /** Whether each of these keys is above the one before, and so were all before them. */
  goesOn(keys: Keys, prints: Int32Array): boolean
}

export function createOrder(): Order {
  let isByBytes = true
  let isByLength = true
  // The last key, null before the first.
  let last: Uint8Array | null = null

  const note = (isAbove: boolean, longer: number) => {
    if (!isAbove) isByBytes = false
    if (longer < 0 || (longer === 0 && !isAbove)) isByLength = false
  }
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
    note(k < common ? below[at + k] < bytes[from + k] : longer > 0, longer)
  }
  return {
    goesOn({ length, bytes, starts, ends }, prints) {
      if (length === 0 || !(isByBytes || isByLength)) return isByBytes || isByLength
      if (last) compare(last, 0, last.length, bytes, starts[0], ends[0])
      for (let i = 1; i < length && (isByBytes || isByLength); i++) {
        const [from, to] = [starts[i - 1], ends[i - 1]]
        if (isLong(prints, i - 1) || isLong(prints, i)) compare(bytes, from, to, bytes, starts[i], ends[i])
        else note(isAboveLast(prints, i), ends[i] - starts[i] - (to - from))
      }
      last = bytes.slice(starts[length - 1], ends[length - 1])
      return isByBytes || isByLength
    },
  }
}
