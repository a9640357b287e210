import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { MISTAKES } from '../../../src/questions/diagnose/catalogue.ts'

const page = readFileSync(new URL('../../../docs/diagnose.md', import.meta.url), 'utf8')
const folder = new URL('../../../src/questions/diagnose/', import.meta.url)
const sources = readdirSync(folder)
  .filter((name) => name !== 'catalogue.ts')
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n')

it.each(
  MISTAKES.map((entry) => [entry.id, entry] as const),
)('the page describes %s as the catalogue does', (_, entry) => {
  const { id, title, effect, threads } = entry
  expect(page).toContain(`| ${id} | ${title} | ${effect} | ${threads.join(', ')} |`)
})

it.each(MISTAKES.map(({ id }) => [id]))('the search knows %s', (id) => {
  expect(sources).toContain(`'${id}'`)
})

const hasPython = spawnSync('python3', ['-c', '']).status === 0

it.skipIf(!hasPython)('its lines are Python (skipped where there is none)', () => {
  const lines = MISTAKES.flatMap(({ fix }) => Object.values(fix))
  const { stderr } = spawnSync(
    'python3',
    ['-c', 'import ast, json, sys; [ast.parse(code) for code in json.load(sys.stdin)]'],
    {
      input: JSON.stringify(lines),
      encoding: 'utf8',
    },
  )
  expect(stderr).toBe('')
})

it('the page lists nothing else', () => {
  const rows = page.slice(page.indexOf('## The catalogue')).match(/^\| [a-z0-9-]+ \|/gm)
  // The heading of the table is one of them.
  expect(rows).toHaveLength(MISTAKES.length + 1)
})
