/** Cells that a person reads as numbers and a program does not. */

const HINTS: readonly (readonly [form: RegExp, hint: string])[] = [
  [/^[+-]?\d{1,3}(,\d{3})+\.\d*$/, 'write numbers without thousands separators'],
  [/^[+-]?\d*,\d+$/, 'write a decimal point, not a comma'],
  [/^[+-]?[\d.,]+\s*%$/, 'write 0.125 for 12.5 %'],
  [/^[+-]?0[xob]/i, 'write it as a decimal number'],
  [/^tensor\(/, 'write plain numbers, as tensor.tolist() gives them'],
  [/^[[(]/, 'give each class a column of its own'],
  [/^\u2212/, 'write - for the minus sign'],
  [/^[+-]?[\d.]+(e[+-]?\d+)?(\s+[+-]?[\d.]+(e[+-]?\d+)?)+$/i, 'part the cells with commas, not with spaces'],
  [/^'.*'$/, 'quote cells with " or not at all'],
]

/** What to write instead of a cell that is no number; undefined when it does not look like one. */
export function numberHint(cell: string): string | undefined {
  const text = cell.trim()
  // A cell may be long, and only a short one can be a number.
  return text.length > 1000 ? undefined : HINTS.find(([form]) => form.test(text))?.[1]
}
