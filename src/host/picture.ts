/**
 * Pictures of a drawing, made of its SVG by a program that is there: librsvg, Inkscape or a browser. Each sets any script of the
 * world and puts its fonts into the file, which no library does that is small enough to stand in the package.
 */
import { spawn } from 'node:child_process'
import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { platform, tmpdir, userInfo } from 'node:os'
import { delimiter, isAbsolute, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { InputError } from '../errors.ts'
import { remember } from '../sources/running.ts'
import type { PictureFormat } from '../views/drawings/index.ts'
import { cannotWrite } from './cannot-write.ts'
import type { Host } from './host.ts'

/** Of a picture in points: what printers ask for, where a pixel of the drawing is a 96th of an inch. */
const SCALE = 300 / 96

/** Milliseconds after which a program that has not ended is given up. */
const PATIENCE = 60_000

/** A program that is there. */
export interface Converter {
  readonly command: string
  readonly make: Make
}

type Make = (svg: string, format: PictureFormat, run: Run) => Promise<Buffer>

/** Runs it on what it reads, and gives what it writes; with what its environment has beside ours. */
type Run = (args: readonly string[], input: string, env?: Host['env']) => Promise<Buffer>

/** It reads the drawing, and writes the picture. */
const piped =
  (argsOf: (format: PictureFormat) => readonly string[]): Make =>
  (svg, format, run) =>
    run(argsOf(format), svg)

const rsvg = piped((format) => [`--format=${format}`, ...(format === 'png' ? [`--zoom=${SCALE}`] : [])])

const inkscape = piped((format) => [
  '--pipe',
  `--export-type=${format}`,
  '--export-filename=-',
  ...(format === 'png' ? [`--export-dpi=${SCALE * 96}`] : []),
])

/** A browser prints a page of the size of the drawing, or takes a picture of it. */
const browser: Make = async (svg, format, run) => {
  const folder = makeFolder()
  const forget = remember(() => removeFolder(folder))
  try {
    const [page, picture] = [join(folder, 'page.html'), join(folder, `picture.${format}`)]
    const [width, height] = ['width', 'height'].map((name) => sizeIn(svg, name))
    writeTemporary(page, pageOf(svg, width, height))
    const args = [
      '--headless',
      '--disable-gpu',
      '--hide-scrollbars',
      '--no-first-run',
      // One that is open already would take the order, and make no file.
      `--user-data-dir=${join(folder, 'profile')}`,
      // It refuses to run in its sandbox for the owner of a machine; the page is ours, and has no scripts.
      ...(userInfo().uid === 0 ? ['--no-sandbox'] : []),
      ...(format === 'pdf'
        ? ['--no-pdf-header-footer', `--print-to-pdf=${picture}`]
        : [
            `--force-device-scale-factor=${SCALE}`,
            `--window-size=${Math.ceil(width)},${Math.ceil(height)}`,
            `--screenshot=${picture}`,
          ]),
      pathToFileURL(page).href,
    ]
    await run(args, '', roomIn(folder))
    if (!existsSync(picture)) throw new Error('it has written nothing')
    return readFileSync(picture)
  } finally {
    removeFolder(folder)
    forget()
  }
}

function makeFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'lossctl-'))
  } catch (error) {
    throw cannotWrite(tmpdir(), error)
  }
}

function writeTemporary(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (error) {
    throw cannotWrite(path, error)
  }
}

/** Processes that were just ended may still be at it; what is left of a picture that is made is no reason to refuse it. */
function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 8, retryDelay: 20 })
  } catch {}
}

/** Characters of the name of a socket that a browser makes in a folder of its own, and those that a system allows. */
const SOCKET = '/org.chromium.Chromium.abcdef/SingletonSocket'.length
const MAX_SOCKET = 103

/** What a browser leaves behind where it is ended goes away with the folder, if it can work there at all. */
function roomIn(folder: string): Host['env'] {
  return folder.length + SOCKET <= MAX_SOCKET ? { TMPDIR: folder } : {}
}

function pageOf(svg: string, width: number, height: number): string {
  const style = `@page { size: ${width}px ${height}px; margin: 0 } html, body { margin: 0; height: ${height}px; overflow: hidden } svg { display: block }`
  return `<!doctype html><meta charset="utf-8"><style>${style}</style>${svg.replace(/^<\?xml[^>]*>/, '')}`
}

/** Width or height of a drawing of ours. */
function sizeIn(svg: string, name: string): number {
  return Number(new RegExp(`<svg[^>]* ${name}="([\\d.]+)"`).exec(svg)![1])
}

/** Where they are, by the names that their makers give them. */
const CONVERTERS: readonly (readonly [commands: readonly string[], make: Make])[] = [
  [['rsvg-convert'], rsvg],
  [['inkscape', '/Applications/Inkscape.app/Contents/MacOS/inkscape'], inkscape],
  [
    [
      'chromium',
      'chromium-browser',
      'google-chrome',
      'google-chrome-stable',
      'chrome',
      'microsoft-edge',
      'msedge',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    ],
    browser,
  ],
]

const WAY =
  'install librsvg (apt install librsvg2-bin, brew install librsvg), Inkscape or Chrome; or write .svg, which each of them opens'

/** The first that is there. Throws an InputError where there is none, before anything is read. */
export function findConverter({ env }: Host, format: PictureFormat): Converter {
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter((folder) => folder !== '')
  const isThere = (path: string) => isProgram(path) || isProgram(`${path}.exe`)
  for (const [commands, make] of CONVERTERS) {
    for (const command of commands) {
      const paths = isAbsolute(command) ? [command] : folders.map((folder) => join(folder, command))
      const found = paths.find(isThere)
      if (found !== undefined) return { command: found, make }
    }
  }
  throw new InputError(
    `--format ${format}`,
    `${format.toUpperCase()} is made of the SVG by rsvg-convert, Inkscape or a browser of Chrome's kind, and none of them is on PATH`,
    WAY,
  )
}

/** Neither a folder of that name nor what nobody may run. */
function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/**
 * Throws an InputError with what the program says, where it fails.
 * @param patience milliseconds that it may take
 */
export async function makePicture(
  { command, make }: Converter,
  svg: string,
  format: PictureFormat,
  host: Host,
  patience = PATIENCE,
): Promise<Buffer> {
  const run: Run = (args, input, more) =>
    runProgram(command, args, { input, env: { ...host.env, ...more }, patience, host })
  const picture = await make(svg, format, run).catch((error: Error) => {
    if (error instanceof InputError) throw error
    throw new InputError(`--format ${format}`, `${command}: ${error.message}`, WAY)
  })
  const start = format === 'pdf' ? '%PDF' : '\u0089PNG'
  if (picture.toString('latin1', 0, 4) === start) return picture
  throw new InputError(`--format ${format}`, `${command}: what it wrote is no ${format.toUpperCase()}`, WAY)
}

interface Running {
  readonly input: string
  readonly env: Host['env']
  readonly patience: number
  readonly host: Host
}

/** What it writes to its standard output. */
function runProgram(
  command: string,
  args: readonly string[],
  { input, env, patience, host }: Running,
): Promise<Buffer> {
  // A group of its own, where there are such: it may be a script of a shell, and a browser is many processes.
  const detached = platform() !== 'win32'
  const child = spawn(command, args, { env, stdio: 'pipe', windowsHide: true, detached })
  const end = () => {
    try {
      host.kill!(-child.pid!, 'SIGKILL')
    } catch {
      child.kill('SIGKILL')
    }
  }
  const forget = remember(end)
  const [pieces, said]: [Buffer[], string[]] = [[], []]
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece))
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text))
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  let timer: NodeJS.Timeout
  return new Promise<Buffer>((resolve, reject) => {
    timer = setTimeout(() => {
      end()
      // What has left the group may hold them open.
      child.stdout.destroy()
      child.stderr.destroy()
      reject(new Error(`it has not ended within ${patience / 1000} s`))
    }, patience)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) resolve(Buffer.concat(pieces))
      else
        reject(new Error(lastOf(said) ?? `it has failed without a word (${signal ?? `exit code ${code}`})`))
    })
  }).finally(() => {
    clearTimeout(timer)
    forget()
  })
}

/** Warnings come first, and the reason last. */
function lastOf(said: readonly string[]): string | undefined {
  const lines = said.join('').split(/\r?\n/)
  return lines.findLast((line) => line.trim() !== '')?.trim()
}
