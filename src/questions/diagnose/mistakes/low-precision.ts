import type { Mistake, Part, Reading } from '../choice.ts'
import { throughLogits } from '../elements.ts'
import { roundTo } from '../precision.ts'

const rounded = (name: string, digits: number, least: number): Part<Reading> => ({
  words: `${name} logits`,
  cost: 4,
  forms: 'few',
  printed: true,
  read: (samples) =>
    samples.probabilities || samples.scores.every((x) => x === roundTo(x, digits, least))
      ? null
      : throughLogits(samples, (x) => roundTo(x, digits, least)),
})

export const lowPrecision: Mistake = {
  id: 'low-precision',
  title: 'logits are rounded to 16 bits before the loss',
  effect: 'Large logits are off by up to a percent, and so is the loss of hard samples.',
  threads: [],
  meant: () => ({ before: ['logits = {float32}'] }),
  readings: [rounded('16-bit', 11, 2 ** -24), rounded('bfloat16', 8, 2 ** -133)],
}
