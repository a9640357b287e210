/** The project's own sources, as the compiler sees them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const folder = fileURLToPath(new URL('../../src', import.meta.url))

/** What `read` makes of every node of every file, with the place of the node. */
export function fromSources<T>(
  read: (node: ts.Node) => T | undefined,
): readonly (readonly [place: string, found: T])[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  )
  return paths.flatMap((path) => {
    const file = ts.createSourceFile(
      path,
      readFileSync(join(folder, path), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    )
    const all: (readonly [string, T])[] = []
    const visit = (node: ts.Node): void => {
      const found = read(node)
      const { line } = file.getLineAndCharacterOfPosition(node.getStart())
      if (found !== undefined) all.push([`${path}:${line + 1}`, found])
      ts.forEachChild(node, visit)
    }
    visit(file)
    return all
  })
}
