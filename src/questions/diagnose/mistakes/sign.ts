import type { Factor, Mistake, Part } from '../choice.ts'
import { ALPHAS, everywhere } from '../factors.ts'
import { list, meanOf, near, say } from '../numbers.ts'

const turned: Part<Factor> = {
  words: 'the sign turned round',
  cost: 2,
  solve: (found) => (near(meanOf(found) ?? 0, -1) ? {} : null),
  usual: () => [{}],
  values: (_, setting) => everywhere(-1, setting),
}

const turnedTimes: Part<Factor> = {
  words: ({ factor }) => `the sign turned round, times ${say(factor as number)}`,
  cost: 3,
  solve(found) {
    const factor = meanOf(found)
    return factor !== null && factor < 0 && !near(factor, -1, 1e-9) ? { factor: -factor } : null
  },
  values: ({ factor }, setting) => everywhere(-(factor as number), setting),
}

const turnedAlpha: Part<Factor> = {
  words: ({ alpha }) => `α = ${say(alpha as number)} and the sign turned round`,
  cost: 3,
  solve([negative, positive], { sided }) {
    return sided && negative < 0 && positive < 0 && near(negative + positive, -1)
      ? { alpha: -positive }
      : null
  },
  usual: ({ sided }) => (sided ? ALPHAS.map((alpha) => ({ alpha })) : []),
  values: ({ alpha }) => [(alpha as number) - 1, -(alpha as number)],
}

const turnedWeights: Part<Factor> = {
  isByClass: true,
  words: ({ classWeights }) => `the sign turned round and weights ${list(classWeights as readonly number[])}`,
  cost: 4,
  solve(found) {
    const known = found.filter((f) => !Number.isNaN(f))
    if (!known.every((f) => f <= 0) || meanOf(known, 1e-7) !== null) return null
    return { classWeights: found.map((f) => (Number.isNaN(f) ? 1 : -f)) }
  },
  values: ({ classWeights }) => (classWeights as readonly number[]).map((w) => -w),
}

export const sign: Mistake = {
  id: 'sign',
  title: 'the minus is missing',
  effect: 'Training makes the loss as bad as it can be.',
  threads: [],
  factors: [turned, turnedTimes, turnedAlpha, turnedWeights],
}
