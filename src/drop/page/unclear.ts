/** A file that cannot be read as it stands: what inspect shows of it, and what may be said of its columns. */
import { flagWords, quoteWord } from '../../words/shell.ts'
import type { Inspected } from '../messages.ts'
import { element, field, select } from './element.ts'
import { splitWords, withoutOption } from './words.ts'

/** Whether a choice of columns may make it clear: the words advise to say which. What is to be written anew is no question. */
export function asksForColumns(words: string): boolean {
  return /--(?:label|score|logit|prob)\b/.test(words)
}

const WANTED = { label: /^label/, score: /score|logit|prob/ } as const
type Wanted = keyof typeof WANTED

/**
 * @param options as they stand, a command line
 * @param asks whether it is columns that are unclear
 * @param say takes those that name the columns that were chosen
 */
export function drawUnclear(
  { name, markup, columns }: Inspected,
  options: string,
  asks: boolean,
  say: (options: string) => void,
): HTMLElement {
  const shown = element('div', { class: 'drop-inspected' })
  // Our own markup, in which all that is foreign is escaped.
  shown.append(...new DOMParser().parseFromString(markup, 'text/html').body.childNodes)
  const box = element('section', { class: 'drop-unclear' }, shown)
  box.setAttribute('aria-label', name)
  if (!asks || columns.length < 2) return box
  // What has been found is no question, and several columns may have been found.
  const likely = (wanted: Wanted) =>
    columns.some(({ role }) => role !== null && WANTED[wanted].test(role))
      ? ''
      : (columns.find(({ could }) => WANTED[wanted].test(could[0] ?? ''))?.name ?? '')
  const chosen = { label: likely('label'), score: likely('score') }
  const choice = (words: string, wanted: Wanted) => {
    const names = columns.map((one) => [one.name, one.name] as const)
    const take = (value: string) => {
      chosen[wanted] = value
    }
    return field(words, select([['', 'as they are found'], ...names], chosen[wanted], take))
  }
  const use = element('button', { text: 'Use these columns', on: () => say(withColumns(options, chosen)) })
  const ask = element('div', { class: 'drop-ask' })
  ask.append(choice('Labels stand in', 'label'), choice('scores in', 'score'), use)
  box.append(ask)
  return box
}

function withColumns(options: string, chosen: Readonly<Record<Wanted, string>>): string {
  let words = splitWords(options) ?? []
  for (const [key, value] of Object.entries(chosen)) {
    words = withoutOption(words, `--${key}`)
    if (value !== '') words = [...words, ...flagWords(`--${key}`, value)]
  }
  return words.map(quoteWord).join(' ')
}
