/** docs/ci.md against the program: its examples can be read, and it leaves out no quantity, setting, format or input. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { readConfig } from '../../src/commands/check/config.ts'
import { nameForm } from '../../src/measures/measure.ts'
import { MEASURES } from '../../src/measures/measures.ts'
import { parseRuleLine, RULE_KINDS } from '../../src/questions/check/rules.ts'
import { CHECK_FORMATS } from '../../src/views/drawings/index.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const page = read('docs/ci.md')
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map((match) => match[1])

const [settings, workflow, gitlab, hook, local] = blocks('yaml')

it('names every kind of rule, format and quantity', () => {
  for (const word of [...RULE_KINDS, ...CHECK_FORMATS]) expect(page).toContain(`\`${word}\``)
  for (const measure of MEASURES)
    expect(page).toContain(`| \`${measure.isOfLoss ? 'LOSS.' : ''}${nameForm(measure)}\` |`)
})

it('has configurations that lossctl reads, with every setting', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lossctl-page-'))
  for (const [name, text] of [
    ['a.yaml', settings],
    ['a.json', blocks('json')[0]],
  ]) {
    writeFileSync(join(folder, name), text)
    const config = await readConfig(join(folder, name))
    expect(config.rules.map((rule) => rule.text)).toEqual([
      'max-increase focal.mean=2%',
      'max hard.positive.share=5%',
    ])
    expect(config.by).toBe('scene')
  }
  expect(Object.keys(parse(settings)).toSorted()).toEqual(
    ['baseline', 'by', 'confidence', 'losses', 'minSlice', 'noise', 'rules', 'threshold'].toSorted(),
  )
})

it('has a workflow whose inputs are those of the action, and says what each is', () => {
  const { inputs, outputs } = parse(read('action.yml'))
  const { steps } = parse(workflow).jobs.losses
  const { with: given } = steps.find(({ id }: { id?: string }) => id === 'check')
  for (const name of Object.keys(given)) expect(Object.keys(inputs)).toContain(name)
  for (const name of [...Object.keys(inputs), ...Object.keys(outputs)]) expect(page).toContain(`\`${name}\``)
  const rules = (given.rules as string).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  expect(rules.map(parseRuleLine)).toHaveLength(2)
})

it('has YAML of GitLab and pre-commit', () => {
  expect(parse(gitlab).losses.artifacts.reports.junit).toBe('check.xml')
  const [{ id, language }] = parse(read('.pre-commit-hooks.yaml'))
  expect(parse(hook).repos[0].hooks[0].id).toBe(id)
  expect([language, parse(local).repos[0].hooks[0].pass_filenames]).toEqual(['system', false])
})
