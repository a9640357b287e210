/** What the two streams show: colours, and how wide they are. */
import type { MessageScreen } from '../views/drawings/message.ts'
import type { Screen } from '../views/drawings/terminal.ts'
import type { Host, Stream } from './host.ts'

/** When there is colour: where a terminal shows it, always, or never. */
export const COLOR_CHOICES = ['auto', 'always', 'never'] as const
export type ColorChoice = (typeof COLOR_CHOICES)[number]

/** Widest prose; longer lines are hard to read. */
export const MAX_WIDTH = 100

/** Of standard output; of standard error, messages alone. */
export function screenOf(host: Host, color: ColorChoice): Screen {
  const columns = host.stdout.columns || undefined
  return {
    colorLevel: colorLevel(host, host.stdout, color),
    width: widthOf(host.stdout) ?? MAX_WIDTH,
    columns,
  }
}

/** Where nobody looks, a line of any length stays one. */
export function messageScreenOf(host: Host, color: ColorChoice): MessageScreen {
  return { colorLevel: colorLevel(host, host.stderr, color), width: widthOf(host.stderr) }
}

function widthOf({ columns }: Stream): number | null {
  // A terminal that does not know its size says 0.
  return columns === undefined || columns === 0 ? null : Math.min(columns, MAX_WIDTH)
}

/**
 * Chalk's level: --color overrules FORCE_COLOR, which overrules NO_COLOR, which overrules what the terminal can do.
 */
function colorLevel({ env }: Pick<Host, 'env'>, { isTTY }: Stream, color: ColorChoice): number {
  const { FORCE_COLOR, NO_COLOR } = env
  if (color === 'never') return 0
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') {
    const level = ['2', '3'].includes(FORCE_COLOR) ? Number(FORCE_COLOR) : 1
    if (color === 'always') return level
    return FORCE_COLOR === '0' || FORCE_COLOR === 'false' ? 0 : level
  }
  if (color === 'always') return Math.max(1, levelOf(env))
  return NO_COLOR || !isTTY ? 0 : levelOf(env)
}

function levelOf({ TERM, COLORTERM }: Host['env']): number {
  if (TERM === 'dumb') return 0
  if (COLORTERM === 'truecolor' || COLORTERM === '24bit') return 3
  return TERM?.includes('256') ? 2 : 1
}
