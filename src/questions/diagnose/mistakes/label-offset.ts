import type { Mistake, Part, Reading } from '../choice.ts'
import { columnsOf, relabelRest, throughLogits, throughNothing } from '../elements.ts'
import type { ScoredSamples } from '../types.ts'

const off = (by: number) => `labels off by ${by === 1 ? 'one' : 'minus one'}`

const reading = (by: number, words: string, read: Reading['read']): Part<Reading> => ({
  words: `${off(by)}${words}`,
  cost: 4,
  forms: 'few',
  printed: true,
  read,
})

function rolled(samples: ScoredSamples, by: number): ScoredSamples | null {
  const { task, classes, label } = samples
  // Of two classes the one after is the one before.
  if (task !== 'softmax' || (classes === 2 && by < 0)) return null
  return { ...samples, label: label.map((y) => (y + by + classes) % classes) }
}

const ofRow = (by: number) =>
  reading(by, '', (samples) => {
    const shifted = rolled(samples, by)
    return shifted && (samples.probabilities ? throughNothing(shifted) : throughLogits(shifted))
  })

const ofSigmoids = (by: number) =>
  reading(by, ', sigmoid of each class against the rest', (samples) => {
    const shifted = samples.probabilities ? null : rolled(samples, by)
    return shifted && relabelRest(samples, shifted.label)
  })

/** Those that would leave the classes held at the last of them, as by a clamp. */
const ofHeld = (by: number) =>
  reading(by, ', held within the classes', (samples) => {
    const { task, classes, label } = samples
    if (task !== 'softmax') return null
    const held = { ...samples, label: label.map((y) => Math.min(classes - 1, Math.max(0, y + by))) }
    return samples.probabilities ? throughNothing(held) : throughLogits(held)
  })

/** The cells of a row, moved on by one: the last to the first, or out of the row, as background is. */
const ofCells = (by: number, around: boolean) =>
  reading(by, around ? '' : ', the one at the end dropped', (samples) => {
    const { task, classes, row } = samples
    // Of cells that were picked the one that is moved here may not be among them.
    const { label, rows } = samples.whole ?? samples
    const columns = columnsOf(samples)
    if (task !== 'multilabel' || columns === null || label.length !== rows * classes) return null
    const moved = samples.label.map((_, i) => {
      const from = columns[i] - by
      if (!around && (from < 0 || from >= classes)) return 0
      return label[row[i] * classes + ((from + classes) % classes)]
    })
    const shifted = { ...samples, label: moved }
    return samples.probabilities ? throughNothing(shifted) : throughLogits(shifted)
  })

export const labelOffset: Mistake = {
  id: 'label-offset',
  title: 'labels are off by one',
  effect: 'The model learns another class than the one that is evaluated.',
  threads: ['open-mmlab/mmdetection#1299'],
  meant: (_, task) => ({
    before: [task === 'softmax' ? '# y from 0 to C - 1' : '# column c of y is that of logits'],
  }),
  readings: [1, -1].flatMap((by) => [
    ofRow(by),
    ofHeld(by),
    ofSigmoids(by),
    ofCells(by, true),
    ofCells(by, false),
  ]),
}
