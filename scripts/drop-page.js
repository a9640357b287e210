/**
 * Builds dist/lossctl.html: the program in one page, which reads what is dropped on it. In place of Node's own modules
 * stand those of src/drop/node.
 */
import { createHash } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { build } from 'esbuild'
import { licencesOf } from './licences.js'

/** What stands for one of Node's modules; one file for all of which nothing is left. */
function standIn(name) {
  const path = resolve(`src/drop/node/${name.replace('/', '-')}.ts`)
  return existsSync(path) ? path : resolve('src/drop/node/absent.ts')
}

const inBrowser = {
  name: 'in-browser',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(node:.*|stream)$/ }, ({ path }) => ({ path: standIn(path.replace('node:', '')) }))
    // The page takes one command, and what is said of a wrong option is said of that.
    onResolve({ filter: /^\.\/index\.ts$/ }, ({ importer }) =>
      importer.endsWith('complaint.ts') ? { path: resolve('src/drop/program/commands.ts') } : undefined,
    )
    // It has no folders, no terminal, and draws no file; what pairs files would make it a quarter larger.
    const filter = /^tinyglobby$|\/(svg-chart|terminal|compare-changes)\.ts$/
    onResolve({ filter }, ({ path }) => ({ path, namespace: 'absent' }))
    onLoad({ filter: /.*/, namespace: 'absent' }, () => ({
      contents:
        'export const glob = async () => []; export const changesOf = async () => null; export const [drawSvg, drawSvgChart, drawTerminal] = []',
    }))
  },
}

const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Text within an element of script: nothing in it ends the element. */
const inScript = (text) => text.replace(/<\/(script)/gi, '<\\/$1').replaceAll('<!--', '\\x3C!--')

/**
 * @param page what scripts and styles in a page are built as
 * @param report what the script of a report is built as, which this page writes too
 */
export async function makeDropPage(page, report) {
  const metafiles = []
  const notices = []
  const textOf = async (entry, more = {}) => {
    const { outputFiles, metafile } = await build({
      ...page,
      bundle: true,
      write: false,
      metafile: true,
      legalComments: 'external',
      logLevel: 'warning',
      platform: 'browser',
      format: 'iife',
      outdir: 'dist',
      entryPoints: [entry],
      ...more,
    })
    metafiles.push(metafile)
    const isNotice = ({ path }) => path.endsWith('.LEGAL.txt')
    notices.push(...outputFiles.filter(isNotice).map(({ text }) => text))
    return inScript(outputFiles.find((file) => !isNotice(file)).text)
  }
  const program = await textOf('src/drop/program/worker.ts', {
    plugins: [inBrowser],
    loader: { '.wasm': 'binary' },
    define: { 'import.meta.url': '"file:///lossctl.js"' },
  })
  const script = await textOf('src/drop/page/main.ts')
  const style = await textOf('src/drop/page/drop.css')
  const reportScript = await textOf('src/page/main.ts', report)
  const reportStyle = await textOf('src/page/style/page.css')
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)} ${hashOf(reportScript)} 'wasm-unsafe-eval'`,
    `style-src ${hashOf(style)} ${hashOf(reportStyle)}`,
    'worker-src blob:',
    // A chart that is saved as PNG is a picture on its way.
    'img-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  writeFileSync(
    'dist/lossctl.html',
    `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>lossctl</title>
<style id="report-style">${reportStyle}</style>
<style>${style}</style>
</head>
<body>
<noscript><p>This page computes what it shows, and needs JavaScript for it.</p></noscript>
<div id="drop"></div>
<script type="text/plain" id="report-script">${reportScript}</script>
<script type="text/plain" id="program">${program}</script>
<script type="text/plain" id="licences">${inScript(licencesOf(metafiles, notices))}</script>
<script>${script}</script>
</body>
</html>
`,
  )
}
