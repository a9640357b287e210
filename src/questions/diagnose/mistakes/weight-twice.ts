import type { Factor, Mistake, Part } from '../choice.ts'
import { knownWeights } from '../factors.ts'
import { list, meanOf, near } from '../numbers.ts'

const knownTwice: Part<Factor> = {
  words: 'the class weights twice',
  cost: 2,
  solve(found, { observed: { classWeights }, groups }) {
    if (classWeights?.length !== groups) return null
    return found.every((f, g) => Number.isNaN(f) || near(f, classWeights[g] ** 2)) ? {} : null
  },
  usual: ({ observed: { classWeights }, groups }) => (classWeights?.length === groups ? [{}] : []),
  values: (_, { observed: { classWeights } }) => classWeights!.map((w) => w ** 2),
  given: ({ observed: { classWeights } }) => ({ classWeights: classWeights! }),
}

const twice: Part<Factor> = {
  isByClass: true,
  words: ({ classWeights }) => `class weights ${list(classWeights as readonly number[])} applied twice`,
  cost: 7,
  solve(found, { sided, observed }) {
    if (sided || observed.classWeights || !found.every((f) => Number.isNaN(f) || f > 0)) return null
    if (meanOf(found, 1e-7) !== null) return null
    return { classWeights: found.map((f) => (Number.isNaN(f) ? 1 : Math.sqrt(f))) }
  },
  values: ({ classWeights }) => (classWeights as readonly number[]).map((w) => w ** 2),
}

export const weightTwice: Mistake = {
  id: 'weight-twice',
  title: 'class weights are applied twice',
  effect: 'Classes are balanced by the squares of their weights.',
  threads: ['mathiaszinnen/focal_loss_torch#13'],
  meant: ({ factor }) => (factor.given ? { factor: knownWeights } : {}),
  factors: [knownTwice, twice],
}
