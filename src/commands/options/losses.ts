/** Which losses: named with --loss and --losses-file, multiplied by lists of parameters. */
import type { OptionRecord, Values } from './option.ts'

const group = 'Losses:'

/** The usual losses; commands that begin with others say so. */
export const USUAL_LOSSES = 'ce, focal, poly1, poly1-focal'

/** @param fallback which losses there are when none is named, in words */
export const lossOptions = (fallback: string) =>
  [
    {
      key: 'loss',
      short: 'l',
      value: '<spec>',
      help: 'a loss such as focal:alpha=0.25,gamma=2; repeat for more',
      otherwise: fallback,
      repeats: true,
      isUsual: true,
      group,
    },
    {
      key: 'lossesFile',
      value: '<file>',
      help: 'more losses, one per line; # begins a comment',
      group,
      isInput: true,
    },
    {
      key: 'alpha',
      value: '<list>',
      help: 'values of alpha to try: 0.25, or none,0.25, or 0.1..0.9/0.1',
      group,
    },
    {
      key: 'gamma',
      value: '<list>',
      help: 'values of gamma to try: 2, or 0,1,2, or 0..5/0.5',
      group,
      isUsual: true,
    },
    { key: 'epsilon', value: '<list>', help: 'values of epsilon to try: 1, or -1,1,2', group },
  ] as const satisfies readonly OptionRecord[]

export type LossOptions = Values<ReturnType<typeof lossOptions>[number]>
