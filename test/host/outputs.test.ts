/** What stands under the name of an output is written to in its own way, and files are written whole or not at all. */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'
import { can, isRoot, predictionFolders, runBin, runShell } from '../made/process.ts'

const newFolder = predictionFolders()

let folder = ''
const at = (name: string) => join(folder, name)
const read = (name: string) => readFileSync(at(name), 'utf8')
const compareTo = (name: string) => lossctl(['compare', at('p.csv'), '--format', 'json', '-o', at(name)])
const isAnswer = (text: string) => JSON.parse(text).kind === 'compare'

beforeEach(() => {
  folder = newFolder()
})

describe('an output that is a link', () => {
  it.each([
    ['to a file', ['to.json'], 'to.json'],
    ['to nothing yet', [], 'to.json'],
    ['to another link', ['to.json'], 'second.json'],
    ['through a link to a folder and up from there', [], 'down/../to.json'],
  ])('%s is followed, and stays', async (_, present, leads) => {
    for (const name of present) writeFileSync(at(name), 'old')
    symlinkSync('to.json', at('second.json'))
    // What `..` is behind `down` only the file system knows.
    mkdirSync(at('far/deep'), { recursive: true })
    symlinkSync('far/deep', at('down'))
    symlinkSync(leads, at('link.json'))
    expect(await compareTo('link.json')).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(readlinkSync(at('link.json'))).toBe(leads)
    expect(isAnswer(read(leads.startsWith('down') ? 'far/to.json' : 'to.json'))).toBe(true)
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('to itself is refused in one line', async () => {
    symlinkSync('ring.json', at('ring.json'))
    const { code, stderr } = await compareTo('ring.json')
    expect([code, stderr]).toEqual([3, `error: ${at('ring.json')}: cannot be written (ELOOP)\n`])
  })

  it('is followed by every command that writes', async () => {
    const commands = [
      ['samples', at('p.csv'), '--output', at('link.csv')],
      ['sketch', at('p.csv'), '-o', at('link.sketch.json')],
      ['report', at('p.csv'), '-o', at('link.html')],
      ['curve', '-o', at('link.svg')],
      ['check', at('p.csv'), '--save-baseline', at('link.json')],
      ['check', at('p.csv'), '--max', 'ce.mean=9', '--format', `junit=${at('link.xml')}`],
    ]
    for (const command of commands) {
      const link = command.at(-1)!.replace('junit=', '')
      const target = link.replace('link', 'to')
      writeFileSync(target, 'old')
      symlinkSync(target, link)
      expect((await lossctl(command)).code, command[0]).toBe(0)
      expect([readlinkSync(link), readFileSync(target, 'utf8') === 'old']).toEqual([target, false])
    }
  })
})

describe('an output that is there already', () => {
  it('keeps its mode', async () => {
    writeFileSync(at('secret.json'), 'old')
    chmodSync(at('secret.json'), 0o600)
    expect((await compareTo('secret.json')).code).toBe(0)
    expect([statSync(at('secret.json')).mode & 0o777, isAnswer(read('secret.json'))]).toEqual([0o600, true])
  })

  it.skipIf(!isRoot)('keeps its owner (needs root)', async () => {
    writeFileSync(at('theirs.json'), 'old')
    chownSync(at('theirs.json'), 65534, 65534)
    expect((await compareTo('theirs.json')).code).toBe(0)
    const { uid, gid } = statSync(at('theirs.json'))
    expect([uid, gid, isAnswer(read('theirs.json'))]).toEqual([65534, 65534, true])
  })

  it('leaves what has the same bytes under another name as it is', async () => {
    writeFileSync(at('backup.json'), 'old')
    linkSync(at('backup.json'), at('out.json'))
    expect((await compareTo('out.json')).code).toBe(0)
    expect([read('backup.json'), isAnswer(read('out.json'))]).toEqual(['old', true])
  })

  it('may have a name of any length', async () => {
    const long = `${'n'.repeat(250)}.json`
    const widest = `${'語'.repeat(83)}.json`
    for (const name of [long, widest]) expect((await compareTo(name)).code).toBe(0)
    expect(readdirSync(folder).toSorted()).toEqual([long, 'p.csv', widest].toSorted())
  })
})

describe('an output that is a pipe or a device', () => {
  const hasPipes = can('mkfifo', '--version')

  it.skipIf(!hasPipes)('is written to: a pipe whose reader comes late (needs mkfifo)', async () => {
    execFileSync('mkfifo', [at('pipe')])
    const line = 'lossctl compare p.csv --format json -o pipe & sleep 1; cat pipe; wait $!'
    const { code, stdout, stderr } = await runShell(line, folder)
    expect([code, isAnswer(stdout), stderr]).toEqual([0, true, ''])
    expect(lstatSync(at('pipe')).isFIFO()).toBe(true)
  })

  it.skipIf(!hasPipes)('is refused when nobody comes to read (needs mkfifo)', async () => {
    execFileSync('mkfifo', [at('pipe')])
    const { code, stderr } = await compareTo('pipe')
    expect([code, stderr]).toEqual([3, `error: ${at('pipe')}: cannot be written (nobody reads it)\n`])
  })

  it.skipIf(!hasPipes)('may be closed by whoever has read enough (needs mkfifo)', async () => {
    execFileSync('mkfifo', [at('pipe.csv')])
    writeFileSync(at('many.csv'), `label,prob\n${'1,0.75\n'.repeat(50_000)}`)
    const line = 'head -n 1 pipe.csv & lossctl samples many.csv --output pipe.csv'
    const { code, stdout } = await runShell(line, folder)
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^row,/)])
  })

  it.skipIf(!canMakeDevices())('stays a device (needs root)', async () => {
    execFileSync('mknod', [at('null'), 'c', '1', '3'])
    expect((await compareTo('null')).code).toBe(0)
    expect(lstatSync(at('null')).isCharacterDevice()).toBe(true)
  })

  it('is standard output, wherever that goes', async () => {
    const write = 'lossctl compare p.csv --format json -o /dev/stdout'
    const { stdout } = await runShell(
      `${write} | cat; ${write} > out.json; echo kept > log; ${write} >> log`,
      folder,
    )
    expect(isAnswer(stdout)).toBe(true)
    expect(read('out.json')).toBe(stdout)
    expect(read('log')).toBe(`kept\n${stdout}`)
  })

  it('is standard output by the name -, and no file of that name', async () => {
    for (const words of [
      ['compare', at('p.csv'), '--format', 'json', '-o', '-'],
      ['sketch', at('p.csv'), '-o', '-'],
      ['curve', '--format', 'svg', '-o', '-'],
    ]) {
      const { code, stdout } = await runBin(words)
      expect([code, stdout.length > 500]).toEqual([0, true])
      expect(existsSync('-')).toBe(false)
    }
  })

  it('is standard output also where that is a socket, which cannot be opened by its name', async () => {
    const { code, stdout } = await runBin(['sketch', at('p.csv'), '-o', '/dev/stdout'])
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^\{"format":"lossctl-sketch"/)])
  })

  it('is standard output, which has room for one', async () => {
    const formats = ['--format', 'table', '--format', 'json=/dev/stdout']
    const { code, stderr } = await lossctl(['check', at('p.csv'), '--max', 'ce.mean=9', ...formats])
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('table and json would both go to standard output'),
    ])
  })

  it('is what a shell makes of another program', async () => {
    const line =
      'lossctl sketch p.csv -o >(cat > copy); wait; sleep 0.2; lossctl inspect p.csv > /dev/null; cat copy'
    expect((await runShell(line, folder)).stdout).toMatch(/^\{"format":"lossctl-sketch"/)
  })
})

describe('several outputs', () => {
  const both = (first: string, second: string) =>
    lossctl([
      ...['check', at('p.csv'), '--max', 'ce.mean=9'],
      ...['--format', `json=${at(first)}`, '--format', `csv=${second}`],
    ])

  it.skipIf(!existsSync('/dev/full'))(
    'are put back as they were when the last one fails (needs /dev/full)',
    async () => {
      writeFileSync(at('old.json'), 'old')
      chmodSync(at('old.json'), 0o640)
      for (const first of ['old.json', 'new.json']) {
        const { code, stderr } = await both(first, '/dev/full')
        expect([code, stderr]).toEqual([3, 'error: /dev/full: cannot be written (the disk is full)\n'])
      }
      expect(readdirSync(folder).toSorted()).toEqual(['old.json', 'p.csv'])
      expect([read('old.json'), statSync(at('old.json')).mode & 0o777]).toEqual(['old', 0o640])
    },
  )

  it.skipIf(!canMount())('are written where one is mounted by itself (needs root)', async () => {
    for (const name of ['other', 'mounted.csv', 'old.json'])
      writeFileSync(at(name), `${name}, ${'x'.repeat(5000)}`)
    execFileSync('mount', ['--bind', at('other'), at('mounted.csv')])
    try {
      expect((await both('first.json', at('mounted.csv'))).code).toBe(0)
      expect([read('other').startsWith('file,'), read('mounted.csv')]).toEqual([true, read('other')])
      // And back, when a later one fails.
      const before = read('other')
      const args = [`json=${at('old.json')}`, `csv=${at('mounted.csv')}`, 'junit=/dev/full']
      const formats = args.flatMap((format) => ['--format', format])
      expect((await lossctl(['check', at('p.csv'), '--max', 'focal.mean=9', ...formats])).code).toBe(3)
      expect([read('other'), read('old.json').slice(0, 9)]).toEqual([before, 'old.json,'])
    } finally {
      execFileSync('umount', [at('mounted.csv')])
    }
    expect(readdirSync(folder).toSorted()).toEqual([
      'first.json',
      'mounted.csv',
      'old.json',
      'other',
      'p.csv',
    ])
  })
})

describe('an output that cannot be written', () => {
  it.each([
    ['compare', '-o', ''],
    ['samples', '--output', ''],
    ['check', '--save-baseline', ''],
    ['check', '--max', 'ce.mean=9', '--format', 'json='],
    ['sketch', '-o', ''],
    ['report', '-o', ''],
  ])('because it has no name is a question gone wrong: %s %s "%s"', async (command, ...flags) => {
    // Before anything is read: these are not there.
    const { code, stderr } = await lossctl([command, at('nosuch.csv'), ...flags])
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^error: [^\n]+\n$/)])
    expect(readdirSync(folder)).toEqual(['p.csv'])
  })

  it('leaves nothing behind when no byte of it can be written', async () => {
    const line = 'ulimit -f 0; lossctl samples p.csv --output out.csv'
    const { code, stderr } = await runShell(line, folder)
    expect([code, stderr]).toEqual([
      3,
      'error: out.csv: cannot be written (it would be larger than files may be here)\n',
    ])
    expect(readdirSync(folder)).toEqual(['p.csv'])
  })

  it('leaves nothing behind when the disk is full half-way', async () => {
    writeFileSync(at('many.csv'), `label,prob\n${'1,0.75\n'.repeat(100_000)}`)
    const { code } = await runShell('ulimit -f 100; lossctl samples many.csv --output out.csv', folder)
    expect([code, readdirSync(folder).toSorted()]).toEqual([3, ['many.csv', 'p.csv']])
  })

  it.skipIf(!canAppendOnly())('anew since it may only grow is refused, and stays (needs root)', async () => {
    writeFileSync(at('grows.json'), 'old')
    execFileSync('chattr', ['+a', at('grows.json')])
    try {
      const { code, stderr } = await compareTo('grows.json')
      expect([code, stderr]).toEqual([3, expect.stringMatching(/grows\.json: cannot be written; [^\n]*\n$/)])
      expect([read('grows.json'), readdirSync(folder).toSorted()]).toEqual(['old', ['grows.json', 'p.csv']])
    } finally {
      execFileSync('chattr', ['-a', at('grows.json')])
    }
  })

  const asNobody = { uid: 65534, gid: 65534 }

  it.skipIf(!isRoot)(
    'because it is somebody else’s is refused, in a sticky folder too (needs root)',
    async () => {
      for (const mode of [0o777, 0o1777]) {
        chmodSync(folder, mode)
        writeFileSync(at('theirs.json'), 'old')
        const { code, stderr } = await runBin(['compare', 'p.csv', '-o', 'theirs.json'], {
          cwd: folder,
          ...asNobody,
        })
        expect([code, stderr]).toEqual([
          3,
          'error: theirs.json: may not be written to; check its permissions\n',
        ])
        expect([readdirSync(folder).toSorted(), read('theirs.json')]).toEqual([
          ['p.csv', 'theirs.json'],
          'old',
        ])
      }
    },
  )

  it.skipIf(!isRoot)('anew but may be written to stays the same file (needs root)', async () => {
    for (const mode of [0o777, 0o1777, 0o755]) {
      chmodSync(folder, mode)
      writeFileSync(at('shared.json'), 'old'.repeat(10_000))
      chmodSync(at('shared.json'), 0o666)
      const { ino } = statSync(at('shared.json'))
      const { code, stderr } = await runBin(['compare', 'p.csv', '-o', 'shared.json'], {
        cwd: folder,
        ...asNobody,
      })
      expect([code, stderr, isAnswer(read('shared.json'))]).toEqual([0, '', true])
      expect([statSync(at('shared.json')).ino, statSync(at('shared.json')).uid]).toEqual([ino, 0])
      expect(readdirSync(folder).toSorted()).toEqual(['p.csv', 'shared.json'])
    }
  })
})

function canMakeDevices(): boolean {
  return isRoot && can('mknod', join(newFolder(), 'null'), 'c', '1', '3')
}

function canAppendOnly(): boolean {
  const probe = join(newFolder(), 'p.csv')
  return isRoot && can('chattr', '+a', probe) && can('chattr', '-a', probe)
}

function canMount(): boolean {
  if (!isRoot) return false
  const probe = newFolder()
  for (const name of ['a', 'b']) writeFileSync(join(probe, name), name)
  return can('mount', '--bind', join(probe, 'a'), join(probe, 'b')) && can('umount', join(probe, 'b'))
}
