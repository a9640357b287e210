/** What both builds of the program do to it: dist/ and the single file. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { transform } from 'esbuild'

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
  'tty',
  'worker_threads',
  'zlib',
])

export const seldomUsed = {
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

/** Libraries with short names: a trace of an error is read by people, who look for what is wrong in lossctl. */
export const shortened = {
  name: 'shortened',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]node_modules[\\/].*\.[cm]?js$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, 'utf8'), {
        minifyIdentifiers: true,
        legalComments: 'inline',
        sourcefile: path,
      })
      return { contents: code }
    }),
}

/**
 * What libraries load and lossctl has no use for: chalk is told which colours there are, a chart is drawn and no page or style
 * sheet is read for it, and the width of what a table of ours holds is its length, mostly.
 */
export const unused = {
  name: 'unused',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(#supports-color|cssomnom\/parse|htmlparser2)$/ }, ({ path }) => ({
      path,
      namespace: 'unused',
    }))
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({
      contents: 'export default {}; export const parse = null, Parser = null',
    }))
    onResolve({ filter: /^string-width$/ }, ({ importer }) =>
      importer.endsWith('plain-width.cjs') ? undefined : { path: resolve('scripts/plain-width.cjs') },
    )
  },
}

/** A module that no file holds. */
export const made = (contents) => ({ contents, resolveDir: process.cwd(), loader: 'js' })

// Text of one byte per character is read and compiled at once. What is more than ASCII stands in regular expressions only.
const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** The function that src/script.ts calls, of a script: to put it around the text there would copy all of it. */
export function asFunction(script) {
  const ascii = script.replace(/[^ -~\s]|[\u0080-\uffff]/g, escaped)
  return `(function (exports, require, module, scriptUrl, loadBeside) {${ascii}\n})`
}
