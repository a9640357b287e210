/**
 * Makes the files of a case: node bench/generate.js CASE ROWS. Seeded, so that everyone measures the same bytes; a block
 * of rows at a time, so that a billion rows take no memory. A file has its name only once it is whole.
 */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { CASES, filesOf } from './cases.js'
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

/** Scores and labels in an NPY file each. */
function npyWriter({ dtype, labelType, classes }, rows, [scoresPath, labelsPath]) {
  const scoresFile = fileWriter(scoresPath, npyHeader(dtype, classes > 1 ? [rows, classes] : [rows]))
  const labelsFile = fileWriter(labelsPath, npyHeader(labelType, [rows]))
  const block = (scores, labels, count) => {
    scoresFile.write(bytesOf(ARRAYS[dtype].from(scores), count * classes))
    const codes = labelType === 'i8' ? BigInt64Array.from(labels, BigInt) : ARRAYS[labelType].from(labels)
    labelsFile.write(bytesOf(codes, count))
  }
  const close = () => [scoresFile, labelsFile].forEach((file) => void file.close())
  return { block, close }
}

/** Eight digits, as a network's single precision is printed. */
const decimal = (p) => String(Number(p.toPrecision(8)))

/** id,label,prob; or label,p_0,p_1,... */
function csvWriter({ classes }, _rows, [path]) {
  const columns = Array.from({ length: classes }, (_, j) => `p_${j}`)
  const head = classes > 1 ? ['label', ...columns] : ['id', 'label', 'prob']
  const file = fileWriter(path, Buffer.from(`${head.join()}\n`))
  let id = 0
  const block = (scores, labels, count) => {
    const lines = Array.from({ length: count }, (_, i) => {
      const cells = Array.from(scores.subarray(i * classes, (i + 1) * classes), decimal)
      return classes > 1 ? [labels[i], ...cells] : [`sample-${id++}`, labels[i], ...cells]
    })
    file.write(Buffer.from(`${lines.join('\n')}\n`))
  }
  return { block, close: file.close }
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

/** By DuckDB, from a CSV that goes away again: Node has no writer of Parquet. */
function parquetWriter(testCase, rows, [path]) {
  const text = `${path}.csv`
  const { block, close } = csvWriter(testCase, rows, [text])
  return {
    block,
    close() {
      close()
      const python = process.env.PYTHON || 'python3'
      const { status } = spawnSync(python, ['bench/peers/to_parquet.py', text, path], { stdio: 'inherit' })
      rmSync(text)
      if (status !== 0) throw new Error('DuckDB wrote no Parquet')
    },
  }
}

const WRITERS = { npy: npyWriter, csv: csvWriter, jsonl: jsonlWriter, parquet: parquetWriter }

function generate(testCase, rows) {
  const files = filesOf(testCase, rows)
  mkdirSync(dirname(files[0]), { recursive: true })
  const step = Math.max(1, Math.floor(CELLS_A_BLOCK / testCase.classes))
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
