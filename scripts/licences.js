/** The terms of what the build puts into its files: those of each package that stands in one of them, in its own words. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Files in which a package says its terms, and whom it thanks. */
const TERMS = /^(licen[cs]e|copying|notice)([.-]|$)/i

/**
 * One text for all of them.
 *
 * @param metafiles of esbuild: which files it took
 * @param notices what esbuild holds for terms in the comments of those files
 */
export function licencesOf(metafiles, notices) {
  const outputs = metafiles.flatMap(({ outputs }) => Object.values(outputs))
  const taken = outputs.flatMap(({ inputs }) =>
    Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0),
  )
  const folders = new Set(taken.map(folderOf).filter((folder) => folder !== null))
  const titles = new Map()
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const terms = termsOf(folder)
    titles.set(terms, [...(titles.get(terms) ?? []), `${name} ${version} (${license})`])
  }
  const head = `Of ${folders.size} packages, parts stand in the files of lossctl. Their terms follow, each above those who share it.`
  const each = [...titles].map(([terms, titles]) => `${titles.join('\n')}\n\n${terms}`)
  const comments = notices.flatMap((text) => trimmed(text).match(/\/\*.*?\*\/|\/\/.*$/gms) ?? [])
  const ofFiles = new Set(comments.map((comment) => comment.replace(/^[ \t]+/gm, '')))
  const parts = [head, ...each, 'Notices in the files that were taken:', ...ofFiles]
  return `${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
}

/** The folder of the package that a file is of; null for files of ours, and what the build makes up. */
function folderOf(path) {
  return /^.*\bnode_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? null
}

function termsOf(folder) {
  const names = readdirSync(folder).filter((name) => TERMS.test(name))
  if (names.length === 0) throw new Error(`${folder} says no terms, and stands in the build`)
  return names.map((name) => trimmed(readFileSync(join(folder, name), 'utf8'))).join('\n\n')
}

const trimmed = (text) => text.replaceAll('\r', '').trim()
