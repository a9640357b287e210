/**
 * Pictures of a drawing, made of its SVG by a program that is there: librsvg, Inkscape or a browser. Each sets any script of the
 * world and puts its fonts into the file, which no library does that is small enough to stand in the package.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { delimiter, isAbsolute, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { InputError } from '../errors.ts'
import { remember } from '../sources/running.ts'
import type { PictureFormat } from '../views/drawings/index.ts'
import type { Host } from './host.ts'

/** Of a picture in points: what printers ask for, where a pixel of the drawing is a 96th of an inch. */
const SCALE = 300 / 96

/** Milliseconds after which a program that says nothing is given up. */
const PATIENCE = 60_000

/** A program that is there. */
export interface Converter {
  readonly command: string
  readonly make: Make
}

type Make = (command: string, svg: string, format: PictureFormat, host: Host) => Promise<Buffer>

/** It reads the drawing, and writes the picture. */
const piped =
  (argsOf: (format: PictureFormat) => readonly string[]): Make =>
  (command, svg, format, { env }) =>
    runProgram(command, argsOf(format), env, svg)

const rsvg = piped((format) => [`--format=${format}`, ...(format === 'png' ? [`--zoom=${SCALE}`] : [])])

const inkscape = piped((format) => [
  '--pipe',
  `--export-type=${format}`,
  '--export-filename=-',
  ...(format === 'png' ? [`--export-dpi=${SCALE * 96}`] : []),
])

/** A browser prints a page of the size of the drawing, or takes a picture of it. */
const browser: Make = async (command, svg, format, { env }) => {
  const folder = mkdtempSync(join(tmpdir(), 'lossctl-'))
  const forget = remember(() => rmSync(folder, { recursive: true, force: true }))
  try {
    const [page, picture] = [join(folder, 'page.html'), join(folder, `picture.${format}`)]
    const [width, height] = ['width', 'height'].map((name) => sizeIn(svg, name))
    writeFileSync(page, pageOf(svg, width, height))
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
    await runProgram(command, args, env, '')
    if (!existsSync(picture)) throw new Error('it has written nothing')
    return readFileSync(picture)
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    forget()
  }
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
  const isThere = (path: string) => existsSync(path) || existsSync(`${path}.exe`)
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

/** Throws an InputError with what the program says, where it fails. */
export async function makePicture(
  { command, make }: Converter,
  svg: string,
  format: PictureFormat,
  host: Host,
): Promise<Buffer> {
  const picture = await make(command, svg, format, host).catch((error: Error) => {
    throw new InputError(`--format ${format}`, `${command}: ${error.message}`, WAY)
  })
  const start = format === 'pdf' ? '%PDF' : '\u0089PNG'
  if (picture.toString('latin1', 0, 4) === start) return picture
  throw new InputError(`--format ${format}`, `${command}: what it wrote is no ${format.toUpperCase()}`, WAY)
}

/** What it writes to its standard output. */
function runProgram(
  command: string,
  args: readonly string[],
  env: Host['env'],
  input: string,
): Promise<Buffer> {
  const child = spawn(command, args, { env, stdio: 'pipe', windowsHide: true, timeout: PATIENCE })
  const forget = remember(() => child.kill())
  const [pieces, said]: [Buffer[], string[]] = [[], []]
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece))
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text))
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  return new Promise<Buffer>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(Buffer.concat(pieces))
      // Warnings come first, and the reason last.
      const lines = said
        .join('')
        .split(/\r?\n/)
        .filter((line) => line.trim() !== '')
      reject(
        new Error(lines.at(-1)?.trim() ?? `it has failed without a word (${signal ?? `exit code ${code}`})`),
      )
    })
  }).finally(forget)
}
