/** Text that is no table: what PyTorch, TensorFlow and NumPy print, and ARFF. What saves it otherwise is said. */
import type { SeenFile } from '../sources/file.ts'
import { adviseCommand, quoteWord } from '../words/shell.ts'

/** Lines that are looked at: others may stand before what is printed. */
const LINES = 20

/** `tensor(`, `[tensor(`, `{'logits': tensor(`, `tf.Tensor(`, `array(` */
const PRINTED = /^\s*[[({]*(?:['"][^'"]*['"]:\s*)?(?:tf\.)?(tensor|array)\(/i
/** A list in a cell, or one number, behind which others stand that are none. */
const CELL = /^(?:tensor|array)\((?:[^()]*\)\s*[;\t|]|[^(),]*\)\s*,(?!\s*(?:tensor|array)\b))/i
/** Rows whose numbers have no commas between them. */
const ROWS = /^\s*\[\[\s*[-+]?[\d.]+(?:e[-+]?\d+)?\.?\s+[-+\d.]/i

/** What is wrong with a file that begins so, and how to save it otherwise; null for what may be a table. */
export function strangeText(file: SeenFile, head: Buffer): readonly [problem: string, hint: string] | null {
  const lines = head
    .toString('latin1')
    .split('\n')
    .filter((line) => line.trim() !== '')
  // What stands in quotes may go over lines.
  const quoted = lines.findIndex((line) => line.includes('"'))
  return printed(lines.slice(0, quoted < 0 ? LINES : Math.min(quoted, LINES))) ?? arff(file, lines)
}

function printed(lines: readonly string[]): readonly [string, string] | null {
  const [, what] = lines.map((line) => (CELL.test(line) ? null : PRINTED.exec(line))).find((one) => one) ?? []
  if (what?.toLowerCase() === 'tensor')
    return [
      'holds tensors as they are printed, without all of their rows and digits',
      'save them: np.save("scores.npy", x.detach().cpu().numpy()) of PyTorch, where torch.stack(x) makes one of a list, and np.save("scores.npy", x.numpy()) of TensorFlow',
    ]
  if (what === undefined && !ROWS.test(lines[0] ?? '')) return null
  return [
    'holds an array as it is printed, without all of its rows and digits',
    'save it: np.save("scores.npy", x)',
  ]
}

/** Comments begin with %, and what columns hold with @. */
function arff({ path, state }: SeenFile, lines: readonly string[]): readonly [string, string] | null {
  const first = lines.find((line) => !line.startsWith('%'))
  if (first === undefined || !/^\s*@(?:relation|attribute)\s/i.test(first)) return null
  const problem = 'is an ARFF file, which is not read'
  const instead = 'save it as CSV, with the names of its attributes in the first line'
  if (state.spool) return [problem, instead]
  const code = [
    `import csv,re; f=${JSON.stringify(path)}; t=open(f).read()`,
    String.raw`h=[a or b for a,b in re.findall(r"(?im)^\s*@attribute\s+(?:[\x27\x22](.+?)[\x27\x22]|(\S+))",t)]`,
    String.raw`d=re.sub(r"(?m)^\s*[%@].*","",t).replace("\x27","\x22").splitlines()`,
    `csv.writer(open(f+".csv","w")).writerows([h,*filter(None,csv.reader(d,skipinitialspace=True))])`,
  ].join('; ')
  return [problem, adviseCommand('save it as CSV:', `python3 -c ${quoteWord(code)}`, instead)]
}
