/** The sweep that shows what lies between the settings of a comparison, as a command that asks it of the same samples. */

import { findLoss, parameterOf } from '../losses/spec/spec.ts'
import type { CompareReport, LossReport } from '../questions/compare/compare.ts'
import { flagWords, writeCommand } from '../words/shell.ts'
import { DATABASE, type DatabaseOptions } from './options/database.ts'
import { wordsOf } from './options/option.ts'
import { CLASS_WEIGHT, SKETCHED_BY, THRESHOLD } from './options/question.ts'
import { READING } from './options/reading.ts'

/** Null where no sweep tells the same: it does not know how a library clamps and takes its mean. */
export function otherSettings(
  file: string,
  options: DatabaseOptions,
  { losses, threshold }: CompareReport,
): string | null {
  if (losses.some(({ library }) => library)) return null
  const focal = ['focal', 'poly1-focal'].flatMap((name) => losses.filter((loss) => loss.name === name))[0]
  if (!focal) return null
  const loss = openSpec(focal)
  // A sweep pools the classes; a column it would pool as well is known to hold no scores.
  const by = options.by === 'class' ? undefined : options.by
  return writeCommand(
    'sweep',
    [file],
    [
      ...wordsOf([...READING, ...DATABASE, SKETCHED_BY, THRESHOLD, CLASS_WEIGHT], {
        ...options,
        by,
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
