import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import type { CommandModule } from '../../../src/commands/command.ts'
import { defineCommand } from '../../../src/commands/define.ts'
import { COMMANDS } from '../../../src/commands/index.ts'
import { CHECK_OPTIONS } from '../../../src/commands/options/check.ts'
import { flagOf, type OptionRecord, ofReading, wordsOf } from '../../../src/commands/options/option.ts'
import { READING } from '../../../src/commands/options/reading.ts'
import { lossctl } from '../../made/host.ts'
import { fixture } from '../../made/shared.ts'

/** The values that commander makes of words. */
function parse(options: readonly OptionRecord[], words: readonly string[]): Record<string, unknown> {
  const program = new Command().exitOverride()
  const module: CommandModule = {
    name: 'do',
    summary: '',
    args: [],
    examples: [],
    options,
    run: async () => ({}),
  }
  let values = {}
  defineCommand(program, module).action((given) => {
    values = given
  })
  program.parse(['node', 'lossctl', 'do', ...words])
  return values
}

/** A word for each option of reading. */
const WORDS: Readonly<Record<string, string>> = {
  task: 'softmax',
  from: 'probs',
  classNames: 'a,b',
  probTolerance: '0.5',
  temperature: '2',
  priors: '0.5,0.25',
  logitAdjust: '2',
  classAxis: '1',
  onBadRow: 'skip',
}

const wordsFor = (option: OptionRecord) =>
  option.value === undefined ? [flagOf(option)] : [flagOf(option), WORDS[option.key] ?? 'x']

describe('an option', () => {
  it.each(ofReading(READING))('of reading is printed as it was given: $key', (option) => {
    const words = wordsFor(option)
    expect(wordsOf(READING, parse(READING, words))).toEqual(words)
  })

  it('that is what it is without a word is not printed', () => {
    expect(wordsOf(READING, parse(READING, ['--on-bad-row', 'fail']))).toEqual([])
    expect(wordsOf(CHECK_OPTIONS, parse(CHECK_OPTIONS, []))).toEqual([])
  })

  it('that is on without a word is printed as its negation', () => {
    expect(wordsOf(CHECK_OPTIONS, parse(CHECK_OPTIONS, ['--no-noise']))).toEqual(['--no-noise'])
  })

  it('that repeats is printed as often as it was given', () => {
    const words = ['--loss', 'ce', '--loss', 'focal:gamma=2']
    expect(wordsOf(CHECK_OPTIONS, parse(CHECK_OPTIONS, words))).toEqual(words)
  })

  it('of one list with others keeps the order of the command line', () => {
    const { rules } = parse(CHECK_OPTIONS, ['--min', 'a=1', '--max-increase', 'b=2%', '--max', 'c=3'])
    expect(rules).toMatchObject([{ kind: 'min' }, { kind: 'max-increase' }, { kind: 'max' }])
  })

  it('has one key in a command, or a list that several flags add to', () => {
    for (const { options } of COMMANDS) {
      const keys = options.filter(({ repeats, flag }) => !(repeats && flag)).map(({ key }) => key)
      expect(new Set(keys).size).toBe(keys.length)
    }
  })
})

describe('a saved sketch', () => {
  it.each(ofReading(READING))('refuses $key, which says how predictions are read', async (option) => {
    const file = fixture('sketch/by-python.sketch.json')
    const { code, stderr } = await lossctl(['compare', file, ...wordsFor(option)])
    expect(code).toBe(2)
    expect(stderr).toContain(`${flagOf(option)} says how to read predictions`)
  })
})
