/** What main.ts makes of a report before anything is drawn. */
import { boundsOf, initialState } from '../../src/page/model/initial.ts'
import { createModel } from '../../src/page/model/model.ts'
import { contentOf, type Shape } from './contents.ts'

export function pageOf(shapes: readonly Shape[], losses: readonly string[]) {
  const content = contentOf(shapes, losses)
  const model = createModel(content)
  const bounds = boundsOf(model.files, content)
  return { content, model, bounds, initial: initialState(content, bounds) }
}
