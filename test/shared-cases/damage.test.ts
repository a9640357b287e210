/** Folders of ../shared/cases/hard that crash, gate, hang, overwrite or print: what each script shows now. Those that need root, a GiB or a minute are left out. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bin, runShell } from '../made/process.ts'
import { sharedPath } from '../made/shared.ts'
import { copyOfCase, hasCases } from './told.ts'

const WORDS = ['__proto__', 'valueOf', 'hasOwnProperty', 'constructor', 'toString']
const TOO_LARGE = /beyond what a double holds \(1\.8e308\)/g
const OUTPUTS = ['compare', 'samples', 'sweep', 'diff', 'solve', 'curve', 'inspect']

/** What a script must print, each once in this order, wherever it stands. */
const SHOWN: Readonly<Record<string, readonly RegExp[]>> = {
  'crash-02-many-digits': [/^p\.csv: 21 rows, binary, probabilities in "prob"/m, /^rc=0$/m],
  'crash-03-sweep-map': [
    /^p\.csv: 40 rows, binary, probabilities in "prob"/m,
    /^file,loss,gamma,alpha,.*\np\.csv,"focal:alpha=0\.0005,gamma=0",/m,
  ],
  'crash-05-prototype-words': WORDS.flatMap((word) => [
    new RegExp(`^error: --only ${word}: it is one of easy, hard, positive, negative$`, 'm'),
    new RegExp(`^--only ${word} rc=2$`, 'm'),
    new RegExp(`^focal:${word}=1 rc=2$`, 'm'),
  ]),
  'crash-06-config': [
    /^error: deep\.json is nested too deep\nrc=2$/m,
    /^error: \/dev\/zero: is a device; write it to a file first\nrc=3\nerror: \/dev\/zero: is a device/m,
  ],
  'crash-07-stdout-full': [/^rc=3 \(1 means: the check failed\)$/m],
  // The script ends there, with the verdict's code for its own.
  'gate-01-closed-pipe-exits-0': [/^ *"verdict": "regressed",\n$/],
  'gate-02-overflow-passes': [/^rc=3$/m],
  'gate-03-json-rules-twice': [/^rc=2$/m],
  'loss-01-input-overwritten': OUTPUTS.map(
    (command) => new RegExp(`^kept rc=2: ${command} .*-o p\\.csv$`, 'm'),
  ),
  'text-01-raw-arguments': [
    /compare has no option "--xM-oM-\?M-=\[31mM-oM-\?M-=::error::y"; /,
    /there is no command "compM-oM-\?M-=\[31mM-oM-\?M-=::error::x"; /,
  ],
  'text-02-dollar-in-markdown': [/^\| &#36;x\^2&#36; \| 40 \|/m],
  'text-03-command-not-quoted': [/^ {2}lossctl \w+ '\$\(touch pwned\) x\.csv'/m],
}

/** What it must say on standard error, where a script does not turn that round. */
const SAID: Readonly<Record<string, RegExp>> = {
  'crash-07-stdout-full': /^error: standard output: cannot be written \(the disk is full\)$/m,
  'gate-03-json-rules-twice': /^error: c\.json has "rules" twice, again at line 1, column 34$/m,
  'loss-01-input-overwritten':
    /^error: --output p\.csv would overwrite link\.csv, which is read;.*\nerror: --save-baseline q\.csv would overwrite --baseline-preds q\.csv, which is read;/m,
  'text-03-command-not-quoted': /--class-names 'b,\$\(id\)' or --class-names '\$\(id\),b'$/m,
}

describe.skipIf(!hasCases)('cases/hard (needs ../shared)', () => {
  it.each(Object.entries(SHOWN))('%s', async (name, shown) => {
    const folder = copyOfCase(`hard/${name}`)
    const { code, stdout, stderr } = await runShell(`LOSSCTL='${bin}' bash ./run.sh`, folder)
    for (const line of shown) expect(stdout).toMatch(line)
    if (SAID[name]) expect(stderr).toMatch(SAID[name])
    expect(stdout + stderr).not.toMatch(/^ +at .*:\d+:\d+\)?$|RangeError|OVERWRITTEN/m)
    expect(existsSync(join(folder, 'pwned'))).toBe(false)
    if (name === 'gate-01-closed-pipe-exits-0') expect(code).toBe(1)
    if (name === 'gate-02-overflow-passes') expect(`${stdout}${stderr}`.match(TOO_LARGE)?.length).toBe(3)
    if (!existsSync(join(folder, 'p.csv'))) return
    expect(readFileSync(join(folder, 'p.csv'), 'utf8')).toBe(
      readFileSync(sharedPath(`cases/hard/${name}/p.csv`)!, 'utf8'),
    )
  })
})
