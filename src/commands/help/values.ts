/** What may stand for a value, as far as it is known before a file is read: for completions. */
import { LOSSES } from '../../losses/index.ts'
import { LIBRARIES } from '../../losses/libraries/index.ts'
import { quantityNames } from '../../measures/quantities.ts'
import { CALIBRATION_MEASURES } from '../../questions/calibrate/measures.ts'
import type { CommandModule } from '../command.ts'
import type { OptionRecord } from '../options/option.ts'

/** A file, one of a few words, or whatever one likes. */
export type Candidates = 'files' | readonly string[]

export function valuesOf({ value, parse, asks, isInput, isOutput }: OptionRecord): Candidates {
  const choices = parse && 'choices' in parse ? (parse.choices as readonly string[]) : null
  if (choices) return choices
  if (value === '<spec>') return LOSSES.map(({ name }) => name)
  if (value === '<library>') return LIBRARIES.map(({ name }) => name)
  if (asks && (value === '<quantity>' || value === '<name>')) return quantities(asks)
  return isInput || isOutput || value === '<file>' ? 'files' : []
}

function quantities(asks: NonNullable<OptionRecord['asks']>): readonly string[] {
  const calibration = CALIBRATION_MEASURES.map(({ name }) => name)
  return asks === 'calibration' ? calibration : [...quantityNames('binary'), ...calibration]
}

/** What a command is about: files, or a loss. */
export function argumentsOf({ args: [first] }: CommandModule): Candidates {
  if (first === undefined) return []
  return first.isInput ? 'files' : LOSSES.map(({ name }) => name)
}
