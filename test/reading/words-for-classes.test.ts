/** Probabilities whose names say "predicted" and "class", and probabilities of one thing that begin with the name of a model. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const ROWS = 40

/** Rows of probabilities of so many classes, which sum to 1. */
function softmax(row: number, classes: number): readonly number[] {
  const raw = Array.from({ length: classes }, (_, c) => 1 + ((row * 37 + c * 53) % 97))
  const sum = raw.reduce((a, b) => a + b)
  return raw.map((x) => x / sum)
}

/** A column for the class whose number ends its name. */
function softmaxFile(names: readonly string[]): string {
  const lines = Array.from({ length: ROWS }, (_, row) => {
    const p = softmax(row, names.length)
    const cells = names.map((name) => p[Number(name.at(-1))])
    return `${row % names.length},${p.indexOf(Math.max(...p))},${cells.join()}\n`
  })
  return write('softmax.csv', `True Class,Predicted Class,${names.join()}\n${lines.join('')}`)
}

const meanOf = (classes: number) =>
  Array.from({ length: ROWS }, (_, row) => -Math.log(softmax(row, classes)[row % classes])).reduce(
    (a, b) => a + b,
  ) / ROWS

describe('probabilities that are called like predicted classes', () => {
  it.each([
    ['Predicted Probability Class 0', 'Predicted Probability Class 1', 'Predicted Probability Class 2'],
    ['predicted_class_prob_2', 'predicted_class_prob_0', 'predicted_class_prob_3', 'predicted_class_prob_1'],
    ['Predicted_Class_Probability_0', 'Predicted_Class_Probability_1'],
  ])('%s, %s … are of the classes that they count', async (...names) => {
    const { results } = await lossctlJson<{ results: CompareReport[] }>('compare', softmaxFile(names))
    expect(results[0].losses[0].value).toBeCloseTo(meanOf(names.length), 12)
  })

  it('are no classes where they do not sum to 1, or count otherwise', async () => {
    const names = [0, 1, 2].map((c) => `Predicted Probability Class ${c}`)
    const text = readFileSync(softmaxFile(names), 'utf8')
    for (const changed of [
      text.replaceAll(/,0\.(\d)\d+\n/g, ',0.9$1\n'),
      text.replace('Class 0', 'Class 3'),
      text.replace('Probability Class 2', 'Class Probability'),
      text.replaceAll('Predicted Prob', 'Max Predicted Prob'),
    ]) {
      const { code, stderr } = await lossctl(['compare', write('changed.csv', changed)])
      expect([code, stderr]).toEqual([3, expect.stringContaining('error: ')])
    }
  })
})

describe('probabilities of one thing', () => {
  it.each([
    ['word_p_spam', 'char_p_spam'],
    ['p_spam_word', 'p_spam_char'],
    ['cnn_prob_fraud', 'rnn_prob_fraud', 'gru_prob_fraud'],
    ['word p of spam', 'char p of spam'],
  ])('%s, %s are those of several models', async (...names) => {
    const chance = (row: number, model: number) => ((row * 37 + model * 29) % 97) / 98 + 0.005
    const lines = Array.from(
      { length: ROWS },
      (_, row) => `${Number(row % 3 === 0)},${names.map((_, m) => chance(row, m)).join()}\n`,
    )
    const file = write('models.csv', `label,${names.join()}\n${lines.join('')}`)
    const { code, stderr } = await lossctl(['samples', file])
    expect([code, stderr]).toEqual([3, expect.stringContaining('may be the scores of several models')])
    expect(stderr).toMatch(/--score ('?)[^ ].*\1 --score-b .* with lossctl diff/)
    const [a, b] = names
    const { losses } = await lossctlJson<{ losses: { difference: number }[] }>(
      'diff',
      file,
      '--score',
      a,
      '--score-b',
      b,
    )
    const mean = (model: number) =>
      Array.from(
        { length: ROWS },
        (_, row) => -Math.log(row % 3 === 0 ? chance(row, model) : 1 - chance(row, model)),
      ).reduce((x, y) => x + y) / ROWS
    expect(losses[0].difference).toBeCloseTo(mean(1) - mean(0), 12)
  })
})
