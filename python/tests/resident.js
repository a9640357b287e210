/**
 * The program in one process for many tests: node resident.js PROGRAM. Each line of standard input is `{cwd, env, argv, input}`,
 * a process that the package would start, and each of standard output what that prints: `{code, stdout, stderr}`.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const [, , program] = process.argv
const { answer } = await import(pathToFileURL(join(program, 'answer.js')).href)
const { main } = createRequire(import.meta.url)(join(program, 'dist/main.cjs'))

async function command(argv) {
  const written = { stdout: '', stderr: '' }
  const stream = (name) => ({
    write(text, done) {
      written[name] += text
      done?.()
    },
  })
  const code = await main({
    ...{ argv: [process.execPath, 'lossctl', ...argv], env: process.env, versions: process.versions },
    ...{ stdout: stream('stdout'), stderr: stream('stderr') },
    ...{ on() {}, off() {}, execPath: process.execPath, getuid: process.getuid },
    exit(status) {
      throw new Error(`exit ${status}`)
    },
  })
  return { code, ...written }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { cwd, env, argv, input } = JSON.parse(line)
  process.chdir(cwd)
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name]
  Object.assign(process.env, env)
  const ended = argv ? await command(argv) : { code: 0, stdout: await answer(input), stderr: '' }
  process.stdout.write(`${JSON.stringify(ended)}\n`)
}
