import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, it } from 'vitest'
import { copyOf } from '../made/copy.ts'
import { lossctl } from '../made/host.ts'
import { fixture } from '../made/shared.ts'

type Json = { [key: string]: unknown }

/** The published schema lets reports gain fields; here every field must be described. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (schema === null || typeof schema !== 'object') return schema
  const copy = Object.fromEntries(Object.entries(schema as Json).map(([key, value]) => [key, closed(value)]))
  return copy.type === 'object' && copy.properties ? { ...copy, additionalProperties: false } : copy
}

const schema = JSON.parse(readFileSync(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'))
const validate = new Ajv2020({ allowUnionTypes: true }).compile(closed(schema) as object)

it.each([
  ['compare', fixture('scenes.csv'), '--per-sample', '2', '--by', 'class'],
  [
    'compare',
    fixture('digits.csv'),
    '--loss',
    'focal:alpha=1,1,1,1,1,1,1,1,1,2',
    '--loss',
    'article-focal',
    '--loss',
    'poly-n:epsilon=1,2',
  ],
  ['compare', fixture('multilabel.csv'), fixture('wine.csv'), '--class-weight', 'balanced'],
  ['samples', fixture('wine.csv'), '--top', '3'],
  ['diff', fixture('digits.csv'), fixture('digits-units.csv'), '--bootstrap', '400'],
  ['diff', fixture('multilabel.csv'), fixture('multilabel.csv')],
  ['diff', fixture('scenes.csv'), fixture('scenes.csv'), '--quantity', 'calibration'],
  ['weights'],
  ['check', fixture('scenes.csv'), '--max', 'focal.mean=1', '--max', 'hard.share=0.01%'],
  [
    'check',
    fixture('scenes.csv'),
    '--baseline-preds',
    copyOf(fixture('scenes.csv')),
    '--max-increase',
    'ce.mean=1%',
  ],
  ['curve', '--of', 'gradient'],
  ['curve', '--loss', 'ce:alpha=0.25', '--loss', 'poly-n:epsilon=1,2'],
  ['curve', '--cdf', fixture('scenes.csv')],
  ['curve', '--cdf', fixture('digits.csv'), '--loss', 'focal:alpha=1,1,1,1,1,1,1,1,1,2'],
  ['sweep', fixture('scenes.csv'), '--over', 'gamma=0,2', '--over', 'alpha=none,0.25', '--rank', 'effective'],
  ['sweep', fixture('scenes.csv'), '--over', 'temperature=1,2', '--quantity', 'calibration', '--rank', 'ece'],
  ['solve', fixture('scenes.csv'), '--for', 'gamma', '--want', 'easy.loss <= 10%'],
  ['solve', '--for', 'gamma', '--p0', '0.25'],
  ['weights', '--p', '0,1', '--y', '1', '--loss', 'ce:alpha=0'],
  ['inspect', fixture('digits-probs.npy'), '--labels', fixture('digits-labels.npy')],
  ['inspect', fixture('digits.csv'), '--score', 'prob_*', '--label', 'prob_0'],
  ['inspect', fixture('engines/preds.duckdb.csv')],
  ['diagnose', fixture('scenes.csv'), '--printed', '0.3'],
  ['diagnose', '--explain', 'focal', '--compat', 'keras'],
  ['compare', fixture('digits.csv'), '--compat', 'keras'],
  ['compare', fixture('multilabel.csv'), '--set', 'dice,aucm:a=0.5,ghm,ohem', '--by', 'id'],
  ['compare', fixture('digits.csv'), '--set', 'ohem'],
  ['calibrate', fixture('scenes.csv')],
  ['calibrate', fixture('multilabel.csv'), '--bins', '10'],
  ['calibrate', fixture('wine.csv'), '--limits', 'right'],
  ['losses'],
  ['losses', 'focal'],
  ['losses', 'dice'],
])('describes the JSON of lossctl %s %s %s', async (...args) => {
  const { stdout, code } = await lossctl([...args, '--format', 'json'])
  // A check that finds something answers all the same.
  expect(code).toBeLessThan(2)
  validate(JSON.parse(stdout))
  expect(validate.errors ?? []).toEqual([])
})
