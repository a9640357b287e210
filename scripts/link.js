/**
 * The script of the program: modules that are always needed together are one function of it. V8 compiles a function when it is
 * called, and of what it compiles it keeps something of every function inside, so that a command pays for what it needs.
 */
import { basename } from 'node:path'
import { Script } from 'node:vm'
import { build } from 'esbuild'
import { asFunction } from './program.js'

/**
 * `import{a as b}from"./chunk.js";`, `import a,{b}from"fs";`, `import*as a from"fs";`, or `import"./chunk.js";` for its effects
 * only, of which modules here have none. One name for all is that of a module of Node's.
 */
const IMPORT = /\bimport(?:\*as)? ?(\w+)?,?(\{[^}]*\})?(?: ?from)?"(?:\.\/([\w-]+)\.js|((?:node:)?[\w/]+))";/g
const LATER = /\bimport\("\.\/([\w-]+)\.js"\)/g
const EXPORT = /export\{([^}]*)\};\s*$/
const DEFAULT = /export default ([^;]+);\s*$/

/**
 * The text that src/script.ts runs, and what else esbuild tells of it.
 *
 * @param options esbuild's, with the modules that are begun with by their names
 * @param exports what the script exports, as code that calls `load(NAME)` for one of those
 */
export async function link(options, exports) {
  const { outputFiles, metafile } = await build({
    bundle: true,
    write: false,
    metafile: true,
    logLevel: 'warning',
    legalComments: 'external',
    splitting: true,
    format: 'esm',
    outdir: 'linked',
    define: { 'import.meta.url': 'scriptUrl' },
    // Names stay as they are: a trace of an error is read by people.
    minifyWhitespace: true,
    minifySyntax: true,
    ...options,
  })
  const isNotice = ({ path }) => path.endsWith('.LEGAL.txt')
  const files = outputFiles.filter((file) => !isNotice(file))
  const names = files.map(({ path }) => basename(path, '.js'))
  const rooms = files.map(({ text }, at) => `"${names[at]}"(){${room(text, names)}}`)
  const text = `"use strict";
const rooms={${rooms.join(',\n')}};
const loaded={};
function load(name){return loaded[name]??=rooms[name]()}
async function loadLater(name){return load(name)}
${exports}`
  if (/\bimport\(/.test(text)) throw new Error('the script imports what does not lie beside it')
  // Throws an error where an import or an export is left, which no script has.
  const script = asFunction(text)
  new Script(script)
  return { text: script, metafile, notices: outputFiles.filter(isNotice).map(({ text }) => text) }
}

/** A module as the body of a function that returns what it exports. None of that changes later: a test holds it. */
function room(text, names) {
  const imports = []
  const body = text
    .replace(IMPORT, (_, all, some, name, own) => {
      const loaded = own ? `require("${own}")` : `load("${name}")`
      for (const wanted of [all, some?.replaceAll(' as ', ':')])
        if (wanted) imports.push(`const${wanted.startsWith('{') ? '' : ' '}${wanted}=${loaded};`)
      return ''
    })
    .replace(LATER, (_, name) =>
      names.includes(name) ? `loadLater("${name}")` : `loadBeside("./${name}.js")`,
    )
    .replace(EXPORT, (_, list) => `return{${list.split(',').map(exported).join(',')}};`)
    .replace(DEFAULT, (_, value) => `return{default:${value}};`)
  return imports.join('') + body
}

/** `inner as outer`, or one name for both. */
function exported(name) {
  const [inner, outer = inner] = name.split(' as ')
  return outer === inner ? inner : `${outer}:${inner}`
}
