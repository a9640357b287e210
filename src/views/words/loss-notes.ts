/** What is said below tables of losses: the constants that they are held against, and class weights. */
import type { CompareReport, LossReport } from '../../questions/compare/compare.ts'
import { joinWords, MAX_NAMED } from './join-words.ts'
import { formatShort } from './numbers.ts'

/** Those that are known. */
export function constantsOf(losses: readonly LossReport[]): readonly ('prior' | 'even')[] {
  return (['prior', 'even'] as const).filter((name) =>
    losses.some(({ references }) => references[name] !== null),
  )
}

/** What a mean is to be held against. */
export function constantNotes(losses: readonly LossReport[]): string[] {
  const words = { prior: 'predicting the class rates', even: 'predicting even chances' } as const
  const known = constantsOf(losses)
  if (known.length === 0) return []
  const [first, ...others] = known.map((name) => `of ${words[name]}`)
  const said = [`the loss ${first} for every sample`, ...others]
  const each = known.map((name, index) => `${name}: ${said[index]}`)
  return [`${each.join('; ')}.`, ...aboveConstant(losses, known)]
}

/** That a model does worse than no model is easily overlooked in two columns of numbers. */
function aboveConstant(losses: readonly LossReport[], [known]: readonly ('prior' | 'even')[]): string[] {
  const above = losses.filter(({ value, references: { [known]: constant } }) => {
    return value !== null && constant !== null && value > constant * (1 + 1e-9)
  })
  if (above.length === 0) return []
  const alone = { prior: 'The class rates', even: 'Even chances' }[known]
  return [`${alone} alone would lose less: ${above.map(({ title }) => title).join(', ')}.`]
}

/** Why some have no weights and effective samples. */
export function weightlessNotes(titles: readonly string[]): string[] {
  if (titles.length === 0) return []
  const named = titles.slice(0, MAX_NAMED)
  const which = `${joinWords(named)}${titles.length > named.length ? ' and others' : ''}`
  const have = titles.length === 1 ? 'has' : 'have'
  return [`${which} ${have} no weight and no effective samples: loss ÷ CE may have no bound there.`]
}

export function weightNotes({ classWeights }: Pick<CompareReport, 'classWeights'>): string[] {
  if (classWeights === null) return []
  const shown = classWeights.slice(0, 8).map((weight) => formatShort(weight, 5))
  return [
    `Class weights ${shown.join(', ')}${classWeights.length > shown.length ? ', …' : ''}; means are sum(w loss) / sum(w).`,
  ]
}
