/** The columns of the files of a data set: what each is read as, what it could be, and its first cells. */
import type { Table } from '../../formats/table.ts'
import type { OwnFile } from '../../reading/beside.ts'
import type { Dataset } from '../../reading/dataset.ts'
import type { FileSet } from '../../reading/file-set.ts'
import { proposeRoles, type Role, SCORE_ROLES } from '../../reading/proposals.ts'
import type { Reading, Side } from '../../reading/reading.ts'

export interface InspectedColumn {
  readonly name: string
  /** `not read` where the others suffice; null where it is unclear. */
  readonly role: Role | 'not read' | null
  /** What it could be by its name and its cells, the likeliest first. */
  readonly could: readonly Role[]
  readonly first: readonly string[]
}

/** What is known of them; `from` is what scores are, once they are read. */
type Known = Pick<Reading, 'scores' | 'labels' | 'id' | 'weight' | 'by' | 'sides'> &
  Partial<Pick<Reading, 'from' | 'form'>>

/** What an answer needs. */
const NEEDED: ReadonlySet<Role> = new Set<Role>([...SCORE_ROLES, 'label', 'predicted class'])

/** Cells shown, and columns of wide files. */
const CELLS = 3
const MAX_COLUMNS = 30

export function describeColumns(
  { scores, labels, beside }: Pick<FileSet, 'scores' | 'labels'> & Pick<Dataset, 'beside'>,
  known: Known,
): readonly InspectedColumn[] {
  const own = (file: OwnFile | null, role: Role) =>
    file ? describeTable({ ...file.tables[0], columns: [file.name] }, known, () => role) : []
  return [
    ...describeTable(scores[0], known, (column) => roleOf(known, column, labels === null)),
    ...(labels ? describeTable(labels[0], known, (column) => labelRoleOf(known, column)) : []),
    ...own(beside.weight, 'weight'),
    ...own(beside.by, 'slice'),
  ]
}

function describeTable(
  table: Table,
  known: Known,
  settledRole: (column: number) => Role | undefined,
): readonly InspectedColumn[] {
  return table.columns.slice(0, MAX_COLUMNS).map((name, column) => {
    const role = settledRole(column)
    const could =
      role === undefined ? proposeRoles(table, column).filter((one) => isOpen(known, one)) : [role]
    const isUnclear = known.from === undefined && could.some((one) => NEEDED.has(one))
    return {
      name,
      role: role ?? (isUnclear ? null : 'not read'),
      could,
      first: table.sample.slice(0, CELLS).map((row) => row[column]),
    }
  })
}

/** Whether the columns of that role have not been found yet. */
function isOpen({ scores, labels }: Known, role: Role): boolean {
  if (SCORE_ROLES.has(role)) return scores.length === 0
  return role !== 'label' || labels.length === 0
}

function roleOf(known: Known, column: number, labelsHere: boolean): Role | undefined {
  if (known.scores.includes(column)) return scoreRole(known)
  if (labelsHere && known.labels.includes(column)) return 'label'
  return column === known.id ? 'id' : otherRole(known, column, 'scores')
}

function labelRoleOf(known: Known, column: number): Role | undefined {
  return known.labels.includes(column) ? 'label' : otherRole(known, column, 'labels')
}

function otherRole({ weight, by, sides }: Known, column: number, side: Side): Role | undefined {
  if (column === weight && sides.weight === side) return 'weight'
  return column === by && sides.by === side ? 'slice' : undefined
}

function scoreRole({ from, form }: Known): Role {
  if (form === 'percent') return 'percentage'
  if (form === 'log-probs') return 'log-probability'
  if (from === undefined) return 'score'
  return from === 'probs' ? 'probability' : 'logit'
}
