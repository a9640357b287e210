/** Checks the types of the program with its tests, and of the page, whose world is a browser's: side by side, since each takes a core. */
import { spawn } from 'node:child_process'
import { dirname } from 'node:path'

process.chdir(dirname(import.meta.dirname))
const check = (project) =>
  new Promise((resolve) => {
    const args = ['node_modules/typescript/bin/tsc', '-p', project]
    spawn(process.execPath, args, { stdio: 'inherit' }).on('close', resolve)
  })
const codes = await Promise.all(['tsconfig.json', 'tsconfig.page.json'].map(check))
process.exitCode = codes.every((code) => code === 0) ? 0 : 1
