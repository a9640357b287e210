/** What pickles say of tensors and of what holds them. Whatever else they name is opaque: it has a name and nothing more. */

export interface Storage {
  readonly kind: 'storage'
  /** The file of the archive that has its bytes. */
  readonly key: string
  /** As PyTorch calls it: torch.FloatStorage, ... */
  readonly type: string
  /** Elements, or bytes of one without a type. */
  readonly length: number
}

export interface Tensor {
  readonly kind: 'tensor'
  readonly storage: Storage
  /** Of its first element in the storage. */
  readonly offset: number
  readonly shape: readonly number[]
  readonly strides: readonly number[]
  /** torch.uint16, ..., where the storage does not say it. */
  readonly dtype: string | null
}

export interface MadeDict {
  readonly kind: 'dict'
  readonly entries: Map<string, Made>
}

export type Made =
  | Storage
  | Tensor
  | MadeDict
  | { readonly kind: 'list'; readonly items: Made[] }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'opaque'; readonly what: string }
  | { readonly kind: 'none' }

/** Keys that are neither words nor numbers name nothing that could be asked for. */
export function put({ entries }: MadeDict, key: Made, value: Made): void {
  if (key.kind === 'text') entries.set(key.text, value)
  else if (key.kind === 'number') entries.set(`${key.value}`, value)
}

type Rebuild = (args: readonly Made[]) => Made | undefined

/** The functions that torch.save names; undefined where their arguments are not as they should be. */
const FUNCTIONS: Readonly<Record<string, Rebuild>> = {
  'collections.OrderedDict': () => ({ kind: 'dict', entries: new Map() }),
  'torch.Size': ([items]) => items,
  'torch._utils._rebuild_parameter': ([tensor]) => tensor,
  'torch._utils._rebuild_parameter_with_state': ([tensor]) => tensor,
  'torch._utils._rebuild_tensor': (args) => tensorOf(args, null),
  'torch._utils._rebuild_tensor_v2': (args) => (isPlain(args[6]) ? tensorOf(args, null) : VIEW),
  'torch._utils._rebuild_tensor_v3': (args) => (isPlain(args[7]) ? tensorOf(args, args[6]) : VIEW),
}

/** A tensor that is to be negated or conjugated when it is read. */
const VIEW: Made = { kind: 'opaque', what: 'a negated or conjugated tensor' }

function isPlain(metadata: Made | undefined): boolean {
  return (
    metadata === undefined ||
    metadata.kind === 'none' ||
    (metadata.kind === 'dict' && metadata.entries.size === 0)
  )
}

/** What a call makes; undefined where nothing can. */
export function call(made: Made, args: Made): Made | undefined {
  if (args.kind !== 'list') return undefined
  if (made.kind === 'opaque') return made
  if (made.kind !== 'name') return undefined
  return Object.hasOwn(FUNCTIONS, made.name)
    ? FUNCTIONS[made.name](args.items)
    : { kind: 'opaque', what: made.name }
}

/** An object of a class. */
export function create(made: Made): Made | undefined {
  if (made.kind === 'name') return { kind: 'opaque', what: made.name }
  return made.kind === 'opaque' ? made : undefined
}

/** `('storage', torch.FloatStorage, '0', 'cpu', 18)` */
export function storageOf(id: Made): Storage | undefined {
  if (id.kind !== 'list') return undefined
  const [word, type, key, , length] = id.items
  if (word?.kind !== 'text' || word.text !== 'storage') return undefined
  if (type?.kind !== 'name' || key?.kind !== 'text' || !isCount(length)) return undefined
  return { kind: 'storage', key: key.text, type: type.name, length: length.value }
}

function isCount(made: Made | undefined): made is { readonly kind: 'number'; readonly value: number } {
  return made?.kind === 'number' && Number.isSafeInteger(made.value) && made.value >= 0
}

function tensorOf([storage, offset, size, stride]: readonly Made[], dtype: Made | null): Made | undefined {
  if (storage?.kind !== 'storage' || !isCount(offset)) return undefined
  const [shape, strides] = [countsOf(size), countsOf(stride)]
  if (!shape || !strides || shape.length !== strides.length) return undefined
  if (dtype !== null && dtype?.kind !== 'name') return undefined
  return { kind: 'tensor', storage, offset: offset.value, shape, strides, dtype: dtype?.name ?? null }
}

function countsOf(made: Made | undefined): readonly number[] | undefined {
  if (made?.kind !== 'list' || !made.items.every(isCount)) return undefined
  return made.items.map((item) => (isCount(item) ? item.value : 0))
}
