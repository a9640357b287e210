/** Files of the sources as a module, since the build keeps no single ones. */
import { join } from 'node:path'
import { build } from 'esbuild'

/** What these files export. */
export async function load(...paths) {
  const resolveDir = join(import.meta.dirname, '..')
  const contents = paths.map((path) => `export * from './${path}'\n`).join('')
  const { outputFiles } = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    logLevel: 'warning',
  })
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`)
}
