#!/usr/bin/env node
// Node's own exit code for a crash is 1, which a pipeline would read as "a check failed"; 4 is our bug.
function crash(error) {
  process.stderr.write(`${error?.stack ?? error}\n`)
  process.exit(4)
}

process.on('uncaughtException', crash)
import('../dist/main.js')
  .then(({ main }) => main(process))
  .then((code) => {
    process.exitCode = code
  }, crash)
