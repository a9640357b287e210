/** The options of diagnose. */
import type { OptionRecord, Values } from './option.ts'
import { outputOptions } from './output.ts'
import { parseChoice, parseCount, parseFactors, parsePriors } from './parse.ts'
import { QUESTION_GROUP } from './question.ts'
import { READING } from './reading.ts'

const group = QUESTION_GROUP

/** Those that say something of values, of which there are none with --explain. */
export const OF_VALUES = [
  {
    key: 'lossColumn',
    value: '<column>',
    help: 'column with the loss of each sample',
    group,
    isUsual: true,
  },
  {
    key: 'lossValues',
    value: '<file>',
    help: 'NPY or CSV with a loss per row, or one for each label of a row',
    isUsual: true,
    group,
    isInput: true,
  },
  {
    key: 'printed',
    value: '<list>',
    help: 'values that the script printed, one per batch, as they were printed; a log that has them, or - for one that is piped in',
    isUsual: true,
    group,
  },
  {
    key: 'printedPattern',
    value: '<regex>',
    help: 'where the value stands in a line of that log, as its first group',
    otherwise: 'after the word loss',
    group,
  },
  {
    key: 'batchSize',
    value: '<n>',
    help: 'rows of a batch',
    otherwise: 'all',
    isUsual: true,
    parse: parseCount(1e9),
    group,
  },
  {
    key: 'reductionOfPrint',
    value: '<how>',
    help: 'printed values are known to be a mean or a sum',
    parse: parseChoice(['mean', 'sum']),
    group,
  },
  {
    key: 'classWeight',
    value: '<list>',
    help: 'the class weights of the script, one per class',
    parse: parseFactors,
    group,
  },
  {
    key: 'classCounts',
    value: '<list>',
    help: 'samples of each class that the script knows, or their shares; of sigmoids shares of positives',
    otherwise: 'those of the file',
    parse: parsePriors,
    group,
  },
  { key: 'expect', value: '<spec>', help: 'exit with 1 unless it is this loss', group, isUsual: true },
] as const satisfies readonly OptionRecord[]

export const DIAGNOSE_OPTIONS = [
  ...OF_VALUES,
  {
    key: 'explain',
    value: '<spec>',
    help: 'tell how a library computes this loss, beside lossctl; takes no file',
    group,
  },
  { key: 'compat', value: '<library>', help: 'that library: torchvision, keras, optax, …', group },
  ...READING,
  ...outputOptions(),
] as const satisfies readonly OptionRecord[]

export type DiagnoseOptions = Values<(typeof DIAGNOSE_OPTIONS)[number]>
