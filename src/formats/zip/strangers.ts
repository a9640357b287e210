/** What zip archives may be besides files of arrays, and what to do with each. */
import { InputError } from '../../errors.ts'
import { adviseCommand, quoteWord } from '../../words/shell.ts'
import { listArrays } from '../arrays/archive.ts'
import type { ZipMember } from './directory.ts'

type Words = readonly [problem: string, hint: string]

/** By the beginnings of names, in this order. */
const KNOWN: readonly (readonly [beginning: RegExp, ...words: Words])[] = [
  [
    /^xl\//,
    'is an Excel workbook',
    'write CSV: pd.read_excel("preds.xlsx").to_csv("preds.csv", index=False)',
  ],
  [/^(?:word|ppt)\//, 'is an Office document', 'give a file of predictions'],
  [/^content\.xml$/, 'is an OpenDocument file', 'save it as CSV'],
  [
    /^model\.weights\.h5$/,
    'is a Keras model',
    'give its predictions: np.savez("preds.npz", probs=model.predict(x), label=y)',
  ],
  [
    /^(?:[^/]{1,200}\/)?code\//,
    'is a TorchScript program, which is not run',
    'give the predictions of the model',
  ],
]

/** Null for an archive of which one file may be meant. */
export function strangeZip(path: string, members: readonly ZipMember[]): InputError | null {
  if (members.length === 0) return new InputError(path, 'is a zip archive without a file in it')
  const names = members.map(({ name }) => name)
  const known = KNOWN.find(([beginning]) => names.some((name) => beginning.test(name)))
  return known ? new InputError(path, known[1], known[2]) : null
}

/** Of several files, none of which is known to be text. */
export function manyFiles(path: string, members: readonly ZipMember[]): InputError {
  const names = members.map(({ name }) => name)
  const problem = `is a zip archive of ${names.length} files: ${listArrays(names)}`
  return new InputError(path, problem, adviseUnpacking(path, names[0]))
}

function adviseUnpacking(path: string, name: string): string {
  const target = name.split('/').at(-1) || 'preds.csv'
  const safe = path.startsWith('-') ? `./${path}` : path
  const command = `unzip -p ${quoteWord(safe)} ${quoteWord(name)} > ${quoteWord(target)}`
  return adviseCommand('unpack the one that you mean:', command, 'unpack it with unzip')
}
