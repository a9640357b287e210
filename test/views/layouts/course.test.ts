/** The course of a real run: fixtures/make_run.py. */
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { lossctl, lossctlJson } from '../../made/host.ts'
import { fixture } from '../../made/shared.ts'

const EPOCHS = 12
const inOrder = Array.from({ length: EPOCHS }, (_, i) => fixture(`run/epoch-${i + 1}.sketch.json`))
/** As a shell has them: 1, 10, 11, 12, 2. */
const given = [...inOrder].sort()
const folder = mkdtempSync(join(tmpdir(), 'lossctl-course-'))
afterAll(() => rmSync(folder, { recursive: true }))

const compare = (args: readonly string[], tty = 80) =>
  lossctl(['compare', ...args], { tty, env: { NO_COLOR: '1' } })

type Report = { results: { losses: { title: string; value: number }[] }[] }

it('shows the means of sketches of one course as a chart in 80 columns, and where each is lowest', async () => {
  expect(readdirSync(fixture('run'))).toHaveLength(EPOCHS)
  const { results } = await lossctlJson<Report>('compare', ...inOrder)
  const { stdout, code } = await compare(given)
  expect(code).toBe(0)
  const lines = stdout.split('\n').map((line) => line.replaceAll(fixture(''), ''))
  expect(lines).toContain('Each loss from epoch 1 to 12')
  expect(lines.find((line) => line.endsWith('files: likewise'))).toBe('epoch 2 to 12, 11 files: likewise')
  for (const [i, { title }] of results[0].losses.entries()) {
    const values = results.map(({ losses }) => losses[i].value)
    const lowest = values.indexOf(Math.min(...values))
    const row = lines.find((line) => line.slice(4).startsWith(`${title}  `))!
    const [first, last, , , low, at] = row
      .slice(4 + title.length)
      .trim()
      .split(/\s+/)
    expect([first, last, low].map(Number)).toEqual(
      [values[0], values.at(-1)!, values[lowest]].map((value) => Number(value.toFixed(6))),
    )
    expect(Number(at)).toBe(lowest + 1)
  }
  const widest = Math.max(
    ...stdout
      .split('\n')
      .slice(1)
      .map((line) => [...line].length),
  )
  expect(widest).toBeLessThanOrEqual(80)
})

/** Columns and lines of a series in the chart, from the lower left; the column of each epoch follows. */
function placesOf(stdout: string, mark: string) {
  const lines = stdout.split('\n')
  const start = lines.findIndex((line) => /^ {2}mean \(nats\)/.test(line))
  const end = lines.findIndex((line) => line.includes('└'))
  const axis = lines[end].indexOf('└')
  return lines
    .slice(start, end)
    .flatMap((line, i) =>
      [...line].flatMap((one, column) =>
        one === mark && column > axis ? [{ x: column - axis - 1, y: end - 1 - i - start }] : [],
      ),
    )
}

it('draws a mean as high as it is', async () => {
  const { results } = await lossctlJson<Report>('compare', ...inOrder, '--loss', 'ce')
  const { stdout } = await compare([...given, '--loss', 'ce'])
  const places = placesOf(stdout, '●')
  const values = results.map(({ losses }) => losses[0].value)
  const [top, right] = [Math.max(...places.map(({ y }) => y)), Math.max(...places.map(({ x }) => x))]
  for (const [i, value] of values.entries()) {
    // The domain begins at 0, and ends where the greatest mean is. A place is a character.
    const [x, y] = [(i / (EPOCHS - 1)) * right, (value / Math.max(...values)) * top]
    const near = places.filter((place) => Math.abs(place.x - x) <= 1.5)
    expect(Math.min(...near.map((place) => Math.abs(place.y - y))), `epoch ${i + 1}`).toBeLessThanOrEqual(1)
  }
})

it('counts in whole steps, and knows other numbers of files', async () => {
  const { stdout } = await compare(inOrder.slice(0, 3))
  expect(stdout).toContain('Each loss from epoch 1 to 3')
  expect(stdout.match(/^ +1 +2 +3$/m)).not.toBeNull()
  expect((await compare(inOrder.slice(0, 2))).stdout).not.toContain('Each loss from')
})

it('is one table of sketches without an order, of parts, and with what needs a table', async () => {
  const copies = inOrder.slice(0, 3).map((path, i) => {
    copyFileSync(path, join(folder, `part-${i}.sketch.json`))
    return join(folder, `part-${i}.sketch.json`)
  })
  for (const args of [copies, [...inOrder.slice(0, 3), copies[0]], [...inOrder.slice(0, 3), '--detail']])
    expect((await compare(args)).stdout).not.toContain('Each loss from')
  const { stdout } = await lossctl(['compare', ...inOrder.slice(0, 3), '--format', 'markdown'])
  expect(stdout).toContain('change')
  expect(stdout).not.toContain('Each loss from')
})

it('says what is hard at both ends', async () => {
  type Bands = { results: { bands: { band: string; share: number }[] }[] }
  const { results } = await lossctlJson<Bands>('compare', inOrder[0], inOrder[EPOCHS - 1])
  const [first, last] = results.map(
    ({ bands }) => `${(bands.find(({ band }) => band === 'hard')!.share * 100).toFixed(1)} %`,
  )
  const { stdout } = await compare(given)
  expect(stdout.replaceAll('\n', ' ')).toContain(
    `Hard, pt < 0.5, are ${first} of the samples in epoch 1, and ${last} in epoch 12.`,
  )
})

it('is what the page about training shows', async () => {
  const page = readFileSync(fixture('../docs/training.md'), 'utf8')
  const [, command, shown] = /```console\n\$ lossctl (compare .*)\n([\s\S]*?)```/.exec(page)!
  expect(command).toBe('compare fixtures/run/epoch-*.sketch.json')
  const { stdout } = await compare(given)
  // The path above it is as long as the folder's.
  const fromThere = (text: string) => text.slice(text.indexOf('epoch 2 to 12')).trim()
  expect(fromThere(stdout)).toBe(fromThere(shown))
})
