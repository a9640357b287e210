/** The options of a check. Those that a configuration may hold too have no default here. */
import { parseRule, type RuleKind } from '../../questions/check/rules.ts'
import { CHECK_FORMATS } from '../../views/drawings/index.ts'
import { parseOutput } from '../check/outputs.ts'
import { OF_DATABASES } from './database.ts'
import { lossOptions, USUAL_LOSSES } from './losses.ts'
import type { OptionRecord, Values } from './option.ts'
import { NAME, OUTPUT_GROUP, QUIET, SKETCH_ENDINGS } from './output.ts'
import { parseCount, parseNumberIn, parseThreshold } from './parse.ts'
import { by, QUESTION_GROUP } from './question.ts'
import { READING } from './reading.ts'

const RULES_GROUP = 'Rules (also in lossctl.config.json, .yaml, or "lossctl" in package.json):'
const BASELINE_GROUP = 'Baseline:'

/** Rules of every kind make one list, in the order given. */
const rule = (kind: RuleKind, help: string) =>
  ({
    key: 'rules',
    flag: kind,
    value: '<quantity=limit>',
    help,
    parse: (text: string) => parseRule(kind, text),
    repeats: true,
    asks: 'quantity',
    isUsual: true,
    group: RULES_GROUP,
  }) as const satisfies OptionRecord

const RULES = [
  rule('max', 'at most: focal.mean=0.05, hard.positive.share=2%, ece=0.02, dice=0.3'),
  rule('min', 'at least: positive:negative.gradient=0.5'),
  rule('max-increase', 'it may rise by so much over the baseline: focal.mean=2%, or a difference, 0.001'),
  rule('max-decrease', 'it may fall by so much below the baseline'),
  {
    key: 'config',
    value: '<file>',
    help: 'read rules and settings from this file',
    group: RULES_GROUP,
    isInput: true,
  },
] as const satisfies readonly OptionRecord[]

const BASELINE = [
  {
    key: 'baseline',
    value: '<file>',
    help: 'what changes are measured against: a saved baseline or sketch',
    isUsual: true,
    group: BASELINE_GROUP,
    isInput: true,
  },
  {
    key: 'baselinePreds',
    value: '<file>',
    help: 'the predictions of the baseline: the same samples, so that noise is far smaller',
    group: BASELINE_GROUP,
    isInput: true,
  },
  {
    key: 'saveBaseline',
    value: '<file>',
    help: 'save these predictions as a baseline; with rules, only when they hold',
    isUsual: true,
    group: BASELINE_GROUP,
    isOutput: true,
    mayReplace: 'baseline',
    endings: SKETCH_ENDINGS,
  },
  { ...NAME, group: BASELINE_GROUP },
  {
    key: 'unchecked',
    help: 'save it whatever the rules say, parted as they need it',
    group: BASELINE_GROUP,
  },
  {
    key: 'allowOtherLabels',
    help: 'compare although the samples by class differ',
    group: BASELINE_GROUP,
  },
] as const satisfies readonly OptionRecord[]

const QUESTION = [
  by('hold change rules and bounds in each value of a column, or in each class'),
  {
    key: 'minSlice',
    value: '<n>',
    help: 'pass over parts with fewer samples',
    otherwise: '1',
    parse: parseCount(1e9),
    group: QUESTION_GROUP,
  },
  {
    key: 'confidence',
    value: '<level>',
    help: 'a change counts when it is beyond noise at this level',
    otherwise: '0.95',
    parse: parseNumberIn(0.5, 1 - 1e-9),
    group: QUESTION_GROUP,
  },
  { key: 'noise', help: 'count every change beyond its limit', default: true, group: QUESTION_GROUP },
  {
    key: 'threshold',
    value: '<pt>',
    help: 'a sample is easy from this probability of the truth on',
    otherwise: '0.5',
    parse: parseThreshold,
    group: QUESTION_GROUP,
  },
] as const satisfies readonly OptionRecord[]

export const CHECK_OPTIONS = [
  ...RULES,
  ...BASELINE,
  ...QUESTION,
  ...lossOptions(USUAL_LOSSES),
  ...READING,
  ...OF_DATABASES,
  {
    key: 'format',
    short: 'f',
    value: '<format[=file]>',
    help: `${CHECK_FORMATS.join(', ')}; repeat for several`,
    otherwise: 'table',
    isUsual: true,
    repeats: true,
    group: OUTPUT_GROUP,
    isOutput: true,
    pathOf: (text) => parseOutput(text).path,
  },
  QUIET,
] as const satisfies readonly OptionRecord[]

export type CheckFlags = Values<(typeof CHECK_OPTIONS)[number]>
