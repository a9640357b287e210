/** A Python module that sketches batches of a training loop: a framework's part, what all have in common, and what was asked for. */
import type { Task } from '../../losses/task.ts'
import { createGrid } from '../../sketch/grid.ts'
import { kinkEdges } from '../../sketched/sketch-content.ts'

export const FRAMEWORKS = ['pytorch', 'numpy', 'jax'] as const
export type Framework = (typeof FRAMEWORKS)[number]

export interface CodeRequest {
  readonly task: Task
  readonly from: 'logits' | 'probs'
  readonly classes: readonly string[]
  readonly thresholds: readonly number[]
  /** All margins at which the sketch is parted. */
  readonly edges: readonly number[]
  readonly perClass: boolean
  /** What the weights of samples are called; null where all weigh 1. */
  readonly weight: string | null
  /** Labels of samples to be left out. */
  readonly ignored: readonly number[]
  readonly renormalize: boolean
}

/** The files that a module is put together from: the framework's is first. */
export function partsOf(framework: Framework): readonly [string, string] {
  return [`with_${framework}.py`, 'sketch.py']
}

const DOCSTRING = /^"""[\s\S]*?"""\n+/
/** What the common part takes of a framework's. */
const IMPORT = /^from with_numpy import .*\n+/m
const SETTINGS = /^SETTINGS = \{\}$/m

/** @param text of the framework's file, and of the common one, which takes its place among the imports there */
export function moduleText([own, common]: readonly [string, string], request: CodeRequest): string {
  const [docstring] = own.match(DOCSTRING)!
  const settings = `SETTINGS = ${python(settingsOf(request))}`
  // As functions: a name of a class may hold what stands for a match.
  return (docstring + common.replace(DOCSTRING, ''))
    .replace(IMPORT, () => `${own.replace(DOCSTRING, '').trim()}\n\n\n`)
    .replace(SETTINGS, () => settings)
}

function settingsOf({ edges, ...request }: CodeRequest) {
  const grid = createGrid(edges)
  return { ...request, kinks: kinkEdges(grid, request.thresholds), edges: grid.edges }
}

/** A value as Python writes it, field by field: its numbers and texts are those of JSON. */
function python(settings: object): string {
  const lines = Object.entries(settings).map(([name, value]) => `    "${name}": ${literal(value)},\n`)
  return `{\n${lines.join('')}}`
}

function literal(value: unknown): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  return JSON.stringify(value)
}
