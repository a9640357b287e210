/** Text to losses of sets: `dice,tversky:alpha=0.3,beta=0.7,ohem`, in the spelling of losses. */
import { UsageError } from '../../errors.ts'
import { nearest } from '../../words/nearest.ts'
import { plainName } from '../aliases.ts'
import { LOSSES } from '../index.ts'
import { SET_LOSSES } from '../set/index.ts'
import type { SetLoss, SetLossDefinition } from '../set/set-loss.ts'
import type { Task } from '../task.ts'
import { complete, type Given, parseSpec } from './spec.ts'

/** One of them, some of its parameters left open. */
export type OpenSet = Given<SetLossDefinition>

/** What they are called elsewhere. */
const ALIASES: Readonly<Record<string, string>> = {
  softdice: 'it is dice',
  f1: 'it is dice',
  topk: 'it is ohem',
  ohempixelsampler: 'it is ohem-thresh',
  ghmc: 'it is ghm',
  auc: 'with a margin it is aucm',
  aucmargin: 'it is aucm',
}

/** Throws a UsageError that says what is like it otherwise. */
function findSetLoss(name: string): SetLossDefinition {
  const found = SET_LOSSES.find((loss) => loss.name === name)
  if (found) return found
  throw new UsageError(`there is no loss of a set "${name}"`, adviceOn(name))
}

function adviceOn(name: string): string {
  const plain = plainName(name)
  if (Object.hasOwn(ALIASES, plain)) return ALIASES[plain]
  if (LOSSES.some((loss) => loss.name === name)) return `it is a loss of samples: --loss ${name}`
  const names = SET_LOSSES.map((loss) => loss.name)
  const guess = names.find((one) => plainName(one) === plain) ?? nearest(name, names)
  return guess ? `did you mean ${guess}?` : `there are ${names.join(', ')}`
}

export function parseSets(text: string): readonly SetLoss[] {
  return uniqueSets(splitSets(text).map(parseSet))
}

/** A piece that assigns nothing, or begins with a name and a colon, begins the next loss. */
export function splitSets(text: string): readonly string[] {
  const specs: string[] = []
  for (const piece of text.split(',').map((part) => part.trim())) {
    const isParameter = piece.includes('=') && !piece.slice(0, piece.indexOf('=')).includes(':')
    if (isParameter && specs.length > 0) specs[specs.length - 1] += `,${piece}`
    else specs.push(piece)
  }
  return specs
}

export function parseSet(text: string): SetLoss {
  return complete(parseOpenSet(text))
}

/** With the parameters that the text names alone. */
export function parseOpenSet(text: string): OpenSet {
  return parseSpec(text, findSetLoss)
}

/** Each spec once. */
export function uniqueSets(sets: readonly SetLoss[]): readonly SetLoss[] {
  return sets.filter((set, index) => sets.findIndex((other) => other.spec === set.spec) === index)
}

/** Throws a UsageError when a loss is not defined for the task at hand. */
export function checkSetTask(sets: readonly SetLoss[], task: Task): void {
  const wrong = sets.find(({ definition }) => definition.tasks && !definition.tasks.includes(task))
  if (!wrong) return
  const { name, tasks = [], whyNot } = wrong.definition
  throw new UsageError(
    `${name} is for ${tasks.join(' and ')} scores, and these are ${task}: ${whyNot}`,
    'leave it out of --set',
  )
}
