/**
 * Makes the files of a case: node bench/generate.js CASE ROWS. Seeded, so that everyone measures the same bytes; a block
 * of rows at a time, so that a billion rows take no memory. A file has its name only once it is whole.
 */
import { spawnSync } from 'node:child_process'
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { gzipSync } from 'node:zlib'
import { CASES, filesOf } from './cases.js'
import { normals, uniforms } from './random.js'
import { SAMPLES } from './samples.js'

const CELLS_A_BLOCK = 1 << 18

const ARRAYS = { f4: Float32Array, f8: Float64Array, u1: Uint8Array, i8: BigInt64Array }
const DESCRIPTIONS = { f4: '<f4', f8: '<f8', u1: '|u1', i8: '<i8' }

/** The header of NPY 1.0, padded to a multiple of 64 bytes. */
function npyHeader(type, shape) {
  const size = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
  const words = `{'descr': '${DESCRIPTIONS[type]}', 'fortran_order': False, 'shape': ${size}, }`
  const text = `${words.padEnd(Math.ceil((words.length + 11) / 64) * 64 - 11)}\n`
  const length = Buffer.alloc(2)
  length.writeUInt16LE(text.length)
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), length, Buffer.from(text, 'latin1')])
}

/** Writes what `blocks` yields, then gives the file its name. */
function fileWriter(path, head) {
  const file = openSync(`${path}.part`, 'w')
  const write = (bytes) => {
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done)
  }
  write(head)
  const close = () => {
    closeSync(file)
    renameSync(`${path}.part`, path)
  }
  return { write, close }
}

const bytesOf = (array, length) => new Uint8Array(array.buffer, 0, length * array.BYTES_PER_ELEMENT)

/** Scores and labels in an NPY file each. Of a dense map a block is an image, whose classes lie before its pixels. */
function npyWriter({ dtype, labelType, classes, pixels }, rows, [scoresPath, labelsPath]) {
  const images = pixels && [rows / stepOf({ pixels })]
  const shape = pixels ? [...images, classes, ...pixels] : classes > 1 ? [rows, classes] : [rows]
  const scoresFile = fileWriter(scoresPath, npyHeader(dtype, shape))
  const labelsFile = fileWriter(labelsPath, npyHeader(labelType, pixels ? [...images, ...pixels] : [rows]))
  const block = (scores, labels, count) => {
    const ordered = pixels ? classesFirst(scores, classes, count) : scores
    scoresFile.write(bytesOf(ARRAYS[dtype].from(ordered), count * classes))
    const codes = labelType === 'i8' ? BigInt64Array.from(labels, BigInt) : ARRAYS[labelType].from(labels)
    labelsFile.write(bytesOf(codes, count))
  }
  const close = () => [scoresFile, labelsFile].forEach((file) => void file.close())
  return { block, close }
}

function classesFirst(scores, classes, count) {
  const ordered = new Float64Array(count * classes)
  for (let c = 0; c < classes; c++)
    for (let i = 0; i < count; i++) ordered[c * count + i] = scores[i * classes + c]
  return ordered
}

/** Eight digits, as a network's single precision is printed. */
const decimal = (p) => String(Number(p.toPrecision(8)))

/** What a row has beside id, label and prob, and how its label is written. */
const LAYOUTS = {
  plain: { columns: [], labelOf: (label) => label, cells: () => [] },
  names: { columns: [], labelOf: (label) => ['negative', 'positive'][label], cells: () => [] },
  slices: {
    columns: ['weight', 'scene'],
    labelOf: (label) => label,
    cells: (next) => [(1 + (next() % 400)) / 100, `scene ${next() % 20}`],
  },
}

/** id,label,prob and what the layout has; or label,p_0,p_1,... Of two files the second has other probabilities of the same rows. */
function csvWriter({ classes, layout = 'plain', seed }, _rows, paths) {
  const { columns, labelOf, cells } = LAYOUTS[layout]
  const ofClasses = Array.from({ length: classes }, (_, j) => `p_${j}`)
  const head = classes > 1 ? ['label', ...ofClasses] : ['id', 'label', 'prob', ...columns]
  const files = paths.map((path) => fileWriter(path, Buffer.from(`${head.join()}\n`)))
  const next = uniforms(seed + 1)
  const normal = normals(next)
  const changed = (p) => 1 / (1 + Math.exp(0.5 * normal()) * (1 / p - 1))
  let id = 0
  const block = (scores, labels, count) => {
    const from = id
    for (const [k, file] of files.entries()) {
      id = from
      const lines = Array.from({ length: count }, (_, i) => {
        const own = scores.subarray(i * classes, (i + 1) * classes)
        const scored = Array.from(k > 0 ? own.map(changed) : own, decimal)
        return classes > 1
          ? [labels[i], ...scored]
          : [`sample-${id++}`, labelOf(labels[i]), ...scored, ...cells(next)]
      })
      file.write(Buffer.from(`${lines.join('\n')}\n`))
    }
  }
  return { block, close: () => files.forEach((file) => void file.close()) }
}

/** A plain text, packed once it is whole. */
function gzipWriter(testCase, rows, [path]) {
  const text = path.replace(/\.gz$/, '')
  const { block, close } = csvWriter(testCase, rows, [text])
  return {
    block,
    close() {
      close()
      writeFileSync(path, gzipSync(readFileSync(text)))
      rmSync(text)
    },
  }
}

/** {"id": ..., "label": ..., "prob": ...} on each line, with blanks as Python's json has them. */
function jsonlWriter(_case, _rows, [path]) {
  const file = fileWriter(path, Buffer.alloc(0))
  let id = 0
  const block = (scores, labels, count) => {
    const lines = Array.from(
      { length: count },
      (_, i) => `{"id": "sample-${id++}", "label": ${labels[i]}, "prob": ${decimal(scores[i])}}\n`,
    )
    file.write(Buffer.from(lines.join('')))
  }
  return { block, close: file.close }
}

/** By Python, from files of another kind that go away again: Node has no writer of Parquet, and NPZ is to be NumPy's own. */
const pythonWriter =
  (script, writer, parts) =>
  (testCase, rows, [path]) => {
    const files = parts.map((part) => `${path}.${part}`)
    const { block, close } = writer(testCase, rows, files)
    return {
      block,
      close() {
        close()
        const python = process.env.PYTHON || 'python3'
        const { status } = spawnSync(python, [`bench/peers/${script}`, ...files, path], { stdio: 'inherit' })
        for (const file of files) rmSync(file)
        if (status !== 0) throw new Error(`${script} wrote no ${path}`)
      },
    }
  }

const WRITERS = {
  npy: npyWriter,
  npz: pythonWriter('to_npz.py', npyWriter, ['logits.npy', 'labels.npy']),
  csv: csvWriter,
  'csv.gz': gzipWriter,
  jsonl: jsonlWriter,
  parquet: pythonWriter('to_parquet.py', csvWriter, ['csv']),
}

/** Rows of a block: as many as give so many cells, or those of an image. */
const stepOf = ({ classes, pixels }) =>
  pixels ? pixels[0] * pixels[1] : Math.max(1, Math.floor(CELLS_A_BLOCK / classes))

function generate(testCase, rows) {
  const files = filesOf(testCase, rows)
  mkdirSync(dirname(files[0]), { recursive: true })
  const step = stepOf(testCase)
  const scores = new Float64Array(step * testCase.classes)
  const labels = new Int32Array(step)
  const fill = SAMPLES[testCase.task](testCase)
  const writer = WRITERS[testCase.format](testCase, rows, files)
  for (let done = 0; done < rows; done += step) {
    const count = Math.min(step, rows - done)
    fill(scores, labels, count)
    writer.block(scores, labels, count)
  }
  writer.close()
}

const [, , name, rows] = process.argv
generate(
  CASES.find((testCase) => testCase.name === name),
  Number(rows),
)
