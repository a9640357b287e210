/** Each loss over the files of one course, such as epochs. */
import { greatest, least } from '../../extremes.ts'
import { VALUE_TITLES } from '../../views/words/band-words.ts'
import { joinWords } from '../../views/words/join-words.ts'
import { cleanLine } from '../../words/clean.ts'
import type { Course } from '../../words/course.ts'
import type { LineData } from '../charts/kit/types.ts'
import type { State } from '../state/state.ts'
import type { Model } from './model.ts'

export function courseLines(model: Model, state: State, { noun, numbers, order }: Course): LineData {
  const places = order.map((file) => numbers[file])
  const lines = state.losses.map(({ loss, series }) => ({
    name: loss.title,
    series,
    points: order.map((file) => [numbers[file], valueIn(model, state, loss, file) ?? Number.NaN] as const),
  }))
  const all = lines.flatMap(({ points }) => points.map(([, value]) => value)).filter(Number.isFinite)
  const [low, high] = [least(all, 0), greatest(all, 0)]
  const ends = [places[0], places.at(-1)!] as const
  return {
    title: `Each loss from ${noun} ${ends[0]} to ${ends[1]}`,
    x: { label: noun, domain: ends, unit: 'whole' },
    y: {
      label: `${VALUE_TITLES[state.reduction]} (nats)`,
      domain: low === high ? [0, 1] : [low, high],
      unit: 'number',
    },
    series: lines,
    mark: { x: numbers[state.file], label: 'shown' },
  }
}

/** Where each loss is lowest: all that agree together. */
export function courseNote(model: Model, state: State, { noun, numbers, order }: Course): string {
  const found = state.losses.flatMap(({ loss }) => {
    const values = order.map((file) => valueIn(model, state, loss, file) ?? Number.POSITIVE_INFINITY)
    const lowest = least(values)
    return Number.isFinite(lowest)
      ? [{ title: loss.title, number: numbers[order[values.indexOf(lowest)]] }]
      : []
  })
  const steps = [...new Set(found.map(({ number }) => number))]
  const said = steps.map((number) => {
    const titles = found.filter((one) => one.number === number).map(({ title }) => title)
    return `${joinWords(titles)} in ${cleanLine(noun)} ${number}`
  })
  return said.length > 0 ? `Lowest: ${said.join('; ')}.` : ''
}

/** The same wherever easy and hard are parted, so that the line can be dragged without asking all files. */
function valueIn(
  model: Model,
  state: State,
  loss: State['losses'][number]['loss'],
  file: number,
): number | null {
  return model.compare(file, loss, { ...state, margin: 0 }).value
}
