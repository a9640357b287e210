import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { plainRows } from '../../src/formats/csv/plain-rows.ts'
import { draws } from '../made/draws.ts'

const syntax = (separator: string) => ({ separator, lineEnds: ['\r\n', '\n'] }) as const

const text = fc
  .array(fc.constantFrom('a', '0.5', ' ', ',', ';', '\t', '\n', '\r\n', '\r', 'é', '\u{1f600}'), {
    maxLength: 60,
  })
  .map((pieces) => pieces.join(''))

it('parts rows as csv-parse does, a byte-order mark, empty lines and lone carriage returns included', () => {
  fc.assert(
    fc.property(text, fc.boolean(), fc.constantFrom(',', ';', '\t'), (body, marked, separator) => {
      const bytes = Buffer.from(`${marked ? '\ufeff' : ''}${body}`)
      const wanted: string[][] = parse(bytes, {
        bom: true,
        delimiter: separator,
        record_delimiter: ['\r\n', '\n'],
        relax_column_count: true,
        skip_empty_lines: true,
      })
      expect(plainRows(bytes, true, syntax(separator))).toEqual(wanted)
    }),
    { numRuns: draws(2000) },
  )
})

it('leaves the last row out where the head may have cut it off', () => {
  expect(plainRows(Buffer.from('a,b\n1,2\n3,'), false, syntax(','))).toEqual([
    ['a', 'b'],
    ['1', '2'],
  ])
})

it.each([
  ['quotes', Buffer.from('a,b\n"1",2\n'), ['\r\n', '\n']],
  ['line ends of old Macs', Buffer.from('a,b\r1,2\r'), ['\r\n', '\n', '\r']],
  ['bytes that are no UTF-8', Buffer.from('a,b\n\xe9,2\n', 'latin1'), ['\r\n', '\n']],
])('leaves %s to csv-parse', (_, bytes, lineEnds) => {
  expect(plainRows(bytes, true, { ...syntax(','), lineEnds })).toBeNull()
})
