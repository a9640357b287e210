/** Where an answer goes, and what it is drawn as. */
import { UsageError } from '../errors.ts'
import { CHART_FORMATS, endingOf, type Format, formatOfName } from '../views/drawings/index.ts'
import { outputPath } from './command.ts'
import { type AnyValues, flagOf, type OptionRecord } from './options/option.ts'

/** --format, or what the name of the output promises, or a table. */
export function chooseOutput({ format, output }: AnyValues): { format: Format; path: string | null } {
  const path = typeof output === 'string' ? output : null
  const named = path === null ? undefined : formatOfName(path)
  return {
    format: CHART_FORMATS.find((one) => one === format) ?? named ?? 'table',
    path: path && outputPath(path),
  }
}

/** Throws a UsageError for an ending that promises what would not be in the file. Whoever says --format means it. */
export function refuseEndings(options: readonly OptionRecord[], values: AnyValues): void {
  for (const option of options) {
    const path = values[option.key]
    if (!option.endings || typeof path !== 'string') continue
    const wrong = wrongEnding(path, option.endings)
    if (wrong === null) continue
    if (option.key === 'output' && values.format !== undefined) continue
    throw new UsageError(
      `${flagOf(option)} ${path}: .${wrong} is none of its formats, which are .${option.endings.join(', .')}`,
      wayTo(wrong.toLowerCase(), option.endings) ?? 'name it so',
    )
  }
}

const PACKED = 'gz'

/** What it promises, as it was typed, and none of these is; a packed file may promise what is in it: `losses.csv.gz`. */
function wrongEnding(path: string, endings: readonly string[]): string | null {
  const ending = endingOf(path)
  if (ending === null) return null
  if (!endings.includes(ending)) return path.slice(-ending.length)
  if (ending !== PACKED) return null
  const packed = path.slice(0, -PACKED.length - 1)
  return wrongEnding(
    packed,
    endings.filter((one) => one !== PACKED),
  )
}

/** What makes a file of such an ending, where lossctl or another program does, and the ending that it begins with. */
const WAYS: readonly (readonly [endings: readonly string[], way: string, from?: string])[] = [
  [['svg', 'pdf', 'png'], 'lossctl curve draws one'],
  [['html', 'htm'], 'lossctl report makes a page, and lossctl curve draws one'],
  [['jpg', 'jpeg', 'webp', 'gif'], 'lossctl curve draws .png, .svg and .pdf'],
  [['eps', 'ps'], 'lossctl curve draws .pdf and .svg'],
  [['jsonl', 'ndjson', 'npy'], 'lossctl samples writes it, one line per sample'],
  [['docx', 'odt', 'rtf', 'rst', 'org', 'adoc'], 'write .md, and pandoc makes it of that', 'md'],
  [['xlsx', 'xls', 'ods'], 'write .csv, and a spreadsheet opens that', 'csv'],
  [
    ['parquet', 'feather', 'arrow', 'h5', 'hdf5', 'npz', 'pkl', 'pt', 'db', 'sqlite'],
    'write .csv, and pandas or DuckDB makes it of that',
    'csv',
  ],
  [['tsv'], 'write .csv', 'csv'],
  [['yaml', 'yml'], 'write .json, which is YAML too', 'json'],
  [['xml'], 'lossctl check writes JUnit, with --format junit=FILE.xml'],
  [['gz', 'zip', 'zst', 'bz2', 'xz', '7z'], 'write it as it is, and pack it then'],
]

function wayTo(ending: string, endings: readonly string[]): string | undefined {
  const isOpen = (from: string | undefined) => from === undefined || endings.includes(from)
  return WAYS.find(([wanted, _, from]) => wanted.includes(ending) && isOpen(from))?.[1]
}
