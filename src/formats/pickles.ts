/** Pickles, which are programs: none is run. What is in one is told from names among its first bytes, and so is what saves it otherwise. */
import { adviseCommand, quoteWord } from '../words/shell.ts'

/** How each protocol since 2 begins, and a file that torch.save wrote before 1.6. */
const PICKLES = ['\x80\x02', '\x80\x03', '\x80\x04', '\x80\x05']
const OLD_TORCH = '\x80\x02\x8a\x0alü\x9cFù j¨P\x19.'

/** What is wrong with a file that begins so, and a line that saves it otherwise; null for none of these. */
export function strangePickle(path: string, head: Buffer): readonly [problem: string, hint: string] | null {
  const text = head.toString('latin1')
  if (text.startsWith(OLD_TORCH)) {
    const load = `torch.load(${name(path)}, weights_only=True, map_location="cpu")`
    const save = `import torch; torch.save(${load}, ${name(`${path}.new.pt`)})`
    return [
      'is a file of torch.save in its old form, of before PyTorch 1.6',
      advise('save it in the new one:', save),
    ]
  }
  if (!PICKLES.some((start) => text.startsWith(start))) return null
  const [what, code] = /pandas\.core|pandas\._libs/.test(text)
    ? [
        ' of pandas',
        `import pandas as pd; pd.read_pickle(${name(path)}).to_csv(${name(`${path}.csv`)}, index=False)`,
      ]
    : /joblib\.numpy_pickle/.test(text)
      ? [' of joblib', `import joblib; x = joblib.load(${name(path)}); ${saveArrays(path)}`]
      : ['', `import pickle; x = pickle.load(open(${name(path)}, "rb")); ${saveArrays(path)}`]
  return [
    `is a Python pickle${what}, which is a program and is not run`,
    advise('if you trust it, save what is in it:', code),
  ]
}

function saveArrays(path: string): string {
  return `import numpy as np; np.savez(${name(`${path}.npz`)}, **(x if isinstance(x, dict) else {"arr_0": x}))`
}

/** A literal of Python: what JSON escapes, Python reads in the same way. */
function name(path: string): string {
  return JSON.stringify(path)
}

function advise(words: string, code: string): string {
  return adviseCommand(words, `python3 -c ${quoteWord(code)}`, 'save its arrays with np.savez')
}
