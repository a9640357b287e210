/**
 * Builds dist/: the program, its worker thread and the public API, a file each with all they import, since Node spends
 * longer on finding a hundred modules than on reading a small file of predictions; the report's page, a script and a
 * style sheet; and the program as a page, lossctl.html.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { build } from 'esbuild'
import { makeDropPage } from './drop-page.js'
import { licencesOf } from './licences.js'
import { link } from './link.js'
import { made, seldomUsed, shortened, unused } from './program.js'
import { keepReachable } from './types.js'
import { writeQuantities } from './write-quantities.js'

process.chdir(dirname(import.meta.dirname))
rmSync('dist', { recursive: true, force: true })
// Writes the types of the public API, and checks none: npm run typecheck does.
if (spawnSync('npx', ['tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' }).status !== 0) process.exit(1)
keepReachable('dist', 'index.d.ts')

/**
 * What is read only when it is asked for: what draws SVG, which is larger than all the rest, two rooms with large libraries
 * behind them, and libraries that few files or commands need. The longer a file, the longer Node takes to compile it.
 */
const APART = {
  'svg-chart': 'src/views/drawings/svg-chart.ts',
  statistics: 'src/measures/statistics.ts',
  'zstd-stream': 'src/sources/zstd-stream.ts',
  'parquet-library': 'src/formats/parquet/library.ts',
  yaml: 'src/host/yaml.ts',
  'csv-parse': 'csv-parse',
  'cli-progress': 'cli-progress',
  open: 'open',
  tinyglobby: 'tinyglobby',
}

/** Told by the file or the library that is meant, however an import spells it. */
const apart = {
  name: 'apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.|^[a-z-]+$/ }, ({ path, resolveDir, kind }) => {
      const isFile = path.startsWith('.')
      const meant = isFile ? relative(process.cwd(), resolve(resolveDir, path)).replaceAll(sep, '/') : path
      const name = Object.keys(APART).find((name) => APART[name] === meant)
      const isWanted = isFile ? kind !== 'entry-point' : kind === 'dynamic-import'
      return isWanted && name !== undefined ? { path: `./${name}.js`, external: true } : undefined
    }),
}

/** Which files were taken, and what their comments say of terms: for one file of licences, in place of comments in each. */
const BUNDLE = { bundle: true, write: false, metafile: true, legalComments: 'external', logLevel: 'warning' }
const metafiles = []
const notices = []

/** Writes what a build makes, and gives its files. */
async function make(options) {
  const { outputFiles, metafile } = await build({ outdir: 'dist', ...BUNDLE, ...options })
  metafiles.push(metafile)
  const isNotice = ({ path }) => path.endsWith('.LEGAL.txt')
  notices.push(...outputFiles.filter(isNotice).map(({ text }) => text))
  const files = outputFiles.filter((file) => !isNotice(file))
  for (const { path, contents } of files) writeFileSync(path, contents)
  return files
}

const PROGRAM = { platform: 'node', target: 'node20.19', plugins: [apart, seldomUsed, unused, shortened] }

/** Main takes its run.ts from the script below. */
const asScript = {
  name: 'as-script',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\/run\.ts$/ }, ({ importer }) =>
      importer.endsWith('main.ts') ? { path: resolve('src/compiled.ts') } : undefined,
    ),
}

/** A few letters that are others for other content. */
const hashOf = (path) => createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16)

// What run.ts, the functions of the package and all they import make is a script, whose compiled code can be kept:
// src/compiled.ts. Node imports nothing for such a script, which therefore asks whoever runs it.
const linked = await link(
  { ...PROGRAM, entryPoints: { run: 'src/run.ts', api: 'src/index.ts' } },
  'exports.run=load("run").run;exports.api=()=>load("api");',
)
writeFileSync('dist/run.cjs', linked.text)
metafiles.push(linked.metafile)
notices.push(...linked.notices)

// CommonJS, as what starts it, bin/lossctl.js, which says why.
await make({
  ...PROGRAM,
  entryPoints: { main: 'src/main.ts' },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  minifyWhitespace: true,
  plugins: [asScript],
  define: { BUILD: JSON.stringify(hashOf('dist/run.cjs')), 'import.meta.url': 'mainUrl' },
  banner: { js: "const mainUrl = require('node:url').pathToFileURL(__filename).href;" },
})

const MODULES = {
  ...PROGRAM,
  format: 'esm',
  // What is CommonJS among the imports asks for Node's own modules with require.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
}
await make({ ...MODULES, entryPoints: APART, minify: true })
// A thread takes its program as text, which stands in no file, and is handed the kernels.
await make({
  ...PROGRAM,
  entryPoints: ['src/scan/bytes/worker.ts'],
  define: { 'import.meta.url': '"file:///worker.cjs"' },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  minify: true,
})
// The functions of the package are those of the script: they are most of it, and stand in the package once.
const { metafile: ofIndex } = await build({
  entryPoints: ['src/index.ts'],
  format: 'esm',
  write: false,
  metafile: true,
})
const names = Object.values(ofIndex.outputs).flatMap((output) => output.exports)
await make({
  ...MODULES,
  stdin: made(
    `import { loadScript } from './src/script.ts'; export const { ${names.join(', ')} } = loadScript().exports.api()`,
  ),
  outdir: undefined,
  outfile: 'dist/index.js',
})
/** Whoever types a loss is told what it is called here. On the page it is chosen, or stands in an address that the page wrote. */
const withoutAdvice = {
  name: 'without-advice',
  setup: ({ onLoad }) =>
    onLoad({ filter: /losses.spec.elsewhere\.ts$/ }, () => made('export const adviseElsewhere = () => null')),
}

// The page of a report runs in a browser. It stands in the page itself, so it is one script, as small as can be.
// The page is UTF-8, where a sign such as γ is two bytes, and six if it is escaped.
const PAGE = { minify: true, charset: 'utf8', target: ['chrome111', 'firefox114', 'safari16.4'] }
const REPORT = { ...PAGE, plugins: [withoutAdvice] }
await make({
  ...REPORT,
  entryPoints: { 'report-page': 'src/page/main.ts' },
  format: 'iife',
  platform: 'browser',
})
await make({ ...PAGE, entryPoints: { 'report-page': 'src/page/style/page.css' } })
await makeDropPage(PAGE, REPORT)
copyFileSync('src/kernels/kernels.wasm', 'dist/kernels.wasm')
// Parts of the modules that lossctl sketch --code prints.
mkdirSync('dist/python')
for (const name of readdirSync('src/engines/code').filter((name) => name.endsWith('.py')))
  copyFileSync(`src/engines/code/${name}`, `dist/python/${name}`)
writeFileSync('dist/licences.txt', licencesOf(metafiles, notices))
await writeQuantities()
// The manual page, as the program prints it.
const page = spawnSync(process.execPath, ['bin/lossctl.js', 'help', '--man'], { encoding: 'utf8' })
if (page.status !== 0) throw new Error(page.stderr)
writeFileSync('dist/lossctl.1', page.stdout)
