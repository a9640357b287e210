import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/commands/index.ts'
import { flagOf } from '../../src/commands/options/option.ts'
import { nameForm } from '../../src/measures/measure.ts'
import { MEASURES } from '../../src/measures/measures.ts'
import { createProgram } from '../../src/program.ts'
import { CALIBRATION_MEASURES } from '../../src/questions/calibrate/measures.ts'
import { lossctl } from '../made/host.ts'
import { wordsOf } from '../made/paste.ts'
import { fixture } from '../made/shared.ts'

const help = async (args: readonly string[], tty = 80) => {
  const { code, stdout, stderr } = await lossctl(args, { tty, env: { NO_COLOR: '1' } })
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

describe.each(COMMANDS)('the help of $name', ({ name, summary, examples, options, args }) => {
  it('says first what it does, then how it is used, then examples, then options', async () => {
    for (const flag of ['-h', '--help']) {
      const text = await help([name, flag])
      expect(text.replaceAll('\n', ' ').slice(1)).toContain(`${summary.slice(1)}. `)
      const places = [/^Usage: lossctl/m, /^Examples:$/m, /^ {2}lossctl/m, /^ {2}-[of],/m].map((line) =>
        text.search(line),
      )
      expect(text).toContain(`  ${examples[0].slice(0, 60)}`)
      expect(places.every((place) => place > 0)).toBe(true)
      expect(places).toEqual(places.toSorted((a, b) => a - b))
    }
  })

  it('is short with -h, and has all with --help', async () => {
    const [short, long] = [await help([name, '-h']), await help([name, '--help'])]
    // A screen of most terminals, and what little more the eye takes.
    expect(short.split('\n').length).toBeLessThanOrEqual(45)
    expect(short).toContain(`lossctl help ${name} has all`)
    for (const option of [...options.map(flagOf), '--color']) expect(long).toContain(option)
    for (const { name: argument } of args) expect(long).toContain(`  ${argument}  `)
    expect(await help(['help', name])).toBe(long)
    expect(await help(['--color', 'never', name, 'no.csv', '--nope', '--help'])).toBe(long)
  })

  it.each([60, 80, 120])('fits %i columns', async (width) => {
    // A value is not parted from its flag, and a name of options not from the other.
    for (const flag of ['-h', '--help'])
      for (const line of (await help([name, flag], width)).split('\n'))
        if (!/^( {2,4}(lossctl|--?[a-z])|Rules \(|Quantities|Usage:)/.test(line) || width >= 80)
          expect(line.length, line).toBeLessThanOrEqual(Math.max(width, line.startsWith('Rules') ? 90 : 0))
  })

  it('has its defaults in one notation', async () => {
    const text = (await help([name, '--help'])).replaceAll(/\s+/g, ' ').replace('(detected unless said)', '')
    expect(text).not.toMatch(/unless said|\(default|default: "|\(\d+\)/)
    for (const { value, default: usual, otherwise } of options)
      if (value !== undefined && usual !== undefined)
        expect(text).toContain(`[default: ${otherwise ?? usual}]`)
  })

  it('has examples that can be run as they stand', async () => {
    for (const example of examples) {
      const words = wordsOf(example.replace(/^.*\| /, '')).slice(1)
      const asked: string[] = []
      const program = createProgram(COMMANDS, async (command) => void asked.push(command.name))
      await program.parseAsync(words, { from: 'user' })
      expect(asked).toEqual([name])
    }
  })
})

const preds = fixture('breast-cancer.csv')

describe('quantities', () => {
  it.each(['sweep', 'solve', 'check'])('are listed by the help of %s', async (name) => {
    const text = await help([name, '--help'])
    for (const measure of MEASURES) expect(text).toContain(nameForm(measure))
  })

  it.each(['sweep', 'diff', 'check'])('of calibration are listed by the help of %s', async (name) => {
    const text = await help([name, '--help'])
    for (const { name: quantity } of CALIBRATION_MEASURES) expect(text).toContain(`  ${quantity}  `)
  })
})

describe('the help of the program', () => {
  it('names every command, and fits 80 columns', async () => {
    const text = await help(['--help'])
    for (const { name, summary } of COMMANDS)
      expect(text.replaceAll(/\s+/g, ' ')).toContain(` ${name} ${summary}`)
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
    for (const args of [['-h'], ['help'], ['help', '--help']]) expect(await help(args)).toBe(text)
  })

  it('has its version by every name', async () => {
    const [first, ...others] = await Promise.all(
      ['-V', '-v', '--version', 'version'].map((word) => help([word])),
    )
    expect(new Set(others)).toEqual(new Set([first]))
    for (const args of [
      ['-V', '--color', 'never'],
      ['check', preds, '--version'],
    ])
      expect(await help(args)).toBe(first)
  })
})

describe('what is not understood is answered with what may be meant:', () => {
  it.each([
    [
      [preds, '--gamma', '2'],
      `there is no command "${preds}"; did you mean lossctl compare ${preds} --gamma 2`,
    ],
    [
      ['no-such/preds.csv', '--gamma', '2'],
      'there is no command "no-such/preds.csv", and no such file; did you mean lossctl compare no-such/preds.csv --gamma 2',
    ],
    [
      ['preds.csv'],
      'there is no command "preds.csv", and no such file; did you mean lossctl compare preds.csv',
    ],
    [['comapre'], 'there is no command "comapre"; did you mean compare?'],
    [['help', 'comapre'], 'there is no command "comapre"; did you mean compare?'],
    [
      ['postgres://u:secret@h/d', '--table', 't'],
      'a database stands where a command is named; name it first',
    ],
    [['zzz'], 'there is no command "zzz"; lossctl help lists all'],
    [['--gamma', '2', 'compare', preds], '"--gamma" stands where a command is named; name it first,'],
    [['compare'], 'compare needs a file; as in lossctl compare preds.csv'],
    [['merge'], 'merge needs a sketch; as in lossctl merge '],
    [['curve', preds], 'curve takes no files, and 1 is given; say --cdf FILE'],
    [
      ['diff', 'a', 'b', 'c'],
      'diff takes two files, and 3 are given; as in lossctl diff before.csv after.csv',
    ],
    [['losses', 'a', 'b'], 'losses takes one name, and 2 are given'],
    [['compare', preds, '--gama', '2'], 'compare has no option "--gama"; did you mean --gamma?'],
    [['compare', preds, '--cdf=x'], 'compare has no option "--cdf"; lossctl curve has it'],
    [
      ['sweep', preds, '--over', 'gamma=0..2/1,alpha=none,0.25'],
      '--over gamma=0..2/1,alpha=none,0.25: each parameter is an --over of its own; say --over gamma=0..2/1 --over alpha=none,0.25',
    ],
    [
      ['sweep', preds, '--gamma', '0:5'],
      'sweep has no option "--gamma"; it moves a parameter: --over gamma=FROM..TO/STEP, as in --over gamma=0..5/0.5',
    ],
    [
      ['samples', preds, '--sort', 'suspicious'],
      '--sort suspicious fits none of the losses; did you mean --sort suspicion?',
    ],
    [
      ['samples', preds, '--sort', 'fical'],
      '--sort fical fits none of the losses; did you mean --sort focal?',
    ],
    [
      ['samples', preds, '--sort', 'pt'],
      '--sort pt fits none of the losses; they are ce:alpha=none, focal:alpha=none,gamma=2; it may be margin or suspicion too',
    ],
    [['compare', preds, '--zzz'], 'compare has no option "--zzz"; lossctl help compare lists all'],
    [['compare', preds, '--by'], '--by has no value; after it comes <column>: break down by'],
    [
      ['compare', preds, '-f', 'jsno'],
      '--format jsno: it is one of table, json, csv, markdown, latex; did you mean json?',
    ],
    [
      ['compare', preds, '--gamma', '0.5', '1', '2'],
      '--gamma 0.5 1 2: 1 would be a file; say --gamma 0.5,1,2',
    ],
    [['sweep', preds, '--over', 'gamma=0', '1'], '--over gamma=0 1: 1 would be a file; say --over gamma=0,1'],
    [
      ['compare', preds, '--loss', 'ce', 'focal'],
      '--loss ce focal: focal would be a file; say --loss ce --loss focal',
    ],
  ])('%j', async (args, words) => {
    const { code, stdout, stderr } = await lossctl(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(`error: ${words}`)
  })

  it('a file by one beside it', async () => {
    const { code, stderr } = await lossctl(['compare', preds.replace('cancer', 'cancre')])
    expect([code, stderr]).toEqual([3, expect.stringContaining(`; did you mean ${preds}?`)])
  })

  it('a format by an ending that has it', async () => {
    const [short, long] = await Promise.all(
      ['md', 'markdown'].map((format) => lossctl(['compare', preds, '-f', format])),
    )
    expect(short).toEqual(long)
  })
})
