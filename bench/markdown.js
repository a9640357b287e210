/** A Markdown table; `sides` has an l or r a column. Text cannot break out of its cell. */
export function table(head, rows, sides) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`
  const rule = `|${[...sides].map((side) => (side === 'r' ? '---:' : '---')).join('|')}|`
  return `${[line(head), rule, ...rows.map(line)].join('\n')}\n`
}
