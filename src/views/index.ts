/** The views: what a report looks like in each format. Reports go in, text comes out; nothing is computed here. */
import type { Value } from './csv.ts'
import type { Document } from './document.ts'
import type { Screen } from './terminal.ts'

export const FORMATS = ['table', 'json', 'csv', 'markdown'] as const
export type Format = (typeof FORMATS)[number]

/** A report with the ways to show it; commands fill one in. */
export interface Answer {
  /** Names the report in JSON. */
  readonly kind: string
  /** What stands in JSON beside kind and version. */
  readonly content: object
  /** Laid out for people. */
  readonly document: () => Document
  /** Flat, for CSV. */
  readonly records: () => readonly Readonly<Record<string, Value>>[]
}

/** Draws an answer. Each view is loaded when it is asked for. */
export async function draw(answer: Answer, format: Format, screen: Screen): Promise<string> {
  if (format === 'json') return (await import('./json.ts')).drawJson(answer.kind, answer.content)
  if (format === 'csv') return (await import('./csv.ts')).drawCsv(answer.records())
  if (format === 'markdown') return (await import('./markdown.ts')).drawMarkdown(answer.document())
  return (await import('./terminal.ts')).drawTerminal(answer.document(), screen)
}
