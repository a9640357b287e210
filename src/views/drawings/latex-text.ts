/** Text as LaTeX sets it: foreign names stay what they are, symbols become mathematics. */

/** What begins something in LaTeX, or joins with its neighbour to another character. */
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '%': '\\%',
  '&': '\\&',
  '#': '\\#',
  _: '\\_',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '$<$',
  '>': '$>$',
  '|': '\\textbar{}',
  '"': '\\char34{}',
  '`': '\\char96{}',
  // Behind the end of a row these would be its arguments.
  '[': '{[}',
  '*': '{*}',
  '-': '-{}',
  "'": "'{}",
  ',': ',{}',
  '…': '\\ldots{}',
  '–': '--{}',
  '—': '---{}',
}

/** Symbols, and what they are in mathematics. */
const SYMBOLS: Readonly<Record<string, string>> = {
  '−': '-',
  '±': '\\pm',
  '×': '\\times',
  '÷': '\\div',
  '·': '\\cdot',
  '≤': '\\leq',
  '≥': '\\geq',
  '≈': '\\approx',
  '≠': '\\neq',
  '∞': '\\infty',
  '√': '\\surd',
  '∑': '\\sum',
  '→': '\\rightarrow',
  '⌊': '\\lfloor',
  '⌋': '\\rfloor',
  '′': "'",
  '⁰': '^{0}',
  '¹': '^{1}',
  '²': '^{2}',
  '³': '^{3}',
  '⁻': '^{-}',
  '₊': '_{+}',
  '₋': '_{-}',
  Δ: '\\Delta',
  Σ: '\\Sigma',
  α: '\\alpha',
  β: '\\beta',
  γ: '\\gamma',
  δ: '\\delta',
  ε: '\\epsilon',
  θ: '\\theta',
  κ: '\\kappa',
  λ: '\\lambda',
  μ: '\\mu',
  π: '\\pi',
  σ: '\\sigma',
  τ: '\\tau',
}

/**
 * From left to right: `~` alone, which says that there is no difference; `γ=2`; `αt`, which has an index; a power; a number with a
 * sign or an exponent; ` %`; two of what joins; any character that is no plain one.
 */
const TOKEN = new RegExp(
  [
    '(?<alone>(?<![^ ])~(?![^ ]))',
    '(?<symbol>[α-τ])=(?<value>[−+-]?\\d+(?:\\.\\d+)?)(?!\\w|\\.\\d)',
    '(?<base>[α-τ])t(?!\\p{L})',
    '\\^(?<power>[α-τ]|\\d+|[a-z])(?![\\p{L}\\d₊₋])',
    '(?<![\\w.−+-])(?<sign>[−+-]?)(?<digits>\\d+(?:\\.\\d+)?)(?:e(?<exponent>[+-]?\\d+))?(?![\\w]|\\.\\d|,\\d)',
    '(?<percent> %)',
    "(?<other>-(?=[-–—])|'(?=')|,(?=,)|_|[^\\w\\s.:;!?()/=+@\\]'\\-,])",
  ].join('|'),
  'gu',
)

type Found = Partial<
  Record<'alone' | 'symbol' | 'value' | 'base' | 'power' | 'sign' | 'digits' | 'exponent' | 'percent', string>
>

export function escapeLatex(text: string): string {
  return text.replace(TOKEN, (...match) => {
    const found: Found = match.at(-1)
    if (found.alone !== undefined) return '$\\sim$'
    if (found.symbol !== undefined) return `$${symbolOf(found.symbol)}=${plainMinus(found.value!)}$`
    if (found.base !== undefined) return `$${symbolOf(found.base)}_{t}$`
    if (found.power !== undefined) return `$^{${symbolOf(found.power)}}$`
    if (found.digits !== undefined) return numberOf(found.sign!, found.digits, found.exponent)
    if (found.percent !== undefined) return '\\,\\%'
    const [character] = match as string[]
    return escapeCharacter(character)
  })
}

/** Words that are no formulas, character by character; of two dashes or quotes in a row the second would join the first. */
export const escapeCharacters = (text: string): string =>
  text.replace(/-(?=[-–—])|'(?=')|,(?=,)|[^\w\s.:;!?()/=+@\]'\-,]|_/gu, escapeCharacter)

const escapeCharacter = (character: string): string =>
  Object.hasOwn(SYMBOLS, character) ? `$${SYMBOLS[character]}$` : (ESCAPES[character] ?? character)

function symbolOf(character: string): string {
  return Object.hasOwn(SYMBOLS, character) ? SYMBOLS[character] : character
}

/** A plain number stands as it is. */
function numberOf(sign: string, digits: string, exponent: string | undefined): string {
  if (sign === '' && exponent === undefined) return digits
  const power = exponent === undefined ? '' : `\\times 10^{${Number(exponent)}}`
  return `$${plainMinus(sign)}${digits}${power}$`
}

function plainMinus(text: string): string {
  return text.replace('−', '-')
}
