/**
 * Builds dist/: the program, its worker thread and the public API, a file each with all they import, since Node spends
 * longer on finding a hundred modules than on reading a small file of predictions; and the report's page, a script and a
 * style sheet.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { build } from 'esbuild'
import { writeQuantities } from './write-quantities.js'

process.chdir(dirname(import.meta.dirname))
rmSync('dist', { recursive: true, force: true })
// Writes the types of the public API, and checks none: npm run typecheck does.
if (spawnSync('npx', ['tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' }).status !== 0) process.exit(1)

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

/**
 * Node's own modules that most commands never use, though what they import names them: together they take longer to load
 * than a small file takes to read. Each is loaded when something of it is used.
 */
const SELDOM_USED = new Set([
  'child_process',
  'crypto',
  'net',
  'stream/promises',
  'timers/promises',
  'worker_threads',
  'zlib',
])

const seldomUsed = {
  name: 'seldom-used',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(node:)?[a-z_]+(\/promises)?$/ }, ({ path }) => {
      const name = path.replace('node:', '')
      return SELDOM_USED.has(name) ? { path: name, namespace: 'seldom-used' } : undefined
    })
    onLoad({ filter: /.*/, namespace: 'seldom-used' }, async ({ path }) => {
      const names = Object.keys((await import(`node:${path}`)).default)
      const load = `process.getBuiltinModule('node:${path}')`
      const getters = names.map((name) => `get ${name}() { return ${load}.${name} }`)
      return { contents: `module.exports = { ${getters.join(', ')} }` }
    })
  },
}

/**
 * What libraries load and lossctl has no use for: chalk is told which colours there are, and the width of what a table of ours
 * holds is its length, mostly.
 */
const unused = {
  name: 'unused',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^#supports-color$/ }, ({ path }) => ({ path, namespace: 'unused' }))
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'export default {}' }))
    onResolve({ filter: /^string-width$/ }, ({ importer }) =>
      importer.includes('cli-table3') ? { path: resolve('scripts/plain-width.cjs') } : undefined,
    )
  },
}

const PROGRAM = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  plugins: [apart, seldomUsed, unused],
  logLevel: 'warning',
}

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

// What run.ts and all it imports make is a script, whose compiled code can be kept: src/compiled.ts. Node imports nothing for
// such a script, which therefore asks whoever runs it.
const { outputFiles } = await build({
  ...PROGRAM,
  entryPoints: ['src/run.ts'],
  write: false,
  format: 'cjs',
  minifyWhitespace: true,
  define: { 'import.meta.url': 'scriptUrl' },
})
const script = outputFiles[0].text.replaceAll('import("./', 'loadBeside("./')
if (/\bimport\(/.test(script)) throw new Error('run.cjs imports what does not lie beside it')
// Text of one byte per character is read and compiled at once. What is more than ASCII stands in regular expressions only.
const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
writeFileSync('dist/run.cjs', script.replace(/[^ -~\s]|[\u0080-\uffff]/g, escaped))
await build({
  ...PROGRAM,
  entryPoints: {
    main: 'src/main.ts',
    ...APART,
    index: 'src/index.ts',
    worker: 'src/scan/bytes/worker.ts',
  },
  outdir: 'dist',
  format: 'esm',
  plugins: [asScript, ...PROGRAM.plugins],
  define: { BUILD: JSON.stringify(hashOf('dist/run.cjs')) },
  // What is CommonJS among the imports asks for Node's own modules with require.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
})
// The page of a report runs in a browser. It stands in the page itself, so it is one script, as small as can be.
await build({
  entryPoints: { 'report-page': 'src/page/main.ts' },
  outdir: 'dist',
  bundle: true,
  minify: true,
  format: 'iife',
  platform: 'browser',
  target: ['chrome111', 'firefox114', 'safari16.4'],
  logLevel: 'warning',
})
await build({
  entryPoints: { 'report-page': 'src/page/style/page.css' },
  outdir: 'dist',
  bundle: true,
  minify: true,
  target: ['chrome111', 'firefox114', 'safari16.4'],
  logLevel: 'warning',
})
copyFileSync('src/kernels/kernels.wasm', 'dist/kernels.wasm')
// Parts of the modules that lossctl sketch --code prints.
mkdirSync('dist/python')
for (const name of readdirSync('src/engines/code').filter((name) => name.endsWith('.py')))
  copyFileSync(`src/engines/code/${name}`, `dist/python/${name}`)
await writeQuantities()
