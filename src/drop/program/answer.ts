/** Asks the program for the report of files that were dropped, or for what stands in its way. */
import type { CommandModule, Context } from '../../commands/command.ts'
import { inspectCommand } from '../../commands/inspect.ts'
import type { AnyValues } from '../../commands/options/option.ts'
import { type ReadOptions, readingOptions } from '../../commands/options/reading.ts'
import { InputError, UsageError } from '../../errors.ts'
import { runWords } from '../../program.ts'
import type { InspectReport } from '../../questions/inspect/inspect.ts'
import { openFileSet } from '../../reading/file-set.ts'
import { tryToRead } from '../../reading/unclear.ts'
import { drawBlocks } from '../../views/drawings/html.ts'
import { layoutInspect } from '../../views/layouts/inspect.ts'
import { cleanLine } from '../../words/clean.ts'
import type { Asked, Inspected, Told } from '../messages.ts'
import { mount } from '../node/disk.ts'
import { layBeside } from '../node/fs.ts'
import { advisedOptions, splitWords } from '../page/words.ts'

type Tell = (told: Told) => void

/** Tells what comes of it, and all that is told before. */
export async function answer(asked: Asked, tell: Tell): Promise<void> {
  mount(asked.files)
  layBeside('report-page.js', asked.assets.script)
  layBeside('report-page.css', asked.assets.style)
  try {
    await report(asked, tell)
  } catch (error) {
    tell({ kind: 'bug', stack: error instanceof Error ? `${error.stack}` : `${error}` })
  }
}

async function report(asked: Asked, tell: Tell): Promise<void> {
  try {
    tell({ kind: 'report', page: await pageOf(asked, tell) })
  } catch (error) {
    if (!isComplaint(error)) throw error
    const labels = await findLabels(asked)
    if (labels === null) return tell(await explain(asked, error))
    tell({ kind: 'labels', name: labels })
    await report({ ...asked, models: asked.models.filter((name) => name !== labels), labels }, tell)
  }
}

const isComplaint = (error: unknown): error is InputError | UsageError =>
  error instanceof InputError || error instanceof UsageError

async function pageOf(asked: Asked, tell: Tell): Promise<string> {
  let page = ''
  await runWords(wordsOf(asked), async (command, args, options) => {
    const values = { ...options, output: 'report.html' }
    const result = await (command as CommandModule).run(args, values as never, contextOf(tell))
    page = `${result.files![0].content}`
  })
  return page
}

/** A name is a file of the disk here, whatever it looks like. */
const pathOf = (name: string) => (/^-/.test(name) ? `./${name}` : name)

function wordsOf({ models, labels, options }: Asked): readonly string[] {
  const apart = labels ? ['--labels', pathOf(labels)] : []
  return ['report', ...apart, ...options, '--', ...models.map(pathOf)]
}

/** Milliseconds between two words about how far it is. */
const PATIENCE = 100

function contextOf(tell: Tell): Context {
  let last = Date.now()
  return {
    format: 'table',
    env: {},
    databases: new Map(),
    say: () => {},
    onProgress: ({ rows, expectedRows }) => {
      if (Date.now() - last < PATIENCE) return
      last = Date.now()
      tell({ kind: 'progress', share: Math.min(1, rows / expectedRows), rows })
    },
  }
}

/** The one file whose labels make all others clear, where nobody has said which it is; null where none does, or several do. */
async function findLabels(asked: Asked): Promise<string | null> {
  if (asked.models.length < 2 || asked.labels !== undefined) return null
  const found: string[] = []
  for (const labels of asked.models)
    if (await isClear({ ...asked, models: asked.models.filter((name) => name !== labels), labels }))
      found.push(labels)
  return found.length === 1 ? found[0] : null
}

async function isClear(asked: Asked): Promise<boolean> {
  try {
    const options = await optionsOf(asked)
    for (const model of asked.models) {
      const files = await openFileSet(pathOf(model), options.labels)
      if ('question' in (await tryToRead(files, readingOptions(options)))) return false
    }
    return true
  } catch (error) {
    if (isComplaint(error)) return false
    throw error
  }
}

async function optionsOf(asked: Asked): Promise<ReadOptions & AnyValues> {
  let found: AnyValues = {}
  await runWords(wordsOf(asked), async (_, __, options) => {
    found = options
  })
  return found as ReadOptions & AnyValues
}

async function explain(asked: Asked, error: InputError | UsageError): Promise<Told> {
  const inspected = error instanceof InputError ? await inspectAll(asked) : []
  const offers: string[] = []
  for (const words of advisedOptions(error.hint)) {
    // What is advised first is the likeliest: where that has a name to be put in, the rest is offered to nobody.
    if (!(await isClear({ ...asked, options: [...asked.options, ...(splitWords(words) ?? [])] }))) break
    offers.push(words)
  }
  return { kind: 'problem', words: cleanLine(error.message), inspected, offers }
}

/** What `inspect` shows of each file that leaves a question open. */
async function inspectAll(asked: Asked): Promise<readonly Inspected[]> {
  const options = await optionsOf(asked)
  const found: Inspected[] = []
  for (const name of asked.models) {
    const { answer } = await inspectCommand
      .run(
        [pathOf(name)],
        options as never,
        contextOf(() => {}),
      )
      .catch((error) => {
        if (isComplaint(error)) return { answer: undefined }
        throw error
      })
    if (!answer) continue
    const report = answer.content as InspectReport
    const { columns, task } = report
    // Of what is read as it should be, a row is wrong.
    if (task !== null || columns.length === 0) continue
    found.push({
      name,
      // The question itself is told already.
      markup: drawBlocks(layoutInspect({ ...report, questions: [] })),
      columns: columns.map(({ name, role, could }) => ({ name, role, could })),
    })
  }
  return found
}
