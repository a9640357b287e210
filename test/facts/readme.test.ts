import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'

/** Pages whose commands must print what the page shows. */
const PAGES = ['README.md', 'README.zh-CN.md', 'docs/commands.md', 'docs/conventions.md', 'docs/formats.md']

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Example {
  readonly command: string
  readonly output: string
}

/** ```console blocks: lines after `$ ` are commands, which a backslash continues, the others what they print. */
function examplesIn(page: string): Example[] {
  const blocks = [...page.matchAll(/```console\n([\s\S]*?)```/g)].map((match) => match[1])
  return blocks.flatMap((block) =>
    block
      .replace(/\\\n */g, '')
      .split(/^\$ /m)
      .slice(1)
      .map((part) => ({
        command: part.slice(0, part.indexOf('\n')),
        output: part.slice(part.indexOf('\n') + 1),
      })),
  )
}

describe.each(PAGES)('%s', (page) => {
  const examples = examplesIn(readFileSync(`${root}/${page}`, 'utf8')).filter(({ command }) =>
    command.startsWith('lossctl '),
  )

  it('shows commands', () => expect(examples.length).toBeGreaterThan(0))

  it.each(examples)('shows what $command prints', async ({ command, output }) => {
    const words = command
      .match(/"[^"]*"|'[^']*'|\S+/g)!
      .slice(1)
      .map((word) => word.replace(/^['"]|['"]$/g, ''))
    const { stdout, stderr } = await lossctl(words)
    // A page may cut a long output short with an ellipsis line.
    const [start, end] = output.split(/^…\n/m)
    const printed = `${stdout}${stderr}`
    if (end === undefined) expect(printed.trimEnd()).toBe(output.trimEnd())
    else {
      expect(printed.slice(0, start.length)).toBe(start)
      expect(printed.trimEnd().endsWith(end.trimEnd())).toBe(true)
    }
  })
})
