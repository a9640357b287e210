import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { MISTAKES } from '../../../src/questions/diagnose/mistakes/index.ts'

const page = readFileSync(new URL('../../../docs/diagnose.md', import.meta.url), 'utf8')
it.each(
  MISTAKES.map((entry) => [entry.id, entry] as const),
)('the page describes %s as the catalogue does', (_, entry) => {
  const { id, title, effect, threads } = entry
  expect(page).toContain(`| ${id} | ${title} | ${effect} | ${threads.join(', ')} |`)
})

it.each(MISTAKES.map((entry) => [entry.id, entry] as const))('the search has choices of %s', (_, entry) => {
  const { readings = [], forms = [], factors = [], terms = [], reductions = [] } = entry
  expect(readings.length + forms.length + factors.length + terms.length + reductions.length).toBeGreaterThan(
    0,
  )
})

it('the page lists nothing else', () => {
  const rows = page.slice(page.indexOf('## The catalogue')).match(/^\| [a-z0-9-]+ \|/gm)
  // The heading of the table is one of them.
  expect(rows).toHaveLength(MISTAKES.length + 1)
})

const room = new URL('../../../src/questions/diagnose/', import.meta.url)

it('a mistake is one file and its line in the list, which no other file of the room knows', () => {
  const files = readdirSync(new URL('mistakes/', room)).filter((file) => file !== 'index.ts')
  expect(files.map((file) => file.replace('.ts', '')).sort()).toEqual(MISTAKES.map(({ id }) => id).sort())
  const others = readdirSync(room)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => [file, readFileSync(new URL(file, room), 'utf8')] as const)
  const knowing = MISTAKES.flatMap(({ id }) =>
    others.filter(([, code]) => code.includes(`'${id}'`)).map(([file]) => `${file}: ${id}`),
  )
  expect(knowing).toEqual([])
})
