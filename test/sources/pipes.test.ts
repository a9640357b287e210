/** Predictions from standard input and pipes are read as those of a file, and nothing is left of them. */
import { execFileSync, spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { npyPreamble } from '../../src/views/drawings/npy.ts'
import { inTurn, places } from '../made/draws.ts'
import { lossctl } from '../made/host.ts'
import { bin, can, type Ended, endOf, predictionFolders, runShell } from '../made/process.ts'

const newFolder = predictionFolders()

let folder = ''
const at = (name: string) => join(folder, name)

beforeEach(() => {
  folder = newFolder()
  mkdirSync(at('tmp'))
})

const run = (line: string) => runShell(`export TMPDIR=tmp\n${line}`, folder)

/** What a run answers that is to be the answer for `p.csv`, its names aside. */
function withoutNames({ code, stdout, stderr }: Ended): unknown {
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout.replaceAll(/"(name|labelsFile|baseline)": "[^"]*"/g, '"$1": ""'))
}

const answer = async (line: string) => withoutNames(await run(`${line} --format json`))

/** Lines in which P stands for the plain file. */
const QUESTIONS = [
  'compare P',
  'compare P --by class --per-sample 2',
  'samples P',
  'inspect P',
  'sweep P --over gamma=0..2/1',
  'check P --max ce.mean=9',
  'curve --cdf P',
  'calibrate P',
  'diff P p.csv',
  'diff p.csv P',
  'compare p.csv --labels P --score prob --label label',
  'check b.csv --max-increase ce.mean=1 --baseline-preds P',
]

describe('the same to the bit as from a file', () => {
  it.each(places(QUESTIONS.length).map((at) => QUESTIONS[at]))('standard input: %s', async (line) => {
    copyFileSync(at('p.csv'), at('b.csv'))
    const words = line
      .split(' ')
      .map((word) => (word === 'P' ? at('p.csv') : /\.csv$/.test(word) ? at(word) : word))
    const plain = withoutNames(await lossctl([...words, '--format', 'json']))
    for (const writer of inTurn(['cat', 'gzip -c'], line.length))
      expect(await answer(`${writer} p.csv | lossctl ${line.replace('P', '-')}`)).toEqual(plain)
    expect(readdirSync(at('tmp'))).toEqual([])
  })

  it('whose first rows are read, and then all, by whoever takes quotes, weights and damage', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => `"a,${i}",${i % 2},${(i % 97) / 97},${1 + (i % 3)}`)
    writeFileSync(at('q.csv'), `"i,d",label,prob,weight\n${rows.join('\n')}\n`)
    const plain = await answer('lossctl compare q.csv --per-sample 9')
    expect(await answer('cat q.csv | lossctl compare - --per-sample 9')).toEqual(plain)
    expect(await answer('gzip -c q.csv | lossctl compare - --per-sample 9')).toEqual(plain)
    const { stderr } = await run("sed '3000s/,[01],/,x,/' q.csv | lossctl compare -")
    expect(stderr).toMatch(/^error: standard input:3000:2: /)
  })

  it('whose rows are read once for each temperature that is tried', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => {
      const z = [0, 1, 2].map((k) => ((i * 29 + k * 17) % 23) / 6)
      return `${i % 4 === 0 ? i % 3 : z.indexOf(Math.max(...z))},${z.join(',')}`
    })
    writeFileSync(at('s.csv'), `label,logit_0,logit_1,logit_2\n${rows.join('\n')}\n`)
    const plain = await answer('lossctl calibrate s.csv')
    expect(await answer('cat s.csv | lossctl calibrate -')).toEqual(plain)
    expect(await answer('gzip -c s.csv | lossctl calibrate -')).toEqual(plain)
  })

  it('a file, a descriptor, a named pipe, and another program', async () => {
    const plain = await answer('lossctl compare p.csv')
    execFileSync('mkfifo', [at('pipe')])
    for (const line of [
      'lossctl compare - < p.csv',
      'lossctl compare /dev/stdin < p.csv',
      'cat p.csv | lossctl compare /dev/stdin',
      'lossctl compare <(cat p.csv)',
      'lossctl compare <(gzip -c p.csv)',
      'lossctl compare /dev/fd/7 7< p.csv',
      '(sleep 0.3; head -n 2 p.csv; sleep 0.5; tail -n +3 p.csv) | lossctl compare -',
      '(sleep 0.5; cat p.csv > pipe) & lossctl compare pipe',
      'cat p.csv > pipe & sleep 0.3; lossctl compare pipe',
    ])
      expect(await answer(line), line).toEqual(plain)
    expect(readdirSync(at('tmp'))).toEqual([])
  })

  it('a socket, which other programs give for a pipe', async () => {
    const child = spawn(process.execPath, [bin, 'compare', at('p.csv'), '--losses-file', '-'])
    child.stdin.end('ce\nfocal:gamma=3\n')
    const { code, stdout } = await endOf(child)
    expect([code, stdout]).toEqual([0, expect.stringContaining('γ=3')])
  })

  it('arrays, and more than one thread takes', async () => {
    const rows = 1_200_000
    const scores = Float64Array.from({ length: rows }, (_, i) => Math.sin(i) * 5)
    const labels = Float64Array.from({ length: rows }, (_, i) => (i * i) % 2)
    const save = (name: string, values: Float64Array) =>
      writeFileSync(at(name), Buffer.concat([npyPreamble(rows, 1), Buffer.from(values.buffer)]))
    save('logits.npy', scores)
    save('labels.npy', labels)
    const plain = await answer('lossctl compare logits.npy --labels labels.npy --threads 1')
    for (const threads of [1, 3])
      expect(
        await answer(
          `gzip -1c logits.npy | lossctl compare - --labels <(cat labels.npy) --from logits --threads ${threads}`,
        ),
      ).toEqual(plain)
  })

  it('a file of arrays, and one of them', async () => {
    const archive = fileURLToPath(new URL('../../fixtures/arrays/plain.npz', import.meta.url))
    const plain = await answer(`lossctl compare ${archive}`)
    expect(await answer(`cat ${archive} | lossctl compare -`)).toEqual(plain)
    const parts = (file: string) =>
      `lossctl compare --format json --labels ${file}::label -- ${file}::logits #`
    expect(await answer(`cat ${archive} | ${parts('-')}`)).toEqual(await answer(parts(archive)))
  })

  it('a sketch, packed or not, and a baseline', async () => {
    await run('lossctl sketch p.csv -o p.sketch.json; lossctl check p.csv --save-baseline b.json --unchecked')
    const plain = await answer('lossctl compare p.sketch.json')
    expect(await answer('lossctl compare - < p.sketch.json')).toEqual(plain)
    expect(await answer('gzip -c p.sketch.json | lossctl compare -')).toEqual(plain)
    const check = 'lossctl check p.csv --max-increase ce.mean=1 --baseline'
    expect(await answer(`cat b.json | ${check} -`)).toEqual(await answer(`${check} b.json`))
    await run('cat p.csv | lossctl sketch - -o s.json')
    expect(readFileSync(at('s.json'), 'utf8')).toContain('"name":"standard input"')
  })

  it('the rules of a check', async () => {
    writeFileSync(at('rules.json'), '{"rules": ["max ce.mean=0.1"]}')
    const file = await run('lossctl check p.csv --config rules.json')
    expect(file.code).toBe(1)
    for (const rules of ['cat rules.json', 'echo "rules: [max ce.mean=0.1]"'])
      expect(await run(`${rules} | lossctl check p.csv --config -`)).toEqual(file)
  })
})

describe('standard input is called so', () => {
  it('in sentences, and - in commands', async () => {
    const { stdout } = await run('cat p.csv | lossctl compare -')
    expect(stdout).toMatch(/^standard input: 4 rows/)
    expect(stdout).toContain('lossctl sweep - --over gamma=0..5/0.25')
  })

  it('where a cell of it is wrong', async () => {
    const { stderr } = await run("sed 's/0.4/x/' p.csv | lossctl compare -")
    expect(stderr).toMatch(/^error: standard input:4:2: the score "x" is not a number/)
  })
})

describe('what holds nothing is refused', () => {
  it.each([
    [': | lossctl compare -', 'standard input: is empty'],
    ['lossctl compare - < /dev/null', 'standard input: is empty'],
    ['gzip -c < /dev/null | lossctl compare -', 'standard input: is empty'],
    ['lossctl compare - < /', 'standard input: is a folder; give a file'],
    ['lossctl compare - < /dev/zero', 'standard input: is a device; write it to a file first'],
    [
      'xz -c p.csv | lossctl compare -',
      'standard input: is compressed with xz; put xz -dc before lossctl in the pipe',
    ],
    [
      'yes | lossctl compare p.csv --losses-file -',
      'standard input: is longer than 1 MB; is it the right file?',
    ],
    ['gzip -c p.csv | gzip -c | lossctl compare -', 'standard input: is packed twice; unpack it once'],
  ])('%s', async (line, message) => {
    const { stderr, stdout } = await run(`${line}; echo $?`)
    expect([stderr, stdout]).toEqual([`error: ${message}\n`, '3\n'])
    expect(readdirSync(at('tmp'))).toEqual([])
  })

  it.skipIf(!can('script', '--version'))('a terminal (needs script)', async () => {
    const line = `script -qec "'${process.execPath}' '${bin}' compare -" /dev/null`
    const { stdout } = await run(line)
    expect(stdout.trim()).toBe('error: standard input: is a terminal; pipe predictions in, or name a file')
  })

  it('a pipe whose writer writes nothing', async () => {
    execFileSync('mkfifo', [at('pipe')])
    const { code, stderr } = await run('(sleep 0.3; : > pipe) & lossctl compare pipe')
    expect([code, stderr]).toEqual([3, 'error: pipe: is empty\n'])
  })
})

describe('the temporary file', () => {
  it('has no name, nor has anybody else a way to it', async () => {
    const child = spawn(process.execPath, [bin, 'compare', '-'], {
      env: { ...process.env, TMPDIR: at('tmp') },
    })
    child.stdin.write(readFileSync(at('p.csv')))
    const descriptors = () => {
      try {
        return execFileSync('ls', ['-l', `/proc/${child.pid}/fd`], { encoding: 'utf8' })
      } catch {
        return ''
      }
    }
    let seen = ''
    for (let look = 0; look < 200 && !seen.includes(at('tmp')); look++) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      seen = descriptors()
    }
    // For an instant, between being made and losing it, it has one.
    expect(readdirSync(at('tmp'))).toEqual([])
    if (existsSync('/proc/self/fd')) expect(seen).toMatch(/lossctl-\w+\.tmp \(deleted\)/)
    child.stdin.end()
    expect((await endOf(child)).code).toBe(0)
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('is gone at %s, at once, while the writer is slow', async (signal, code) => {
    execFileSync('mkfifo', [at('pipe')])
    const ends = async (name: string) => {
      const child = spawn(process.execPath, [bin, 'compare', name], {
        env: { ...process.env, TMPDIR: at('tmp') },
      })
      child.stdin.write('label,prob\n1,0.5\n')
      // When it listens to signals is not to be seen from here; before, it ends by them as well.
      await new Promise((resolve) => setTimeout(resolve, 1500))
      child.kill(signal)
      const ended = new Promise((resolve) => child.on('exit', (status, by) => resolve(status ?? by)))
      return ended
    }
    expect(await Promise.all(['-', at('pipe')].map(ends))).toEqual([code, code])
    expect(readdirSync(at('tmp'))).toEqual([])
  })

  it.each([
    ['export TMPDIR=nosuch', 'nosuch takes none (ENOENT)'],
    ['export TMPDIR=/dev/full', '/dev/full takes none (ENOTDIR)'],
    ['ulimit -f 0', 'tmp takes none (it would be larger than files may be here)'],
  ])('is asked for elsewhere where there is no room: %s', async (before, words) => {
    writeFileSync(at('p.csv.gz'), gzipSync(readFileSync(at('p.csv'))))
    for (const [line, name] of [
      ['cat p.csv | lossctl compare -', 'standard input'],
      ['lossctl compare p.csv.gz', 'p.csv.gz'],
    ]) {
      const { code, stderr } = await run(`${before}\n${line}`)
      expect([code, stderr]).toEqual([
        3,
        `error: ${name}: needs a temporary file, and ${words}; name a folder with room in front of the command: TMPDIR=FOLDER lossctl\n`,
      ])
    }
    expect(readdirSync(at('tmp'))).toEqual([])
  })
})

describe('standard input', () => {
  it('is read once', async () => {
    for (const args of [
      ['compare', '-', '-'],
      ['compare', 'p.csv', '-', '--labels', '-'],
      ['compare', '-', '--losses-file', '-'],
      ['check', '-', '--config', '-'],
      ['diff', '-', '-'],
      ['report', '-', '--baseline', '-', '-o', 'x.html'],
      ['sketch', '-', '-', '-o', 'x.json'],
    ]) {
      const { code, stderr } = await lossctl(args)
      expect([code, stderr]).toEqual([2, expect.stringMatching(/and can be read once; write one of them/)])
    }
  })

  it('is a reader that may leave: its writer is not waited for', async () => {
    const { stdout } = await run('yes | lossctl compare p.csv --losses-file - 2>/dev/null; echo $?')
    expect(stdout).toBe('3\n')
  })
})
