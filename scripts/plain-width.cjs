/**
 * Columns that text takes in a terminal, as string-width has them, which compiles a pattern of all emoji for each text. The
 * build puts this in its place, for cli-table3 and for us: tables of ours hold letters and numbers, mostly.
 */
const stringWidth = require('string-width')

/**
 * Latin and Greek letters, digits, dashes, arrows, operators and blocks without those that may be emoji, and what holds words
 * together where src/words/wrap.ts breaks lines: one column each.
 */
const PLAIN =
  /^[ -~\u00a1-\u00a8\u00aa-\u00ac\u00af-\u02ff\u0370-\u03ff\u2010-\u2027\u2032-\u203b\u2190-\u2193\u21d0-\u22ff\u2500-\u259f\ufdd0]*$/

module.exports = (text) => (PLAIN.test(text) ? text.length : stringWidth(text))
