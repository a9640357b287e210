/** Writes the register of quantities into what is published of it: the JSON Schema, and the table of docs/ci.md. */
import { readFileSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'

const SCHEMA = 'docs/report.schema.json'
const PAGE = 'docs/ci.md'

export async function writeQuantities() {
  const { outputFiles } = await build({
    stdin: {
      contents: "export * from './measures.ts'\nexport * from './measure.ts'",
      resolveDir: 'src/measures',
    },
    bundle: true,
    format: 'esm',
    write: false,
  })
  const code = Buffer.from(outputFiles[0].contents).toString('base64')
  const { MEASURES, nameForm } = await import(`data:text/javascript;base64,${code}`)
  rewrite(SCHEMA, (text) => describe(JSON.parse(text), MEASURES))
  rewrite(PAGE, (text) =>
    text.replace(TABLE, (_, above, below) => `${above}${tableOf(MEASURES, nameForm)}${below}`),
  )
}

/** A file that says so already keeps its time. */
function rewrite(path, change) {
  const [before, after] = [readFileSync(path, 'utf8'), change(readFileSync(path, 'utf8'))]
  if (after !== before) writeFileSync(path, after)
}

function describe(schema, measures) {
  const { lossBand, loss } = schema.$defs
  const figures = (of) => measures.filter((one) => one.of === of && one.field !== null)
  setFigures(lossBand, ['band', 'loss'], figures('part'), [])
  setFigures(loss, keysUpTo(loss.properties, 'held'), figures('all'), ['ofBatchMean', 'bands'])
  return `${JSON.stringify(schema, null, 1)}\n`
}

function setFigures(definition, before, figures, after) {
  const own = Object.fromEntries(
    figures.map(({ field, definition: description }) => [field, { type: ['number', 'null'], description }]),
  )
  const pick = (names) => Object.fromEntries(names.map((name) => [name, definition.properties[name]]))
  definition.properties = { ...pick(before), ...own, ...pick(after) }
  definition.required = Object.keys(definition.properties)
}

function keysUpTo(properties, last) {
  const keys = Object.keys(properties)
  return keys.slice(0, keys.indexOf(last) + 1)
}

const TABLE = /(<!-- quantities.* -->\n\n)[\s\S]*?(\n\n<!-- end of quantities -->)/

function tableOf(measures, nameForm) {
  const rows = measures.map((one) => {
    const form = `${one.isOfLoss ? 'LOSS.' : ''}${nameForm(one)}`
    const title = one.of === 'pair' ? `${one.title}, part ÷ part` : one.title
    return `| \`${form}\` | ${title} | ${one.definition} |`
  })
  return ['| quantity | what it is | defined as |', '|---|---|---|', ...rows].join('\n')
}
