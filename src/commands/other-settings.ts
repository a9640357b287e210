/** What shows other settings than a comparison has, as a command that asks the same of the same samples. */

import { findLoss, parameterOf } from '../losses/spec/spec.ts'
import type { CompareReport, LossReport } from '../questions/compare/compare.ts'
import type { Dataset } from '../reading/dataset.ts'
import { writeColumns } from '../reading/named-columns.ts'
import { flagWords, writeCommand } from '../words/shell.ts'
import { DATABASE, type DatabaseOptions } from './options/database.ts'
import { wordsOf } from './options/option.ts'
import { CLASS_WEIGHT, REDUCTION, SKETCHED_BY, THRESHOLD } from './options/question.ts'
import { READING } from './options/reading.ts'

/** Settings of gamma that show where a loss goes. */
const GAMMAS = '0,0.5,1,2,5'

/**
 * A sweep, whose means are means: sums, and means per positive, are those of a comparison at several settings. Null where
 * neither tells the same: a sweep does not know how a library clamps and takes its mean.
 */
export function otherSettings(
  file: string,
  options: DatabaseOptions,
  { losses, threshold, reduction }: CompareReport,
  dataset: Pick<Dataset, 'scores' | 'reading'> | null,
): string | null {
  if (losses.some(({ library }) => library)) return null
  const all = ['focal', 'poly1-focal'].flatMap((name) => losses.filter((loss) => loss.name === name))
  const [focal] = all
  if (!focal) return null
  const loss = openSpec(focal)
  if (reduction !== 'mean') {
    // What has several settings is what would be advised.
    if (all.filter(({ name }) => name === focal.name).length > 1) return null
    return writeCommand(
      'compare',
      [file],
      [
        ...wordsOf([...READING, ...DATABASE, SKETCHED_BY, THRESHOLD, CLASS_WEIGHT, REDUCTION], {
          ...options,
          threshold,
          reduction,
        }),
        ...flagWords('--loss', loss),
        ...flagWords('--gamma', GAMMAS),
      ],
    )
  }
  // A sweep pools parts and classes. The column of the parts was known to hold no scores, and is so no more.
  const isOpen = dataset?.reading.scores.length === 1 && options.by !== undefined && options.by !== 'class'
  const score = isOpen ? { score: writeColumns(dataset.scores[0], dataset.reading.scores) } : {}
  return writeCommand(
    'sweep',
    [file],
    [
      ...wordsOf([...READING, ...DATABASE, THRESHOLD, CLASS_WEIGHT], {
        ...score,
        ...options,
        threshold,
      }),
      ...(loss === 'focal' ? [] : flagWords('--loss', loss)),
      ...flagWords('--over', 'gamma=0..5/0.25'),
    ],
  )
}

/** The loss with gamma left open, and what else was said of it. */
function openSpec({ name, parameters }: LossReport): string {
  const definition = findLoss(name)
  const said = Object.entries(parameters).filter(
    ([key, value]) => key !== 'gamma' && value !== parameterOf(definition, key)?.initial,
  )
  return said.length > 0 ? `${name}:${said.map(([key, value]) => `${key}=${value}`).join(',')}` : name
}
