/** How each number is defined: the losses as their own files have them, and the columns of the table. */
import type { LossDefinition } from '../../losses/loss.ts'
import { MEASURES } from '../../measures/measures.ts'
import { quantityWords } from '../../views/words/quantities.ts'
import { addHtml, write } from '../charts/kit/brush.ts'
import type { Page, PageView } from '../controls/page.ts'
import type { State } from '../state/state.ts'

const NUMBERS: readonly (readonly [term: string, meaning: string])[] = [
  ['pt', 'The probability that the model gives to the truth.'],
  ['margin', 's = ln(pt / (1 − pt)), the log-odds of pt.'],
  ['CE', 'Cross-entropy, −ln pt, in nats.'],
  ['per positive', 'Σ w f over the number of positives, as RetinaNet does.'],
  ['÷ CE', 'The loss over cross-entropy without α: not a score, since focal loss only falls as γ grows.'],
  ['easy, hard', 'A sample is easy from the threshold on: pt ≥ threshold.'],
  ...MEASURES.filter(({ isSwept }) => isSwept).map(
    (measure) =>
      [
        measure.of === 'pair' ? quantityWords(measure, ['one part', 'another']) : measure.title,
        sentence(measure.definition),
      ] as const,
  ),
  [
    'cumulative share',
    'Of Σ w f over a class. Where a share of the samples ends inside a bin of the sketch: the least and the most that it can be.',
  ],
]

function sentence(words: string): string {
  return `${words[0].toUpperCase()}${words.slice(1)}.`
}

export function createDefinitions(parent: Element, page: Page): PageView {
  const details = addHtml(parent, 'details', { class: 'definitions' })
  write(addHtml(details, 'summary'), 'How each number is defined')
  const terms = addHtml(details, 'dl')
  for (const [term, meaning] of NUMBERS) drawTerm(terms, term, [meaning])
  const losses = addHtml(details, 'dl')
  const made = addHtml(parent, 'p', { class: 'notes' })
  write(
    made,
    `Made by lossctl ${page.content.version}. The page carries sketches of the predictions and needs no network.`,
  )
  let shown = ''
  return {
    draw(state) {
      const definitions = definitionsOf(state)
      const names = definitions.map(({ name }) => name).join()
      if (names === shown) return
      shown = names
      losses.replaceChildren()
      for (const definition of definitions) drawTerm(losses, definition.name, linesOf(definition))
    },
  }
}

function definitionsOf({ losses }: State): readonly LossDefinition[] {
  return [...new Set(losses.map(({ loss }) => loss.definition))]
}

function linesOf({ summary, formula, gradientFormula, reference, conventions }: LossDefinition): string[] {
  return [summary, formula, `d/ds = ${gradientFormula}`, ...conventions, reference]
}

function drawTerm(list: Element, term: string, lines: readonly string[]): void {
  write(addHtml(list, 'dt'), term)
  for (const line of lines) write(addHtml(list, 'dd'), line)
}
