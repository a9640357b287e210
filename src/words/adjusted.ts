/** How scores were moved before all else, in words. */

/** Of a list of priors in a sentence. */
export const NAMED_PRIORS = 5

interface Moved {
  readonly temperature: number
  readonly priors: readonly number[] | null
  readonly strength: number
}

/**
 * `divided by a temperature of 2 and moved by 1 × the logarithms of priors 0.5, 0.3, 0.2`: of rows that share their
 * probability the logarithms, else the logits
 *
 * @param task that of the losses: binary, softmax or multilabel
 * @param most priors that are named, with four digits; all with all of theirs unless said
 */
export function adjustmentWords(
  { temperature, priors, strength }: Moved,
  task: string,
  most = Number.POSITIVE_INFINITY,
): string {
  const isRow = task !== 'multilabel' && (priors?.length ?? 0) > 1
  const divided = temperature === 1 ? [] : [`divided by a temperature of ${temperature}`]
  const named =
    priors
      ?.slice(0, most)
      .map((prior) => `${Number.isFinite(most) ? Number(prior.toPrecision(4)) : prior}`) ?? []
  const more = priors && priors.length > most ? ['…'] : []
  const moved = priors
    ? [
        `moved by ${strength} × the ${isRow ? 'logarithms' : 'logits'} of priors ${[...named, ...more].join(', ')}`,
      ]
    : []
  return [...divided, ...moved].join(' and ')
}
