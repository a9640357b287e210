/** What a query is asked that makes a sketch where the data are. */
import { SQL_TARGETS, SQL_WORDS } from '../../engines/sql/files/index.ts'
import { LABEL_KINDS } from '../../engines/sql/request.ts'
import { joinNames } from '../../words/names.ts'
import type { OptionRecord } from './option.ts'
import { parseChoice, parseCount, parseNames } from './parse.ts'

export const SQL_GROUP = 'Where the data are (of --sql, or of a database):'
const group = SQL_GROUP

export const SQL = [
  {
    key: 'sql',
    value: '<dialect>',
    help: `print the query that makes the sketch in ${SQL_WORDS}`,
    parse: parseChoice(...SQL_TARGETS),
    group,
  },
  {
    key: 'table',
    value: '<name>',
    help: 'table of the predictions, such as preds or lake.preds; "a.b" in quotes is one name',
    group,
  },
  { key: 'query', value: '<select>', help: 'a query of your own instead, as it is', group },
  { key: 'where', value: '<condition>', help: 'rows to take, as SQL, as it is', group },
  {
    key: 'logit',
    value: '<columns>',
    help: 'column of logits, or a list of one per class',
    parse: parseNames,
    write: joinNames,
    group,
  },
  {
    key: 'prob',
    value: '<columns>',
    help: 'the same of probabilities',
    parse: parseNames,
    write: joinNames,
    group,
  },
  {
    key: 'scoresArray',
    value: '<column>',
    help: 'column of arrays of scores, one per class; --from says which',
    group,
  },
  { key: 'labelArray', value: '<column>', help: 'column of arrays of 0/1 labels, one per class', group },
  {
    key: 'classes',
    value: '<n>',
    help: 'number of classes of arrays and batches, where --class-names names none',
    parse: parseCount(100_000),
    group,
  },
  {
    key: 'labelIs',
    value: '<kind>',
    help: 'labels are index (0 to K - 1; without a word), names (with --class-names), bool or sign (-1/1)',
    parse: parseChoice(...LABEL_KINDS),
    group,
  },
  { key: 'selfTest', help: 'the query over 40 rows of its own, whose sums lossctl knows and checks', group },
] as const satisfies readonly OptionRecord[]
