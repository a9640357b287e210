/** Words that every question understands alike, or refuses with a reason; docs/options.md has the table of both. */
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/commands/index.ts'
import { flagOf, type OptionRecord } from '../../src/commands/options/option.ts'
import { LACKING, SHARED_WORDS } from '../../src/commands/options/shared-words.ts'
import { lossctl } from '../made/host.ts'
import { fixture } from '../made/shared.ts'

const flags = SHARED_WORDS.map((key) => flagOf({ key, value: '<x>' }))
const recordOf = (options: readonly OptionRecord[], key: string) => options.find((one) => one.key === key)

/** What stands in docs/options.md between its marks. */
function table(): string {
  const rows = COMMANDS.map(({ name, options }) => [
    `\`${name}\``,
    ...SHARED_WORDS.map((key) => (recordOf(options, key) ? 'yes' : '–')),
  ])
  const reasons = COMMANDS.flatMap(({ name }) =>
    Object.entries(LACKING[name] ?? {}).map(
      ([key, [why, way]]) => `- \`${name} ${flags[SHARED_WORDS.indexOf(key as never)]}\`: ${why}; ${way}.`,
    ),
  )
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    line(['', ...flags.map((flag) => `\`${flag}\``)]),
    `|${'---|'.repeat(flags.length + 1)}`,
    ...rows.map(line),
    '',
    ...reasons,
  ].join('\n')
}

describe('words that questions share', () => {
  it.each(
    COMMANDS.map(({ name, options }) => [name, options] as const),
  )('are options of lossctl %s, or there is a reason why not', (name, options) => {
    for (const key of SHARED_WORDS)
      expect(Boolean(recordOf(options, key)) !== (LACKING[name]?.[key] !== undefined), key).toBe(true)
  })

  it('are of one spelling and one kind of value, and of one default', () => {
    for (const key of SHARED_WORDS) {
      const records = COMMANDS.flatMap(({ options }) => recordOf(options, key) ?? [])
      expect(records.length, key).toBeGreaterThan(0)
      // Of a sketch several thresholds are parted at once, and a check writes several formats.
      const alike = records.filter(
        ({ repeats, parse }) => key !== 'format' || (parse !== undefined && !repeats),
      )
      expect(new Set(alike.map(({ value }) => value)).size, key).toBeLessThanOrEqual(
        key === 'threshold' ? 2 : 1,
      )
      if (key !== 'threshold') expect(new Set(alike.map((one) => one.default)).size, key).toBe(1)
    }
  })

  const lacks = Object.entries(LACKING).flatMap(([name, words]) =>
    Object.entries(words).map(([key, reason]) => [name, key, reason] as const),
  )

  it.each(lacks)('is refused with its reason: %s %s', async (name, key, [why, way]) => {
    const flag = flags[SHARED_WORDS.indexOf(key as never)]
    const files = ['diff'].includes(name)
      ? [fixture('scenes.csv'), fixture('scenes.csv')]
      : [fixture('scenes.csv')]
    const { code, stdout, stderr } = await lossctl([name, ...files, flag, '0.3'])
    expect([code, stdout, stderr]).toEqual([2, '', `error: lossctl ${name} has no ${flag}: ${why}; ${way}\n`])
  })

  it('stand in docs/options.md as they are (UPDATE_DOCS=1 writes them)', () => {
    const path = new URL('../../docs/options.md', import.meta.url)
    const text = readFileSync(path, 'utf8')
    const [head, , tail] = text.split(/<!-- (?:made|end) -->\n/)
    const made = `${head}<!-- made -->\n${table()}\n<!-- end -->\n${tail}`
    if (process.env.UPDATE_DOCS) writeFileSync(path, made)
    expect(readFileSync(path, 'utf8')).toBe(made)
  })
})
