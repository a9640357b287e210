/**
 * Builds the single file: Node itself with the program in it, which needs nothing beside it. `node scripts/binary.js FOLDER`
 * writes it there, of what `npm run build` has made; without a folder it is build/.
 */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { build } from 'esbuild'
import { link } from './link.js'
import { seldomUsed, unused } from './program.js'

const root = dirname(import.meta.dirname)
const folder = resolve(process.argv[2] ?? join(root, 'build'))
const name = `lossctl-${process.platform}-${process.arch}`
process.chdir(root)

/** What Node looks for in its own file, to know whether a program has been put there. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'

if (process.platform !== 'linux') throw new Error('the single file is made under Linux only')
if (!readFileSync(process.execPath).includes(FUSE))
  throw new Error(`${process.execPath} takes no program into it, as those of nodejs.org do`)

mkdirSync(folder, { recursive: true })
const temporary = mkdtempSync(join(folder, '.made-'))
const at = (name) => join(temporary, name)

/** Runs a program there; what it says is of interest when it fails. */
function run(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: temporary, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${args.join(' ')}\n${stdout}${stderr}`)
}

/** What stands in the place of what reads files beside the program. */
const inside = {
  name: 'inside',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/own-file\.ts$/ }, () => ({ path: resolve('src/single/own-file.ts') }))
    onResolve({ filter: /\/dist\/main\.cjs$/ }, () => ({ path: resolve('src/main.ts') }))
    onResolve({ filter: /\/run\.ts$/ }, ({ importer }) =>
      importer.endsWith('main.ts') ? { path: resolve('src/single/compiled.ts') } : undefined,
    )
  },
}

/** A script with all that it may ever load; Node has its own modules in itself. */
async function scriptOf(options) {
  const { outputFiles } = await build({
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    supported: { 'dynamic-import': false },
    plugins: [inside, seldomUsed, unused],
    legalComments: 'none',
    minifyWhitespace: true,
    minifySyntax: true,
    logLevel: 'warning',
    ...options,
  })
  return outputFiles[0].text
}

/** The script that src/script.ts runs, and what V8 compiles of it. */
async function writeScript() {
  const plugins = [inside, seldomUsed, unused]
  const program = { platform: 'node', target: 'node20.19', legalComments: 'none', plugins }
  const { text } = await link(
    { ...program, entryPoints: { run: 'src/run.ts' } },
    'exports.run=load("run").run;',
  )
  writeFileSync(at('run.cjs'), text)
  await build({
    entryPoints: ['scripts/compile-ahead.js'],
    outfile: at('compile-ahead.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
  })
  run('compile-ahead.mjs', resolve('dist'), resolve('fixtures/breast-cancer.csv'))
}

/** The files that the program asks for, by the names that it knows. */
function parts() {
  const ofDist = ['worker.cjs', 'kernels.wasm', 'report-page.js', 'report-page.css']
  const ofPython = readdirSync('dist/python').map((name) => `python/${name}`)
  const paths = [...ofDist, ...ofPython].map((name) => [name, resolve('dist', name)])
  return Object.fromEntries([...paths, ...['run.cjs', 'run.cache'].map((name) => [name, at(name)])])
}

/** Node's own file with all that in it. */
async function writeBinary() {
  const main = await scriptOf({
    entryPoints: ['bin/lossctl.js'],
    define: { 'import.meta.url': 'mainUrl' },
    banner: { js: "const mainUrl = require('node:url').pathToFileURL(process.execPath).href;" },
  })
  writeFileSync(at('main.cjs'), main)
  const config = {
    main: 'main.cjs',
    output: 'program.blob',
    disableExperimentalSEAWarning: true,
    assets: parts(),
  }
  writeFileSync(at('config.json'), JSON.stringify(config))
  run('--experimental-sea-config', 'config.json')
  copyFileSync(process.execPath, at(name))
  chmodSync(at(name), 0o755)
  const postject = resolve('node_modules/postject/dist/cli.js')
  run(postject, at(name), 'NODE_SEA_BLOB', 'program.blob', '--sentinel-fuse', FUSE)
}

/** The terms of all that is in it, Node among them. */
function writeLicences() {
  const ofNode = `https://github.com/nodejs/node/blob/${process.version}/LICENSE`
  const head = `Node.js ${process.version} is in this file, with what it is made of. Their terms: ${ofNode}`
  writeFileSync(
    join(folder, `${name}.licences.txt`),
    `${head}\n\n${readFileSync('dist/licences.txt', 'utf8')}`,
  )
}

// However this ends, nothing half made stays.
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }))
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1))

await writeScript()
await writeBinary()
writeLicences()
renameSync(at(name), join(folder, name))
