/**
 * Runs usual commands with the script that lies beside this, and keeps what V8 has compiled of it on the way: run.cache
 * there. It is a program of its own, which binary.js bundles and hands dist/ and a file of predictions.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import sea from 'node:sea'
import { fileURLToPath } from 'node:url'
import { loadScript, optimizeLater } from '../src/script.ts'

const [, , dist, predictions] = process.argv
const COMMANDS = [['compare', predictions], ['--help']]

// What will be in the single file lies in dist/ now.
sea.getRawAsset = (name) => readFileSync(`${dist}/${name}`)

const silent = { write: (_, done) => done?.() }
const host = {
  env: {},
  stdout: silent,
  stderr: silent,
  versions: process.versions,
  on() {},
  off() {},
  exit: process.exit,
}
// V8 takes compiled code under the flags only under which it was made.
optimizeLater(host)
const { script, exports } = loadScript()
for (const words of COMMANDS) {
  const code = await exports.run({ ...host, argv: ['node', 'lossctl', ...words] })
  if (code !== 0) throw new Error(`${words.join(' ')} exited with ${code}`)
}
writeFileSync(fileURLToPath(new URL('run.cache', import.meta.url)), script.createCachedData())
