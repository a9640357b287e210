/** What a sketch must have to be asked anything. */
import { InputError } from '../errors.ts'
import { weighGroup } from '../sketch/sums/evaluate.ts'
import type { SketchedData } from './sketched-data.ts'

/** The data. Throws an InputError where no sample weighs anything, as the predictions would. */
export function weighing(data: SketchedData): SketchedData {
  const { groups, squares } = data.sketch
  if (squares === null || groups.some((group) => group && weighGroup(group) > 0)) return data
  throw new InputError(
    data.source.name,
    'every weight is 0, so that there is nothing to average',
    'sketch the predictions again with another --weight, or with none',
  )
}
