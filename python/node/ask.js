/** Answers the question on standard input, on standard output. */
import { readFileSync } from 'node:fs'
import { answer } from './answer.js'

process.stdout.write(await answer(readFileSync(0, 'utf8')))
