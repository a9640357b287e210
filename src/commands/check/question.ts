/** What a check is asked: its flags and its configuration put together, and whether they make sense. */

import { UsageError } from '../../errors.ts'
import { needsBaseline, type Rule } from '../../questions/check/rules.ts'
import type { CheckFlags } from '../options/check.ts'
import type { DatabaseOptions } from '../options/database.ts'
import type { LossOptions } from '../options/losses.ts'
import type { CheckConfig } from './config.ts'

export interface Question extends DatabaseOptions, LossOptions {
  readonly rules: readonly Rule[]
  /** Those that --unchecked leaves unchecked. */
  readonly unheld: readonly Rule[]
  /** Quantities of all rules, those that --unchecked leaves unchecked too: a baseline is to answer for them. */
  readonly parting: readonly string[]
  readonly baseline?: string
  readonly baselinePreds?: string
  readonly save?: string
  readonly name?: string
  readonly otherLabels: boolean
  readonly threshold: number
  readonly confidence: number
  readonly noise: boolean
  readonly minSlice: number
  /** What the configuration says, which a command that saves a baseline meets again. */
  readonly configured: { readonly rules: boolean; readonly threshold: boolean }
}

/** Flags win over the configuration. Throws a UsageError when there is nothing to do, or what to do is contradictory. */
export function questionOf(options: CheckFlags, config: CheckConfig): Question {
  const { saveBaseline: save, unchecked = false, baselinePreds } = options
  if (unchecked && save === undefined)
    throw new UsageError('--unchecked goes with --save-baseline', 'without it there is nothing to do')
  if (options.name !== undefined && save === undefined)
    throw new UsageError('--name goes with --save-baseline', 'without it there is nothing to name')
  if (unchecked && (options.baseline || baselinePreds))
    throw new UsageError(
      '--unchecked saves a baseline without any check',
      'leave out --baseline, or --unchecked',
    )
  if (options.baseline !== undefined && baselinePreds !== undefined)
    throw new UsageError('--baseline and --baseline-preds are two baselines', 'give one of them')
  const all = [...config.rules, ...(options.rules ?? [])]
  const rules = unchecked ? [] : all
  if (rules.length === 0 && save === undefined)
    throw new UsageError('check has no rule', 'as in --max focal.mean=0.05 or --max-increase focal.mean=2%')
  const baseline = options.baseline ?? (baselinePreds === undefined ? config.baseline : undefined)
  refuseIdle(options, { ...config, rules, by: options.by ?? config.by, baseline })
  return {
    ...options,
    loss: options.loss ?? config.losses,
    by: options.by ?? config.by,
    rules,
    parting: all.map(({ quantity }) => quantity),
    unheld: unchecked ? all : [],
    // Without a rule there is nothing to compare, and the baseline may be the one that is to be made.
    baseline: rules.length === 0 ? undefined : baseline,
    baselinePreds,
    save,
    otherLabels: options.allowOtherLabels ?? false,
    threshold: options.threshold ?? config.threshold ?? 0.5,
    confidence: options.confidence ?? config.confidence ?? 0.95,
    noise: options.noise && (config.noise ?? true),
    minSlice: options.minSlice ?? config.minSlice ?? 1,
    configured: { rules: config.rules.length > 0, threshold: config.threshold !== undefined },
  }
}

/** Throws a UsageError for a flag that nothing would look at. What a configuration says is for all its checks. */
function refuseIdle(options: CheckFlags, { rules, by, baseline, ...config }: CheckConfig): void {
  const { baselinePreds, minSlice, confidence, noise, allowOtherLabels } = options
  const idle = (flag: string, reason: string) => new UsageError(`${flag}: ${reason}`, 'leave it out')
  if (rules.length === 0 && (options.baseline ?? baselinePreds) !== undefined)
    throw idle(
      baselinePreds === undefined ? '--baseline' : '--baseline-preds',
      'there is no rule to hold against it',
    )
  if (allowOtherLabels && (baseline ?? baselinePreds) === undefined)
    throw idle('--allow-other-labels', 'there is no baseline')
  if (allowOtherLabels && baselinePreds !== undefined)
    throw idle('--allow-other-labels', 'pairs of the same samples have the same labels')
  if (minSlice !== undefined && by === undefined)
    throw idle('--min-slice', 'the data are not parted, which --by does')
  if (confidence !== undefined && !noise) throw idle('--confidence', '--no-noise counts every change')
  if (rules.some(needsBaseline)) return
  if (!noise && config.noise === undefined) throw idle('--no-noise', 'no rule is about a change')
  if (confidence !== undefined && config.confidence === undefined)
    throw idle('--confidence', 'no rule is about a change')
}
