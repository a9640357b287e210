/**
 * Columns that text takes in a terminal, as string-width has them, which compiles a pattern of all emoji for each text. The
 * build hands this to cli-table3: tables of ours hold letters and numbers, mostly.
 */
const stringWidth = require('string-width')

/** Latin and Greek letters, digits, dashes, arrows, operators and blocks without those that may be emoji: one column each. */
const PLAIN = /^[ -~¡-¨ª-¬¯-˿Ͱ-Ͽ‐-‧′-※←-↓⇐-⋿─-▟]*$/

module.exports = (text) => (PLAIN.test(text) ? text.length : stringWidth(text))
