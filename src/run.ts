/** What main does of everything but --version: runs the command, prints its answer, explains what went wrong. */
import { appendFileSync } from 'node:fs'
import { chooseOutput, refuseEndings } from './commands/choose-output.ts'
import { type Output, outputPath, type Result } from './commands/command.ts'
import { nameDatabases } from './commands/databases.ts'
import { askedHelp } from './commands/help/asked.ts'
import { programHelp } from './commands/help/help.ts'
import { takeColor } from './commands/options/program.ts'
import { refuseDatabases, refuseRowsOf } from './commands/refuse-databases.ts'
import { namedInputs, refuseOverwriting, refuseTwoStandardInputs } from './commands/refuse-overwriting.ts'
import { EXIT, InputError, PackedError, UsageError } from './errors.ts'
import type { Host } from './host/host.ts'
import { tidyWhenInterrupted } from './host/interrupt.ts'
import type { Converter } from './host/picture.ts'
import { whenWritten } from './host/printed.ts'
import { type ColorChoice, MAX_WIDTH, messageScreenOf, screenOf } from './host/screen.ts'
import { runWords } from './program.ts'
import { createProgressBar } from './progress.ts'
import { VERSION, VERSIONS } from './version.ts'
import { type Answer, type Drawing, draw, isPicture, type PictureFormat } from './views/drawings/index.ts'

/** Runs one command line. */
export async function run(host: Host): Promise<number> {
  try {
    const { words, color } = takeColor(host.argv.slice(2))
    return (await help(host, words, color)) ?? (await answer(host, words, color))
  } catch (error) {
    return explain(host, 'auto', error)
  }
}

async function answer(host: Host, words: readonly string[], color: ColorChoice): Promise<number> {
  const outcome: { result?: Result; output: Output; converter?: Converter; stopBar?: () => void } = {
    output: { format: 'table', path: null },
  }
  const ask: Parameters<typeof runWords>[1] = async (command, args, options) => {
    const inputs = namedInputs(command, args, options)
    refuseTwoStandardInputs(inputs)
    refuseDatabases(command, inputs)
    const named = nameDatabases(command, args, options, host.env)
    await refuseOverwriting(command.options, options, [...inputs, ...named.read])
    refuseEndings(command.options, options)
    const output = chooseOutput(options)
    outcome.output = output
    if (isPicture(output.format)) outcome.converter = await converterFor(host, output.format, output.path)
    const bar = createProgressBar(host, { quiet: options.quiet === true })
    outcome.stopBar = bar.stop
    try {
      outcome.result = await command.run(named.args, named.options, {
        format: output.format,
        env: host.env,
        onProgress: bar.show,
        databases: named.databases,
        say: (text) => host.stderr.write(text),
      })
    } finally {
      bar.stop()
    }
  }
  const leaveSignals = tidyWhenInterrupted(host, () => outcome.stopBar?.())
  try {
    refuseRowsOf(words)
    await runWords(words, ask)
    if (outcome.result) await print(host, color, outcome.result, outcome.output, outcome.converter)
    return outcome.result?.exitCode ?? EXIT.fine
  } catch (error) {
    const code = await explain(host, color, error)
    // A check that has failed has failed, whether or not its report could be written.
    return code === EXIT.input ? outcome.result?.exitCode || code : code
  } finally {
    leaveSignals()
  }
}

/** Help or the version where it is asked for, or help where nothing is; the exit code, or null. */
async function help(host: Host, words: readonly string[], color: ColorChoice): Promise<number | null> {
  if (words.length > 0) {
    const text = asksVersion(words) ? `${VERSION}\n` : await askedHelp(words, screenOf(host, color))
    if (text === null) return null
    await whenWritten(host.stdout, text)
    return EXIT.fine
  }
  const { colorLevel, width } = messageScreenOf(host, color)
  host.stderr.write(programHelp({ colorLevel, width: width ?? MAX_WIDTH }))
  return EXIT.usage
}

/** By its name in place of a command, or by its flag anywhere. */
function asksVersion(words: readonly string[]): boolean {
  const end = words.indexOf('--')
  const flags = end < 0 ? words : words.slice(0, end)
  return VERSIONS.test(words[0]) || flags.some((word) => /^(-V|--version)$/.test(word))
}

/** Draws everything, then writes all files or none of them, and then prints: a bad verdict also when they cannot be. */
async function print(
  host: Host,
  color: ColorChoice,
  result: Result,
  output: Output,
  converter?: Converter,
): Promise<void> {
  const { answer, outputs = [output], files = [], written = [], notes = [] } = result
  const parts: Part[] = files.map(({ path, content }) => ({ path: outputPath(path), content }))
  for (const { format, path } of answer ? outputs : []) {
    const drawing = await draw(answer!, format, path === null ? screenOf(host, color) : PAPER)
    const content =
      converter && isPicture(format) ? await convert(converter, `${drawing}`, format, host) : drawing
    parts.push({ path, content })
  }
  const summary = outputs.some(({ format }) => format === 'github') ? answer : undefined
  const unwritten = await write(host, parts, summary).catch((error: Error) => error)
  if (unwritten && !result.exitCode) throw unwritten
  let isPrinted = true
  for (const { path, content } of parts)
    if (path === null) isPrinted = (await printOut(host, content)) && isPrinted
  if (unwritten) throw unwritten
  if (result.opens !== undefined) await (await import('./host/open-page.ts')).openPage(result.opens)
  // What could not be printed is nothing to tell the size of; why it could not is told by main.
  if (!isPrinted) return
  if (written.length > 0) {
    const { cleanLine } = await import('./words/clean.ts')
    for (const line of written) host.stderr.write(`${cleanLine(line)}\n`)
  }
  if (notes.length === 0) return
  const { drawMessage } = await import('./views/drawings/message.ts')
  const screen = messageScreenOf(host, color)
  for (const note of notes) host.stderr.write(drawMessage('note', note, screen))
}

/** Told before anything is read. Throws an InputError where no program makes it, and a UsageError where nobody could see it. */
async function converterFor(host: Host, format: PictureFormat, path: string | null): Promise<Converter> {
  if (path === null && host.stdout.isTTY)
    throw new UsageError(
      `--format ${format} is nothing that a terminal shows`,
      `write it to a file: -o FILE.${format}`,
    )
  return (await import('./host/picture.ts')).findConverter(host, format)
}

async function convert(
  converter: Converter,
  drawing: string,
  format: PictureFormat,
  host: Host,
): Promise<Buffer> {
  return (await import('./host/picture.ts')).makePicture(converter, drawing, format, host)
}

/** Something to be written, or printed where the path is null. */
interface Part {
  readonly path: string | null
  readonly content: Drawing | Buffer
}

/** Whether all of it has arrived. Pieces wait for their reader, and end with it. */
async function printOut({ stdout }: Host, content: Drawing | Buffer): Promise<boolean> {
  const pieces = typeof content === 'string' || Buffer.isBuffer(content) ? [content] : content
  for (const piece of pieces) {
    if (await whenWritten(stdout, piece)) return false
  }
  return true
}

async function write(host: Host, parts: readonly Part[], summary: Answer | undefined): Promise<void> {
  const files = parts.flatMap(({ path, content }) => (path === null ? [] : [{ path, content }]))
  if (files.length > 0) await (await import('./host/write-all.ts')).writeAll(files)
  if (summary) await summarize(host, summary)
}

/** In a workflow of GitHub's the whole answer goes to the page of the job. */
async function summarize({ env }: Host, answer: Answer): Promise<void> {
  const path = env.GITHUB_STEP_SUMMARY
  if (!path) return
  const page = await (answer.summary?.() ?? draw(answer, 'markdown', PAPER))
  // An empty line parts it from what others have written.
  try {
    appendFileSync(path, ['\n', ...(typeof page === 'string' ? [page] : page)].join(''))
  } catch {
    throw new InputError(path, 'cannot be written', 'it is what $GITHUB_STEP_SUMMARY names')
  }
}

/** One line for what a person can put right; anything else is our bug and keeps its stack. */
async function explain(host: Host, color: ColorChoice, error: unknown): Promise<number> {
  if (!(error instanceof InputError || error instanceof UsageError)) throw error
  const { drawMessage } = await import('./views/drawings/message.ts')
  const { message } =
    error instanceof PackedError
      ? (await import('./commands/through-pipe.ts')).throughPipe(error, host.argv.slice(2))
      : error
  host.stderr.write(drawMessage('error', message, messageScreenOf(host, color)))
  return error.exitCode
}

/** What a file is drawn for. */
const PAPER = { colorLevel: 0, width: MAX_WIDTH }
