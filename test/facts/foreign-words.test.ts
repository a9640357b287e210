import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/commands/index.ts'
import { createProgram } from '../../src/program.ts'
import { inTurn, places } from '../made/draws.ts'
import { lossctl } from '../made/host.ts'

/** Words that every object of JavaScript knows, and one that nobody knows. */
const KNOWN_TO_OBJECTS = ['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty']
const UNHEARD = 'unheard'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-words-'))
const preds = join(folder, 'preds.csv')
const sketch = join(folder, 'preds.sketch.json')

beforeAll(async () => {
  writeFileSync(preds, 'id,label,prob,loss\n1,1,0.9,0.1\n2,0,0.2,0.2\n3,1,0.4,0.9\n4,0,0.7,1.2\n')
  expect((await lossctl(['sketch', preds, '--output', sketch])).code).toBe(0)
})

/** A command line that works, for each command. */
const BASES: Readonly<Record<string, readonly string[]>> = {
  compare: [preds],
  diff: [preds, preds],
  samples: [preds],
  weights: [],
  curve: [],
  calibrate: [preds],
  sweep: [preds, '--over', 'gamma=0,1'],
  solve: [preds, '--for', 'gamma', '--want', 'easy.loss <= 10%'],
  report: [preds, '--output', join(folder, 'page.html')],
  check: [preds, '--loss', 'ce', '--max', 'ce.mean=1'],
  diagnose: [preds, '--loss-column', 'loss'],
  sketch: [preds, '--output', join(folder, 'made.sketch.json')],
  merge: [sketch, '--output', join(folder, 'merged.sketch.json')],
  inspect: [preds],
  losses: [],
}

/** Where a word may stand in the value of an option, besides being all of it. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  '--loss': ['focal:WORD=1', 'WORD:gamma=1', 'focal:gamma=WORD', 'poly1-focal:poly-alpha=WORD'],
  '--over': ['WORD=0,1', 'gamma=WORD'],
  '--want': ['WORD = 1', 'WORD.loss <= 1', 'easy.WORD >= 1', 'easy.loss = WORD'],
  '--rank': ['WORD.loss', 'easy.WORD', 'positive:WORD.loss'],
  '--max': ['WORD=1', 'ce.WORD=1', 'WORD.mean=1', 'ce:WORD=1.mean=1', 'ce.mean=WORD', 'WORD.share=1'],
  '--max-increase': ['ce.WORD=1'],
  '--only': ['easy,WORD'],
  '--class-names': ['WORD,other', 'other,WORD', 'WORD,WORD'],
  '--thresholds': ['0.5,WORD'],
}

const program = createProgram(COMMANDS, async () => {})

const questions = program.commands
  .flatMap((command) => [
    { question: [command.name(), 'WORD'] },
    { question: [command.name(), ...BASES[command.name()], '--WORD', '1'] },
    ...command.options
      .filter((option) => option.long !== undefined && (option.required || option.optional))
      .flatMap((option) => {
        // Files are written where they are named.
        const isPath = /<(file|path)>/.test(option.flags)
        const values = [isPath ? join(folder, 'made.WORD') : 'WORD', ...(PLACES[option.long!] ?? [])]
        return values.map((value) => ({
          question: [command.name(), ...BASES[command.name()], option.long!, value],
        }))
      }),
  ])
  .map((one, at) => ({ ...one, words: inTurn(KNOWN_TO_OBJECTS, at) }))

const asked = places(questions.length).map((at) => questions[at])

/** What is said, with the word taken out: it must not depend on what the word means to an object. */
async function answerTo(question: readonly string[], word: string): Promise<readonly unknown[]> {
  const { code, stderr } = await lossctl(question.map((part) => part.replaceAll('WORD', word)))
  // A page is larger by the length of the word, and a guess is of its letters.
  const said = stderr.replaceAll(word, 'WORD').replace(/; did you mean [^?]*\?/, '')
  return [code, said.replace(/\d+ kB/, 'n kB')]
}

describe('a word that objects know', () => {
  it('is asked of every command', () => {
    expect(Object.keys(BASES).toSorted()).toEqual(
      program.commands.map((command) => command.name()).toSorted(),
    )
  })

  it.each(asked)('is like any other: $question', async ({ question, words }) => {
    const other = await answerTo(question, UNHEARD)
    for (const word of words) expect(await answerTo(question, word), word).toEqual(other)
  })

  it.each([
    [['samples', preds, '--only', 'WORD', '--top', '1'], 'it is one of'],
    [['compare', preds, '--loss', 'focal:WORD=1'], 'has no parameter'],
    [['compare', preds, '--loss', 'WORD'], 'there is no loss'],
    [['sweep', preds, '--over', 'WORD=1'], 'has no open parameter'],
    [['solve', preds, '--for', 'WORD', '--want', 'mean = 1'], 'has no number'],
    [['solve', preds, '--for', 'gamma', '--want', 'WORD = 1'], 'there is no quantity'],
  ])('is unknown: %s', async (question, reason) => {
    for (const word of KNOWN_TO_OBJECTS) {
      const [code, stderr] = await answerTo(question, word)
      expect(code).toBe(2)
      expect(stderr).toContain(reason)
    }
  })

  it.each(['json', 'yaml'])('is unknown in a configuration in %s', async (ending) => {
    const path = join(folder, `config.${ending}`)
    const texts = [
      '{"WORD": 1}',
      '{"rules": ["WORD ce.mean=1"]}',
      '{"rules": ["max ce.WORD=1"], "losses": ["ce"]}',
    ]
    for (const text of [...texts, '{"rules": ["max ce.mean=1"], "losses": ["WORD"]}']) {
      const answers: (readonly unknown[])[] = []
      for (const word of [UNHEARD, ...KNOWN_TO_OBJECTS]) {
        writeFileSync(path, text.replaceAll('WORD', word))
        answers.push(await answerTo(['check', preds, '--config', path], word))
      }
      for (const answer of answers) expect(answer).toEqual(answers[0])
      expect(answers[0][0]).not.toBe(0)
    }
  })

  it.each([
    ['a column of labels', 'WORD,prob\n1,0.9\n0,0.2\n', ['--label', 'WORD']],
    ['a column of scores', 'label,WORD\n1,0.9\n0,0.2\n', ['--score', 'WORD']],
    ['a column of slices', 'label,prob,WORD\n1,0.9,a\n0,0.2,b\n', ['--by', 'WORD']],
    ['a column of weights', 'label,prob,WORD\n1,0.9,2\n0,0.2,3\n', ['--weight', 'WORD']],
    ['slices', 'label,prob,site\n1,0.9,WORD\n0,0.2,b\n1,0.2,WORD\n', ['--by', 'site']],
    ['labels', 'label,prob\nWORD,0.9\nb,0.2\nWORD,0.3\n', ['--class-names', 'b,WORD']],
    ['a label to ignore', 'label,prob\nWORD,0.9\n1,0.2\n0,0.3\n', ['--ignore-label', 'WORD']],
    [
      'classes of columns',
      'label,prob_WORD,prob_b,prob_c\nWORD,0.5,0.2,0.3\nb,0.1,0.2,0.7\n',
      ['--by', 'class'],
    ],
    ['a bad cell', 'label,prob\n1,WORD\n0,0.3\n', ['--from', 'probs']],
    ['a bad label', 'label,prob\n1,0.5\n0,0.3\nWORD,0.3\n1,0.5\n0,0.3\n1,0.5\n0,0.3\n', []],
  ])('names %s as any other', async (_name, rows, options) => {
    const answersOf = async (command: readonly string[], word: string) => {
      const path = join(folder, 'data.csv')
      writeFileSync(path, rows.replaceAll('WORD', word))
      const words = [...command, path, ...options, '--format', 'json']
      const { code, stdout, stderr } = await lossctl(words.map((part) => part.replaceAll('WORD', word)))
      return [code, stdout.replaceAll(word, 'WORD'), stderr.replaceAll(word, 'WORD')]
    }
    for (const command of [
      ['compare'],
      ['samples'],
      ['inspect'],
      ['check', '--loss', 'ce', '--max', 'ce.mean=9'],
    ]) {
      const other = await answersOf(command, UNHEARD)
      for (const word of KNOWN_TO_OBJECTS) expect(await answersOf(command, word), word).toEqual(other)
    }
  })
})
