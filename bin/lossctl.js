#!/usr/bin/env node
// CommonJS, as package.json beside it says: what loads modules would take Node longer than many a file takes to read.
// Node's own exit code for a crash is 1, which a pipeline would read as "a check failed"; 4 is our bug.
function crash(error) {
  process.stderr.write(`${error?.stack ?? error}\n`)
  process.exit(4)
}

process.on('uncaughtException', crash)
const { main } = require('../dist/main.cjs')
main(process).then((code) => {
  process.exitCode = code
}, crash)
