/** Samples that rules about losses of sets want to see one by one: another pass over the data, where there are any. */

import { createPairs, type Pairs } from '../../scan/pairs/pairs.ts'
import { createScan } from '../../scan/samples.ts'
import type { Scan } from '../../scan/scan.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import { lookFor, type Passed } from '../compare/sets/set-scan.ts'
import type { Seen } from '../compare/sets/set-values.ts'
import { packPairs } from '../diff/paired-samples.ts'
import { createSetFigures, type Parted, setsAmong } from './set-rules.ts'

/** @param names of quantities */
export function lookAt(
  scan: Pick<Scan, 'dataset' | 'options'>,
  data: SketchedData,
  names: readonly string[],
  by: Parted,
): Promise<Seen> {
  return lookInto(data, () => createScan(scan.dataset, scan.options), names, by)
}

/** The same of both sides of pairs. */
export async function lookAtPairs(
  { a, b, by: joined }: Pairs,
  sides: { readonly now: SketchedData; readonly before: SketchedData },
  names: readonly string[],
  by: Parted,
): Promise<{ readonly now: Seen; readonly before: Seen }> {
  const pass = (margin: 'marginA' | 'marginB') => (): Passed => {
    const again = createPairs(
      createScan(a.dataset, a.options),
      createScan(b.dataset, b.options),
      joined,
      false,
    )
    return {
      slices: again.a.slices,
      async *blocks() {
        for await (const block of again.blocks()) {
          const packed = packPairs(block)
          yield { ...packed, margin: packed[margin] }
        }
      },
    }
  }
  return {
    now: await lookInto(sides.now, pass('marginA'), names, by),
    before: await lookInto(sides.before, pass('marginB'), names, by),
  }
}

async function lookInto(
  data: SketchedData,
  pass: () => Passed,
  names: readonly string[],
  { by }: Parted,
): Promise<Seen> {
  const { grouping, slices } = data
  const parts = by === null ? [null] : by === 'slice' ? slices : grouping.classes
  const { seen } = await lookFor(data, pass, (ask) => {
    const figure = createSetFigures(data, { by }, ask, null)
    for (const set of setsAmong(names, grouping.task)) for (const part of parts) figure(part, set)
  })
  return seen
}
