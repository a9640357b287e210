#!/usr/bin/env node
import { main } from '../dist/main.js'

main(process).then(
  (code) => {
    process.exitCode = code
  },
  (error) => {
    // Node's own exit code for a crash is 1, which a pipeline would read as "a check failed"; 4 is our bug.
    process.stderr.write(`${error?.stack ?? error}\n`)
    process.exitCode = 4
  },
)
