/** The views: what a report looks like in each format. Reports go in, text comes out; nothing is computed here. */

import type { Document } from '../document.ts'
import type { Figure } from '../figure.ts'
import type { Value } from './csv.ts'
import { checkFigures } from './figures.ts'
import type { Screen } from './terminal.ts'

export const FORMATS = ['table', 'json', 'csv', 'markdown', 'latex'] as const

/** With those that draw what the others put in characters or leave out. */
export const CHART_FORMATS = [...FORMATS, 'svg', 'pdf', 'png', 'html'] as const
export type Format = (typeof CHART_FORMATS)[number]

/** Those that another program makes of the SVG. */
export type PictureFormat = 'pdf' | 'png'

/** Whether a chart is drawn, to be shown to others. */
export function isDrawing(format: Format): boolean {
  return ['svg', 'pdf', 'png', 'html'].includes(format)
}

export function isPicture(format: string): format is PictureFormat {
  return format === 'pdf' || format === 'png'
}

/** What a check can be written as; the last three for those who read checks: CI servers, GitHub, a benchmark's page. */
export const CHECK_FORMATS = [...FORMATS, 'junit', 'github', 'benchmark'] as const
export type CheckFormat = (typeof CHECK_FORMATS)[number]

/** What the ending of a file's name promises. */
const ENDINGS: Readonly<Record<string, Format>> = {
  json: 'json',
  csv: 'csv',
  md: 'markdown',
  tex: 'latex',
  txt: 'table',
  svg: 'svg',
  pdf: 'pdf',
  png: 'png',
  html: 'html',
}

/** The ending of a file's name in small letters. Null when it has none: a number is none, and devices have none. */
export function endingOf(path: string): string | null {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  const ending = name.slice(name.lastIndexOf('.') + 1)
  return ending.length < name.length && /\p{L}/u.test(ending) ? ending.toLowerCase() : null
}

/** The format that goes with a file's name; undefined when the name says none. */
export function formatOfName(path: string): Format | undefined {
  const ending = endingOf(path)
  return ending !== null && Object.hasOwn(ENDINGS, ending) ? ENDINGS[ending] : undefined
}

/** The endings that promise one of these formats. */
export function endingsOf(formats: readonly Format[]): readonly string[] {
  return Object.keys(ENDINGS).filter((ending) => formats.includes(ENDINGS[ending]))
}

/** A report with the ways to show it; commands fill one in. */
export interface Answer {
  /** Names the report in JSON. */
  readonly kind: string
  /** What stands in JSON beside kind and version. */
  readonly content: object
  /** Laid out for people. */
  readonly document: () => Document
  /** The same for a page of text, where it is laid out otherwise. */
  readonly paper?: () => Document
  /** Flat, for CSV. */
  readonly records: () => Iterable<Readonly<Record<string, Value>>>
  /** Markdown for the page of a job, where that has a form of its own. */
  readonly summary?: () => Promise<string>
  /** How its chart is drawn. */
  readonly figure?: Figure
  /** Formats of its own. */
  readonly drawings?: Readonly<Partial<Record<CheckFormat, () => Promise<string>>>>
}

/** A text, or one in pieces that are made when they are asked for. */
export type Drawing = string | Iterable<string>

/** Draws an answer, a picture as the SVG that it is made of. Each view is loaded when it is asked for. Throws an InputError for a figure that is no number. */
export async function draw(answer: Answer, format: Format | CheckFormat, screen: Screen): Promise<Drawing> {
  // Records are made as they are written, and looked at then.
  if (format === 'csv') return (await import('./csv.ts')).drawCsv(answer.records())
  checkFigures(answer.kind, answer.content)
  const own = answer.drawings?.[format as CheckFormat]
  if (own) return own()
  if (format === 'json') return (await import('./json.ts')).drawJson(answer.kind, answer.content)
  if (format === 'svg' || isPicture(format))
    return (await import('./svg-chart.ts')).drawSvg(answer.document(), answer.figure)
  if (format === 'html') {
    const { drawSvgChart } = await import('./svg-chart.ts')
    return (await import('./html.ts')).drawHtml(answer.document(), drawSvgChart, answer.figure)
  }
  const paper = answer.paper ?? answer.document
  if (format === 'markdown') return (await import('./markdown.ts')).drawMarkdown(paper())
  if (format === 'latex') return (await import('./latex.ts')).drawLatex(paper(), answer.kind)
  return (await import('./terminal.ts')).drawTerminal(answer.document(), screen)
}
