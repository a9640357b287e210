/**
 * What a pickle would make, told without making it: no name in it is looked up and nothing of it is run. Of its operations
 * those are known that torch.save writes (protocol 2 to 4 of Python's pickle); any other ends in an InputError.
 */
import { InputError } from '../../errors.ts'
import { call, create, type Made, put, storageOf } from './made.ts'

/** Operations, and values that one may hold: no file of predictions has as many. */
const MAX_STEPS = 5_000_000

const MARK = Symbol('mark')

type Item = Made | typeof MARK

/** Reads numbers and text of a pickle one behind the other. */
function createReader(bytes: Buffer, broken: () => InputError) {
  let at = 0
  const take = (length: number) => {
    if (!(length >= 0 && at + length <= bytes.length)) throw broken()
    at += length
    return bytes.subarray(at - length, at)
  }
  return {
    byte: () => take(1)[0],
    uint16: () => take(2).readUInt16LE(),
    uint32: () => take(4).readUInt32LE(),
    int32: () => take(4).readInt32LE(),
    length64: () => Number(take(8).readBigUInt64LE()),
    double: () => take(8).readDoubleBE(),
    text: (length: number) => take(length).toString('utf8'),
    skip: (length: number) => void take(length),
    /** A whole number of any length, the lowest byte first; none is larger than 64 bits here. */
    long(length: number) {
      const digits = Buffer.from(take(length))
      if (length > 8) throw broken()
      if (length === 0) return 0
      const sign = digits[length - 1] & 0x80 ? 0xff : 0
      return Number(Buffer.concat([digits, Buffer.alloc(8 - length, sign)]).readBigInt64LE())
    },
    line() {
      const end = bytes.indexOf(10, at)
      if (end < 0) throw broken()
      const text = take(end - at).toString('utf8')
      at++
      return text
    },
    isAtEnd: () => at === bytes.length,
  }
}

/** @param path what messages call it */
export function readPickle(bytes: Buffer, path: string): Made {
  const broken = () =>
    new InputError(path, 'is damaged: what it says of its tensors cannot be read', 'save it again')
  const read = createReader(bytes, broken)
  const stack: Item[] = []
  const memo = new Map<number, Made>()
  const pop = (): Made => {
    const item = stack.pop()
    if (item === undefined || item === MARK) throw broken()
    return item
  }
  const top = (): Made => {
    const item = stack.at(-1)
    if (item === undefined || item === MARK) throw broken()
    return item
  }
  const push = (item: Made) => void stack.push(item)
  const popToMark = (): Made[] => {
    const mark = stack.lastIndexOf(MARK)
    if (mark < 0) throw broken()
    return stack.splice(mark).slice(1) as Made[]
  }
  const tuple = (items: readonly Made[]) => push({ kind: 'list', items: [...items] })
  const remember = (place: number) => void memo.set(place, top())
  const recall = (place: number) => {
    const made = memo.get(place)
    if (made === undefined) throw broken()
    push(made)
  }
  const append = (items: readonly Made[]) => {
    const list = top()
    if (list.kind === 'list') for (const item of items) list.items.push(item)
    else if (list.kind !== 'opaque') throw broken()
  }
  const setItems = (items: readonly Made[]) => {
    const dict = top()
    if (items.length % 2 === 1) throw broken()
    if (dict.kind === 'dict') for (let i = 0; i < items.length; i += 2) put(dict, items[i], items[i + 1])
    else if (dict.kind !== 'opaque') throw broken()
  }
  const name = (module: Made, of: Made) => {
    if (module.kind !== 'text' || of.kind !== 'text') throw broken()
    push({ kind: 'name', name: `${module.text}.${of.text}` })
  }
  const text = (length: number) => push({ kind: 'text', text: read.text(length) })
  const bytesOf = (length: number) => {
    read.skip(length)
    push({ kind: 'opaque', what: 'bytes' })
  }
  const number = (value: number) => push({ kind: 'number', value })
  const reversed = (count: number) => Array.from({ length: count }, pop).reverse()

  const operations: Readonly<Record<number, () => void>> = {
    128: () => read.skip(1),
    149: () => read.skip(8),
    40: () => void stack.push(MARK),
    48: () => void (stack.at(-1) === MARK ? stack.pop() : pop()),
    49: () => void popToMark(),
    50: () => push(top()),
    99: () => push({ kind: 'name', name: `${read.line()}.${read.line()}` }),
    147: () => {
      const [module, of] = reversed(2)
      name(module, of)
    },
    41: () => tuple([]),
    116: () => tuple(popToMark()),
    133: () => tuple(reversed(1)),
    134: () => tuple(reversed(2)),
    135: () => tuple(reversed(3)),
    125: () => push({ kind: 'dict', entries: new Map() }),
    93: () => tuple([]),
    143: () => push({ kind: 'opaque', what: 'set' }),
    144: () => append(popToMark()),
    97: () => append([pop()]),
    101: () => append(popToMark()),
    115: () => setItems(reversed(2)),
    117: () => setItems(popToMark()),
    74: () => number(read.int32()),
    75: () => number(read.byte()),
    77: () => number(read.uint16()),
    138: () => number(read.long(read.byte())),
    139: () => number(read.long(read.uint32())),
    71: () => number(read.double()),
    78: () => push({ kind: 'none' }),
    136: () => number(1),
    137: () => number(0),
    88: () => text(read.uint32()),
    140: () => text(read.byte()),
    141: () => text(read.length64()),
    84: () => text(read.uint32()),
    85: () => text(read.byte()),
    66: () => bytesOf(read.uint32()),
    67: () => bytesOf(read.byte()),
    142: () => bytesOf(read.length64()),
    113: () => remember(read.byte()),
    114: () => remember(read.uint32()),
    148: () => remember(memo.size),
    104: () => recall(read.byte()),
    106: () => recall(read.uint32()),
    82: () => {
      const [made, args] = reversed(2)
      push(call(made, args) ?? fail())
    },
    129: () => {
      const [made] = reversed(2)
      push(create(made) ?? fail())
    },
    146: () => {
      const [made] = reversed(3)
      push(create(made) ?? fail())
    },
    // What an object is given beside its making: of an OrderedDict its version.
    98: () => void pop(),
    81: () => {
      const id = pop()
      push(storageOf(id) ?? fail())
    },
  }
  const fail = (): never => {
    throw broken()
  }

  for (let step = 0; step < MAX_STEPS; step++) {
    const code = read.byte()
    if (code === 0x2e) {
      const made = pop()
      if (stack.length > 0 || !read.isAtEnd()) throw broken()
      return made
    }
    const operation = operations[code]
    if (!operation) throw broken()
    operation()
  }
  throw broken()
}
