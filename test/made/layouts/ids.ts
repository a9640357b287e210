/** Columns that name the rows. */
import type { Column } from './cells.ts'
import type { Random } from './random.ts'

export type IdKind = 'none' | 'running' | 'numbers' | 'uuids' | 'words'

export interface Ids {
  readonly kind: IdKind
  readonly column: Column | null
}

const NAMES = [
  'id',
  'ID',
  'image_id',
  'sample_id',
  'filename',
  'uid',
  'image',
  'PassengerId',
  'ID_code',
  'image_name',
  'path',
  'key',
  'row_id',
  'StudyInstanceUID',
  'patient',
]

export function drawIds(random: Random, rows: number): Ids {
  const kind = random.pick(['none', 'none', 'none', 'running', 'numbers', 'uuids', 'words'] as const)
  if (kind === 'none') return { kind, column: null }
  const name = kind === 'running' ? random.pick(['', 'Unnamed: 0', 'index', 'id']) : random.pick(NAMES)
  const hex = (length: number) => Array.from({ length }, () => random.int(0, 15).toString(16)).join('')
  const first = random.pick([0, 0, 1, 1000])
  let number = random.int(0, 5000)
  const cell = (i: number) => {
    if (kind === 'running') return `${first + i}`
    number += random.int(1, 50)
    if (kind === 'numbers') return `${number}`
    return kind === 'uuids'
      ? [8, 4, 4, 4, 12].map(hex).join('-')
      : `img/${String(i * 7 + first).padStart(5, '0')}.png`
  }
  return { kind, column: { name, cells: Array.from({ length: rows }, (_, i) => cell(i)) } }
}
