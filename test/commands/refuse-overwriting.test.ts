import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { CommandModule } from '../../src/commands/command.ts'
import { COMMANDS } from '../../src/commands/index.ts'
import { flagOf, type OptionRecord } from '../../src/commands/options/option.ts'
import { lossctl } from '../made/host.ts'
import { fixture } from '../made/shared.ts'

const root = mkdtempSync(join(tmpdir(), 'lossctl-'))
afterAll(() => rmSync(root, { recursive: true }))
const newFolder = () => mkdtempSync(join(root, 'x-'))

/** No command could read it: whoever is refused for its name was refused before anything was read. */
const CONTENT = 'neither predictions nor anything else'

/** Other names of a file. */
const NAMES: Readonly<Record<string, (folder: string, file: string) => string>> = {
  'its name': (folder, file) => join(folder, file),
  'another spelling': (folder, file) => `${folder}/./folder/../${file}`,
  'a link': (folder, file) => {
    symlinkSync(file, join(folder, 'link.html'))
    return join(folder, 'link.html')
  },
  'a hard link': (folder, file) => {
    linkSync(join(folder, file), join(folder, 'hard.html'))
    return join(folder, 'hard.html')
  },
}

interface Case {
  readonly command: CommandModule
  readonly input: string
  readonly output: OptionRecord
  readonly name: string
  /** With the paths of both. */
  readonly line: (input: string, output: string) => readonly string[]
}

/** A word for each argument, in place of one of them the input. */
function argumentsOf({ args }: CommandModule, place: number | null, input: string): readonly string[] {
  return args.map((_, index) => (index === place ? input : `${input}.other-${index}`))
}

const REQUIRED: Readonly<Record<string, string>> = { for: 'gamma' }

function outputWords(option: OptionRecord, path: string): readonly string[] {
  return [flagOf(option), option.pathOf ? `json=${path}` : path]
}

/** Each command that writes, with each way to name a file to write and each to name one to read. */
function casesOf(command: CommandModule): readonly Case[] {
  const { name, args, options } = command
  const base = [
    name,
    ...options.filter(({ required }) => required).flatMap((o) => [flagOf(o), REQUIRED[o.key]]),
  ]
  const outputs = options.filter(({ isOutput }) => isOutput)
  const read = options.filter(({ isInput }) => isInput)
  return outputs.flatMap((output) => [
    ...args.flatMap(({ name: input, isInput }, place) =>
      isInput
        ? Object.keys(NAMES).map((other) => ({
            command,
            input,
            output,
            name: other,
            line: (file: string, to: string) => [
              ...base,
              ...argumentsOf(command, place, file),
              ...outputWords(output, to),
            ],
          }))
        : [],
    ),
    ...read
      .filter(({ key }) => key !== output.mayReplace)
      .flatMap((option) =>
        Object.keys(NAMES).map((other) => ({
          command,
          input: flagOf(option),
          output,
          name: other,
          line: (file: string, to: string) => [
            ...base,
            ...argumentsOf(command, null, file),
            ...[flagOf(option), file],
            ...outputWords(output, to),
          ],
        })),
      ),
  ])
}

const content = (folder: string) =>
  readdirSync(folder, { withFileTypes: true }).map((entry) =>
    entry.isFile() ? [entry.name, readFileSync(join(folder, entry.name), 'utf8')] : [entry.name],
  )

describe('what is read is not written:', () => {
  it.each(
    COMMANDS.flatMap(casesOf).map((one) => ({
      ...one,
      title: `${one.command.name} ${one.input}`,
      flag: flagOf(one.output),
    })),
  )('$title by $flag, under $name', async ({ line, name }) => {
    const folder = newFolder()
    mkdirSync(join(folder, 'folder'))
    writeFileSync(join(folder, 'input.html'), CONTENT)
    const output = NAMES[name](folder, 'input.html')
    const before = content(folder)
    const { code, stdout, stderr } = await lossctl(line(join(folder, 'input.html'), output))
    expect(stderr).toMatch(/^error: .* would overwrite .*, which is read; give it another name\n$/)
    expect([code, stdout]).toEqual([2, ''])
    expect(content(folder)).toEqual(before)
  })

  it('every option and argument that takes a file is declared as read or written', () => {
    for (const { args, options } of COMMANDS) {
      const files = options.filter(({ value }) => value?.includes('file'))
      expect(files.filter(({ isInput, isOutput }) => !isInput && !isOutput)).toEqual([])
      expect(args.filter(({ name, isInput }) => !isInput && name !== '[name]')).toEqual([])
    }
  })
})

describe('a data set of several files', () => {
  const shards = () => {
    const folder = newFolder()
    for (const name of ['a.csv', 'b.csv']) writeFileSync(join(folder, name), 'label,prob\n1,0.75\n0,0.25\n')
    return folder
  }

  it.each([
    ['a file of a folder', (folder: string) => [folder, `${folder}/b.csv`]],
    ['what would be a file of a folder', (folder: string) => [folder, `${folder}/c.csv`]],
    [
      'what would be one, by a link to the folder',
      (folder: string) => {
        symlinkSync(folder, `${folder}-link`)
        return [folder, `${folder}-link/c.TXT`]
      },
    ],
    ['a file that a pattern matches', (folder: string) => [`${folder}/[a-c].csv`, `${folder}/b.csv`]],
    ['what a pattern would match', (folder: string) => [`${folder}/[a-c].csv`, `${folder}/c.csv`]],
    [
      'what a pattern would match, spelled otherwise',
      (folder: string) => [`${folder}/../**/[a-c].csv`, `${folder}/./c.csv`],
    ],
  ])('is not added to: %s', async (_, make) => {
    const folder = shards()
    const [input, output] = make(folder)
    const before = content(folder)
    const { code, stderr } = await lossctl(['compare', input, '-o', output])
    expect(stderr).toMatch(
      /^error: --output .* would be one of the files of .*, which are read; write it elsewhere\n$/,
    )
    expect(code).toBe(2)
    expect(content(folder)).toEqual(before)
  })

  it.each([
    [
      'a folder, under an ending that it is not searched for',
      (folder: string) => [folder, `${folder}/c.json`],
    ],
    ['a pattern that does not match', (folder: string) => [`${folder}/[a-b].csv`, `${folder}/c.csv`]],
    [
      'a folder within',
      (folder: string) => {
        mkdirSync(join(folder, 'out'))
        return [folder, `${folder}/out/c.csv`]
      },
    ],
  ])('may have the answer beside it: %s', async (_, make) => {
    const [input, output] = make(shards())
    expect(await lossctl(['compare', input, '-o', output])).toMatchObject({ code: 0, stderr: '' })
  })

  it('is looked through when it is the second, and by labels', async () => {
    const folder = shards()
    const other = join(folder, 'a.csv')
    for (const args of [
      [other, `${folder}/*.csv`],
      [other, '--labels', folder],
    ])
      expect((await lossctl(['compare', ...args, '-o', `${folder}/b.csv`])).code).toBe(2)
  })
})

describe('a check', () => {
  const predictions = fixture('breast-cancer.csv')
  const rule = ['--max', 'focal.mean=1']

  it('may put a new baseline in the place of the old one, on the command line and by configuration', async () => {
    const baseline = join(newFolder(), 'main.json')
    expect((await lossctl(['check', predictions, '--save-baseline', baseline])).code).toBe(0)
    const config = join(newFolder(), 'rules.json')
    writeFileSync(config, JSON.stringify({ rules: ['max-increase focal.mean=2%'], baseline }))
    for (const args of [
      ['--baseline', baseline, ...rule],
      ['--config', config],
    ])
      expect((await lossctl(['check', predictions, ...args, '--save-baseline', baseline])).code).toBe(0)
  })

  it('writes no report over the baseline that its configuration names', async () => {
    const folder = newFolder()
    const [baseline, config] = [join(folder, 'main.json'), join(folder, 'rules.json')]
    writeFileSync(baseline, CONTENT)
    writeFileSync(config, JSON.stringify({ rules: ['max-increase focal.mean=2%'], baseline }))
    const { code, stderr } = await lossctl([
      'check',
      predictions,
      '--config',
      config,
      '--format',
      `json=${baseline}`,
    ])
    expect([code, stderr]).toEqual([
      2,
      `error: --format json=${baseline} would overwrite ${baseline}, which is read; give it another name\n`,
    ])
    expect(readFileSync(baseline, 'utf8')).toBe(CONTENT)
  })

  it.each([
    'lossctl.config.json',
    'lossctl.config.yaml',
    'package.json',
  ])('writes nothing over %s, which it looks for', async (name) => {
    const { code, stderr } = await lossctl(['check', predictions, ...rule, '--format', `json=${name}`])
    expect([code, stderr]).toEqual([
      2,
      `error: --format json=${name} would overwrite ${name}, which is read; give it another name\n`,
    ])
  })

  it.each([
    ['one name', (folder: string) => [`${folder}/a.json`, `${folder}/a.json`]],
    [
      'two spellings of a file that is not there yet',
      (folder: string) => [`${folder}/a.json`, `${folder}/./a.json`],
    ],
    [
      'a link to where nothing is yet',
      (folder: string) => {
        symlinkSync('a.json', join(folder, 'link.json'))
        return [`${folder}/a.json`, `${folder}/link.json`]
      },
    ],
    [
      'a hard link',
      (folder: string) => {
        writeFileSync(join(folder, 'a.json'), '')
        linkSync(join(folder, 'a.json'), join(folder, 'b.json'))
        return [`${folder}/a.json`, `${folder}/b.json`]
      },
    ],
  ])('writes no two outputs into one file: %s', async (_, make) => {
    const [one, other] = make(newFolder())
    for (const args of [
      ['--format', `json=${one}`, '--format', `csv=${other}`],
      ['--save-baseline', one, '--format', `csv=${other}`],
    ]) {
      const { code, stderr } = await lossctl(['check', predictions, ...rule, ...args])
      expect(stderr).toMatch(/^error: .* and .* are one file; give each a file of its own\n$/)
      expect(code).toBe(2)
    }
  })

  it.skipIf(process.platform === 'win32')(
    'may write several outputs to a device, which keeps nothing (needs /dev/null)',
    async () => {
      const args = ['--format', 'json=/dev/null', '--format', 'csv=/dev/null']
      expect((await lossctl(['check', predictions, ...rule, ...args])).code).toBe(0)
    },
  )
})
