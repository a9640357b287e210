/** Queries as texts: whatever names are, they stay names. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DIALECTS } from '../../src/engines/sql/dialects/index.ts'
import { quoteName } from '../../src/words/names.ts'
import { draws } from '../made/draws.ts'
import { lossctl } from '../made/host.ts'
import { ARRAY } from './array.ts'
import { hostile } from './hostile.ts'

/** How engines quote names and texts, by their own manuals: the signs, and whether a backslash begins an escape. */
const QUOTES: Readonly<Record<string, { name: string; backslash: readonly string[] }>> = {
  duckdb: { name: '"', backslash: [] },
  postgres: { name: '"', backslash: [] },
  spark: { name: '`', backslash: ["'"] },
  clickhouse: { name: '`', backslash: ["'", '`'] },
  sqlite: { name: '`', backslash: [] },
  trino: { name: '"', backslash: [] },
  bigquery: { name: '`', backslash: ["'", '`'] },
  snowflake: { name: '"', backslash: ["'"] },
  redshift: { name: '"', backslash: [] },
}

/** A query with every name and text in it as its content. */
function lex(
  query: string,
  dialect: string,
): { readonly skeleton: string; readonly names: readonly string[] } {
  const { name, backslash } = QUOTES[dialect]
  const names: string[] = []
  let skeleton = ''
  for (let i = 0; i < query.length; i++) {
    const open = query[i]
    if (open !== name && open !== "'") {
      skeleton += open
      continue
    }
    let content = ''
    for (i++; ; i++) {
      if (i >= query.length) throw new Error('a quote is not closed')
      if (backslash.includes(open) && query[i] === '\\') {
        i++
        content += query[i]
      } else if (query[i] === open && query[i + 1] === open) {
        i++
        content += open
      } else if (query[i] === open) break
      else content += query[i]
    }
    names.push(content)
    skeleton += open === name ? 'NAME' : 'TEXT'
  }
  return { skeleton, names }
}

const query = async (dialect: string, [table, label, score, by]: readonly string[]) => {
  const words = [
    '--table',
    quoteName(table),
    '--label',
    quoteName(label),
    '--logit',
    quoteName(score),
    '--by',
    by,
  ]
  const { code, stdout, stderr } = await lossctl(['sketch', '--sql', dialect, ...words])
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

describe.each(DIALECTS.map(({ key }) => key))('a query for %s', (dialect) => {
  it('keeps names names, whatever they are', async () => {
    const plain = lex(await query(dialect, ['t', 'y', 'z', 'g']), dialect)
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(hostile, { minLength: 4, maxLength: 4 }), async (names) => {
        const found = lex(await query(dialect, names), dialect)
        expect(found.skeleton).toBe(plain.skeleton)
        const strange = [...new Set(found.names)].filter(
          (name) => !plain.names.includes(name) && !/^eyJ/.test(name),
        )
        expect(strange.sort()).toEqual([...names].sort())
      }),
      { numRuns: draws(200) },
    )
  })

  it('has no number that an engine takes for a decimal, and no template', async () => {
    const text = await query(dialect, ['preds', 'y', 'z', 'g'])
    const { skeleton } = lex(text, dialect)
    expect(skeleton).not.toMatch(/\d\.\d+(?![\de])/)
    expect(skeleton).not.toMatch(/[{}$:]/)
  })
})

describe('a self-test is refused', () => {
  it.each([
    ['--task', 'softmax'],
    ['--classes', '3'],
    ['--by', 'g'],
    ['--weight', 'w'],
    ['--where', 'y < 2'],
    ['--label', 'y'],
    ['--logit', 'z'],
    ['--loss', 'asl'],
    ['--bins', '10'],
    ['--threshold', '0.3'],
    ['--from', 'logits'],
    ['--background', '3'],
    ['--table', 'preds'],
    ['--temperature', '2'],
  ])('beside %s', async (flag, value) => {
    const { code, stdout, stderr } = await lossctl(['sketch', '--sql', 'duckdb', '--self-test', flag, value])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toBe(
      `error: --self-test asks of binary logits of its own, and ${flag} changes nothing of them; leave one of the two out\n`,
    )
  })
})

describe('a query is refused', () => {
  const base = ['sketch', '--sql', 'duckdb', '--table', 'preds', '--label', 'y']
  it.each<readonly [string, readonly string[], RegExp]>([
    ['without a table', ['sketch', '--sql', 'duckdb', '--label', 'y', '--logit', 'z'], /which table to read/],
    ['without scores', base, /--logit z or --prob p/],
    ['with scores twice', [...base, '--logit', 'z', '--prob', 'p'], /give one of them/],
    [
      'with bins of softmax scores',
      [...base, '--logit', 'a,b,c', '--bins', '10'],
      /--bins parts a sketch for/,
    ],
    ['with scores of no scale', [...base, '--score', 'z'], /--from logits/],
    [
      'beside a file',
      ['sketch', 'preds.csv', '--sql', 'duckdb', '--table', 't', '--label', 'y', '--logit', 'z'],
      /reads no file/,
    ],
    [
      'with a way to read files',
      [...base, '--logit', 'z', '--temperature', '2'],
      /--temperature says how files are read/,
    ],
    [
      'of logits that are said to be probabilities',
      [...base, '--logit', 'z', '--from', 'probs'],
      /--from probs contradicts --logit: these are logits; leave it out, or say --prob/,
    ],
    [
      'of probabilities that are said to be percentages',
      [...base, '--prob', 'p', '--from', 'percent'],
      /--from percent contradicts --prob: .*divide them by 100/,
    ],
    [
      'of percentages',
      [...base, '--score', 'p', '--from', 'percent'],
      /--from percent is of files, .*divide them by 100/,
    ],
    [
      'of logits with a sum',
      [...base, '--logit', 'a,b', '--renormalize'],
      /by their sum, and these are logits/,
    ],
    ['of one probability with a sum', [...base, '--prob', 'p', '--renormalize'], /and these are binary/],
    ['with threads', [...base, '--logit', 'z', '--threads', '2'], /--threads is of files/],
    ['with a pattern of names', [...base, '--score', 'z_*', '--from', 'logits'], /name them/],
    ['with arrays of any length', [...base, '--scores-array', 'zs', '--from', 'logits'], /--classes 10/],
    [
      'with arrays where there are none',
      ['sketch', '--sql', 'sqlite', '--table', 't', '--label', 'y', ...ARRAY],
      /SQLite has no arrays/,
    ],
    [
      'with names of another number',
      [...base, '--logit', 'a,b,c', '--class-names', 'x,y'],
      /2 names, and there are 3/,
    ],
    [
      'with a background of softmax rows',
      [...base, '--logit', 'a,b,c', '--background', '3'],
      /--task multilabel/,
    ],
    ['with a task of other columns', [...base, '--logit', 'z', '--task', 'softmax'], /does not go with/],
    ['with labels that are no indices', [...base, '--logit', 'z', '--ignore-label', 'none'], /is no number/],
    [
      'with a table without a name',
      ['sketch', '--sql', 'duckdb', '--table', 'a..b', '--label', 'y', '--logit', 'z'],
      /names with a point/,
    ],
    [
      'whose options stand without --sql',
      ['sketch', 'preds.csv', '--table', 't', '-o', 'x.json'],
      /--table says what is asked of a database, and preds.csv is none/,
    ],
  ])('%s', async (_what, args, reason) => {
    const { code, stdout, stderr } = await lossctl(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(reason)
  })
})
