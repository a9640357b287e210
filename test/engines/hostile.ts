/** Names of all signs that could end one. */
import fc from 'fast-check'

export const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '"',
        "'",
        '`',
        ';',
        '--',
        '/*',
        '*/',
        '\\',
        '\n',
        '{{ x }}',
        ':b',
        '$' + '{y}',
        ' ',
        '%',
        ')',
        '*',
      ),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => `a${parts.join('')}z`.replaceAll('\0', ''))
