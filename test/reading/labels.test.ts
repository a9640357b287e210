import { describe, expect, test } from 'vitest'
import { binaryLabels } from '../../src/reading/labels/binary.ts'
import { IGNORED, type LabelCodes, matrixLabels, UNKNOWN } from '../../src/reading/labels/codes.ts'
import { softmaxLabels } from '../../src/reading/labels/softmax.ts'

/** Reads cells as a pass does: as numbers where the codes want them. */
const read = (codes: LabelCodes, cells: readonly string[]) =>
  cells.map((cell) => codes.classOf(codes.numeric ? (cell === '' ? Number.NaN : Number(cell)) : cell))

const path = 'labels.csv'
type Row = readonly [what: string, codes: LabelCodes, cells: readonly string[], classes: readonly number[]]

const rows: readonly Row[] = [
  [
    '0 and 1 in all their spellings',
    binaryLabels({ path, sample: ['0', '1'] }),
    ['0', '1', '1.0', '-0', '1e0', '2', '0.5', '', 'x'],
    [0, 1, 1, -0, 1, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN],
  ],
  ['-1 and +1', binaryLabels({ path, sample: ['-1', '1'] }), ['-1', '+1', '0'], [0, 1, UNKNOWN]],
  [
    'words in any case',
    binaryLabels({ path, sample: ['True', 'False'] }),
    ['TRUE', 'false', 'maybe'],
    [1, 0, UNKNOWN],
  ],
  [
    'two names, which mind the case',
    binaryLabels({ path, sample: ['Cat', 'Dog'], names: ['Dog', 'Cat'] }),
    ['Dog', 'Cat', 'cat'],
    [0, 1, UNKNOWN],
  ],
  [
    'a number to ignore',
    binaryLabels({ path, sample: ['0', '1', '-100'], ignore: '-100' }),
    ['-100', '-100.0', '1'],
    [IGNORED, IGNORED, 1],
  ],
  [
    'a word to ignore among numbers',
    binaryLabels({ path, sample: ['0', '1', 'NA'], ignore: 'NA' }),
    ['NA', '1', '1.0', 'na', ''],
    [IGNORED, 1, 1, UNKNOWN, UNKNOWN],
  ],
  ['empty cells to ignore', binaryLabels({ path, sample: ['0', '1'], ignore: '' }), ['', '1'], [IGNORED, 1]],
  [
    'nan to ignore, as arrays and files write it',
    binaryLabels({ path, sample: ['0', '1'], ignore: 'nan' }),
    ['NaN', 'nan', '0'],
    [IGNORED, IGNORED, 0],
  ],
  [
    'class indices',
    softmaxLabels({ path, sample: ['0', '2'] }, 3, null),
    ['0', '2', '2.0', '3', '-1', '1.5'],
    [0, 2, 2, UNKNOWN, UNKNOWN, UNKNOWN],
  ],
  [
    'class names',
    softmaxLabels({ path, sample: ['cat'] }, 2, ['dog', 'cat']),
    ['dog', 'cat', 'cow'],
    [0, 1, UNKNOWN],
  ],
  [
    'names that are numbers',
    softmaxLabels({ path, sample: ['3', '1'] }, 3, ['1', '2', '3']),
    ['1', '3.0', '0'],
    [0, 2, UNKNOWN],
  ],
  [
    'a class that is the one to ignore',
    softmaxLabels({ path, sample: ['cat', 'none'], ignore: 'none' }, 2, ['none', 'cat']),
    ['none', 'cat'],
    [IGNORED, 1],
  ],
  ['cells of a matrix', matrixLabels(['a', 'b'], '-1'), ['0', '1', '-1', '2'], [0, 1, IGNORED, UNKNOWN]],
]

describe('a label cell becomes a class', () => {
  test.each(rows)('%s', (_what, codes, cells, classes) => {
    expect(read(codes, cells)).toEqual(classes)
  })
})
