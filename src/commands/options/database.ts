/** What a database is asked for its sketch, which its own program makes. */
import { LABEL_KINDS } from '../../engines/sql/request.ts'
import { joinNames } from '../../words/names.ts'
import type { OptionRecord, Values } from './option.ts'
import { parseChoice, parseCount, parseNames } from './parse.ts'
import type { ReadOptions } from './reading.ts'

const DATABASE_GROUP = 'Of a database, such as duckdb:preds.db, sqlite:preds.db or postgres://user@host/db:'
const group = DATABASE_GROUP

/** Of a database that is read, and of a query that is printed. */
export const DATABASE = [
  {
    key: 'table',
    value: '<name>',
    help: 'table of the predictions, such as preds or lake.preds; "a.b" in quotes is one name',
    group,
    isReading: true,
  },
  {
    key: 'query',
    value: '<select>',
    help: 'a query of your own instead, as it is',
    // It stands in brackets, where its end is none.
    parse: (text: string) => text.replace(/;\s*$/, ''),
    group,
    isReading: true,
  },
  { key: 'where', value: '<condition>', help: 'rows to take, as SQL, as it is', group, isReading: true },
  {
    key: 'logit',
    value: '<columns>',
    help: 'column of logits, or a list of one per class',
    parse: parseNames,
    write: joinNames,
    group,
    isReading: true,
  },
  {
    key: 'prob',
    value: '<columns>',
    help: 'the same of probabilities',
    parse: parseNames,
    write: joinNames,
    group,
    isReading: true,
  },
  {
    key: 'scoresArray',
    value: '<column>',
    help: 'column of arrays of scores, one per class; --from says which',
    group,
    isReading: true,
  },
  {
    key: 'labelArray',
    value: '<column>',
    help: 'column of arrays of 0/1 labels, one per class',
    group,
    isReading: true,
  },
  {
    key: 'classes',
    value: '<n>',
    help: 'number of classes of arrays, where --class-names names none',
    parse: parseCount(100_000),
    group,
    isReading: true,
  },
  {
    key: 'labelIs',
    value: '<kind>',
    help: 'labels are index (0 to K - 1), names (with --class-names), bool or sign (-1/1)',
    otherwise: 'index',
    parse: parseChoice(LABEL_KINDS),
    group,
    isReading: true,
  },
] as const satisfies readonly OptionRecord[]

/** What it is asked can be looked at. */
export const SHOW_QUERY = {
  key: 'showQuery',
  help: 'print the query that a database is asked, to standard error',
  group,
} as const satisfies OptionRecord

/** All that a command which reads databases takes for them. */
export const OF_DATABASES = [...DATABASE, SHOW_QUERY] as const

export type DatabaseOptions = Values<(typeof OF_DATABASES)[number]> & ReadOptions
