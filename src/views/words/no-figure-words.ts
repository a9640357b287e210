/** Why a calibration has no value of a quantity, in words: a clause. */
import type { NoLine } from '../../questions/calibrate/fit.ts'
import type { NoFigure } from '../../questions/calibrate/no-figure.ts'
import type { NoTemperature } from '../../questions/calibrate/softmax-temperature.ts'
import { capitalise } from '../../words/capitalise.ts'

const NO_TEMPERATURE: Readonly<Record<NoLine, string>> = {
  'one-sided': 'all samples that count are of one class, so that no temperature is best',
  alike: 'all log-odds are 0, as far as a sketch tells, so that no temperature changes anything',
  separable: 'a threshold tells the classes apart without a mistake, so that no temperature is best',
  flat: 'the log loss is least at a slope of 0, or nearly so: the best temperature is higher than a sketch tells',
  steep: 'the log-odds are so small that a sketch does not tell the best temperature, which is below 0.09',
}

/** Of one with an intercept. */
const NO_LINE: Readonly<Record<NoLine, string>> = {
  'one-sided': 'all samples that count are of one class',
  alike:
    'all log-odds are alike, as far as a sketch tells, so that no slope changes anything that an intercept does not',
  separable:
    'a threshold tells the classes apart without a mistake, but for ties, so that the steeper, the better',
  flat: 'some log-odds lie beyond the bins of a sketch, and the best slope is so near 0 that it matters how far',
  steep: 'the best slope is above 11, which the bins of a sketch do not tell',
}

const NO_ROW_TEMPERATURE: Readonly<Record<NoTemperature, string>> = {
  separable:
    'no class has a higher score than the truth in any row, so that no temperature is best: the lower, the better',
  flat: 'on average the scores of the truth are hardly higher than those of all classes, or no higher, so that no temperature is best: the higher, the better',
  steep: 'the scores are so small that the best temperature is below one in a million',
}

export function noFigureWords(none: NoFigure): string {
  switch (none.kind) {
    case 'no-temperature':
      return NO_TEMPERATURE[none.why]
    case 'no-line':
      return NO_LINE[none.why]
    case 'no-row-temperature':
      return NO_ROW_TEMPERATURE[none.why]
    case 'wrong-way':
      return 'the scores point the wrong way, since the best is below 0'
    case 'no-positives':
      return 'nothing is positive'
    case 'no-chance':
      return 'all probabilities are 0, 1/2 or 1, as far as a sketch tells'
    case 'nothing-to-rank':
      return none.of === 'softmax'
        ? 'all rows are right, or all are wrong'
        : 'all samples that count are of one class'
  }
}

/** The same as a sentence. */
export function noFigureSentence(none: NoFigure): string {
  return `${capitalise(noFigureWords(none))}.`
}
