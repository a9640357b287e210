/** What `lossctl sweep` may be asked. */
import { MEASURES } from '../../measures/measures.ts'
import { CHART_FORMATS } from '../../views/drawings/index.ts'
import { OF_DATABASES } from './database.ts'
import { FIGURE } from './figure.ts'
import type { OptionRecord, Values } from './option.ts'
import { outputOptions } from './output.ts'
import { parseCount, parseNumberIn } from './parse.ts'
import { CLASS_WEIGHT, QUESTION_GROUP, SKETCHED_BY, THRESHOLD } from './question.ts'
import { READING } from './reading.ts'

/** Settings of a ranking unless --top says otherwise. */
export const DEFAULT_TOP = 20

/** Names of what a sweep may rank by, one a measure. */
const SWEPT = MEASURES.filter(({ isSwept }) => isSwept).map(({ example }) => example)

/** What a sweep tries of focal when nothing is said. */
export const USUAL = ['gamma=0..5/0.5']

export const OVER = {
  key: 'over',
  value: '<axis>',
  help: 'a parameter and its values: gamma=0..5/0.25; repeat for a grid',
  otherwise: USUAL.join(' '),
  isUsual: true,
  repeats: true,
  group: QUESTION_GROUP,
} as const satisfies OptionRecord

export const SWEEP = [
  {
    key: 'loss',
    short: 'l',
    value: '<spec>',
    help: 'a loss; repeat for more',
    otherwise: 'focal',
    isUsual: true,
    repeats: true,
    group: QUESTION_GROUP,
  },
  OVER,
  {
    key: 'set',
    value: '<list>',
    help: 'losses of the whole file as one batch in their place: tversky, focal-tversky, ohem, ghm, …',
    group: QUESTION_GROUP,
  },
  {
    key: 'quantity',
    value: '<name>',
    help: 'show this instead of the usual: a quantity, or one of calibration: ece, brier, slope, …, or calibration for all; repeat for more',
    asks: 'quantity',
    isUsual: true,
    repeats: true,
    group: QUESTION_GROUP,
  },
  {
    key: 'rank',
    value: '<quantity>',
    help: `rank by this: ${SWEPT.join(', ')}, ece, …`,
    asks: 'quantity',
    isUsual: true,
    group: QUESTION_GROUP,
  },
  {
    key: 'target',
    value: '<x>',
    isUsual: true,
    help: 'the value it should have, nearest first; without it the largest come first, and of calibration the best',
    parse: parseNumberIn(-Number.MAX_VALUE, Number.MAX_VALUE),
    group: QUESTION_GROUP,
  },
  {
    key: 'top',
    value: '<n>',
    help: 'how many settings',
    otherwise: `${DEFAULT_TOP} of a ranking, else all`,
    isUsual: true,
    parse: parseCount(1e6),
    group: QUESTION_GROUP,
  },
  THRESHOLD,
  CLASS_WEIGHT,
  SKETCHED_BY,
  ...READING,
  ...OF_DATABASES,
  ...FIGURE,
  ...outputOptions('write to this file; .svg, .pdf, .png and .html are drawn', CHART_FORMATS),
] as const satisfies readonly OptionRecord[]

export type SweepAsked = Values<(typeof SWEEP)[number]>
