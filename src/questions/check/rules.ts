/** Rules of a check: `max focal.mean=0.05`, `max-increase hard.positive.share=2%`. */
import { UsageError } from '../../errors.ts'

export const RULE_KINDS = ['max', 'min', 'max-increase', 'max-decrease'] as const
export type RuleKind = (typeof RULE_KINDS)[number]

export interface Rule {
  readonly kind: RuleKind
  /** A quantity, with the loss it is of in front: focal.mean, focal:gamma=2.easy.loss, hard.share. */
  readonly quantity: string
  readonly limit: number
  /** The limit is a part of the baseline, not a difference to it. */
  readonly relative: boolean
  /** As it was given. */
  readonly text: string
}

/** Whether a rule compares with a baseline. */
export function needsBaseline({ kind }: Rule): boolean {
  return kind === 'max-increase' || kind === 'max-decrease'
}

/** A rule from its kind and `QUANTITY=LIMIT`. Throws a UsageError for anything else. */
export function parseRule(kind: RuleKind, words: string): Rule {
  const text = `${kind} ${words}`
  // A spec may hold = itself; the last one is before the limit.
  const equals = words.lastIndexOf('=')
  const [quantity, limit] = [words.slice(0, equals).trim(), words.slice(equals + 1).trim()]
  if (equals < 1 || quantity === '')
    throw new UsageError(`--${kind} ${words}: it is QUANTITY=LIMIT`, `as in focal.mean=0.05`)
  const relative = limit.endsWith('%')
  const number = Number(relative ? limit.slice(0, -1) : limit)
  if (limit === '' || limit === '%' || !Number.isFinite(number))
    throw new UsageError(
      `--${kind} ${words}: "${limit}" is not a number`,
      'as in focal.mean=0.05 or focal.mean=2%',
    )
  const rule = { kind, quantity, limit: relative ? number / 100 : number, relative, text }
  if (needsBaseline(rule) && number < 0)
    throw new UsageError(`--${kind} ${words}: the limit of a change is at least 0`)
  // A bound of 5% is a share of 0.05; only a change is relative to something.
  return needsBaseline(rule) ? rule : { ...rule, relative: false }
}

/** A rule of a file: `max focal.mean=0.05`. */
export function parseRuleLine(line: string): Rule {
  const words = line.trim()
  const kind = RULE_KINDS.find((one) => words.startsWith(one) && /^\s/.test(words.slice(one.length)))
  if (!kind)
    throw new UsageError(`"${line}" is no rule`, `it is one of ${RULE_KINDS.join(', ')}, then QUANTITY=LIMIT`)
  return parseRule(kind, words.slice(kind.length).trim())
}
