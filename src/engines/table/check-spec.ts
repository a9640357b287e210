/** Whether the specification of a table is one, and parts its bins where this lossctl does, to the last bit. */
import { InputError } from '../../errors.ts'
import { thresholdMargin } from '../../margin/margins.ts'
import {
  checkFields,
  FLAG,
  isText,
  kind,
  listOf,
  NUMBERS,
  orNull,
  TEXT,
  TEXTS,
} from '../../sketch/code/fields.ts'
import { createGrid } from '../../sketch/grid.ts'
import { TABLE_FORMAT, TABLE_VERSION, type TableSpec } from './spec.ts'

const TASKS: readonly unknown[] = ['binary', 'softmax', 'multilabel']
const SCALES: readonly unknown[] = ['logits', 'probs']

const FIELDS = {
  dialect: TEXT,
  task: kind('one of binary, softmax, multilabel', (value) => TASKS.includes(value)),
  from: kind('logits or probs', (value) => SCALES.includes(value)),
  perClass: FLAG,
  thresholds: NUMBERS,
  kinks: NUMBERS,
  edges: NUMBERS,
  classes: listOf('texts', isText),
  scores: TEXTS,
  labels: TEXTS,
  labelCodes: TEXT,
  weight: orNull(TEXT),
  by: orNull(TEXT),
  table: TEXT,
  selfTest: FLAG,
}

const MAKE_AGAIN = 'make the query again with lossctl sketch --sql'

export function checkSpec(name: string, spec: unknown): TableSpec {
  const found = spec as TableSpec | null
  if (found?.format !== TABLE_FORMAT)
    throw new InputError(
      name,
      'has a column "spec" that was changed on its way',
      'run the query again, and keep its table as it comes',
    )
  if (found.version !== TABLE_VERSION)
    throw new InputError(
      name,
      `is a table of version ${found.version}, and this lossctl reads version ${TABLE_VERSION}`,
      'use the lossctl that wrote the query, or make it again',
    )
  try {
    checkFields('its specification', found, FIELDS)
  } catch (error) {
    throw new InputError(name, `is no sound sketch: ${(error as Error).message}`, MAKE_AGAIN)
  }
  if (found.rows !== undefined && (found.rows !== true || found.task !== 'softmax'))
    throw new InputError(
      name,
      'is no sound sketch: it has sums of rows, and is of no softmax rows',
      MAKE_AGAIN,
    )
  const own = createGrid([...found.thresholds.map(thresholdMargin), ...found.kinks]).edges
  if (own.length !== found.edges.length || own.some((edge, i) => edge !== found.edges[i]))
    throw new InputError(name, 'is parted at other margins than those of its thresholds', MAKE_AGAIN)
  return found
}
