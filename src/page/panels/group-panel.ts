/** Which classes or slices are worst. */
import { clean } from '../../words/clean.ts'
import { createGroupBars } from '../charts/groups/group-bars.ts'
import { createChoice } from '../controls/fields.ts'
import type { Page, PageView } from '../controls/page.ts'
import { createGroups } from '../model/group-data.ts'
import type { State } from '../state/state.ts'
import { createPanel, onlyNew } from './panel.ts'

/** Nothing where the data have no groups. */
export function createGroupPanel(parent: Element, page: Page): readonly PageView[] {
  const { groupings } = page.bounds
  if (groupings.length === 0) return []
  const panel = createPanel(parent, '', 'wide')
  const choice =
    groupings.length > 1
      ? createChoice(
          panel.choices,
          'By',
          groupings.map((value) => ({ value, text: value })),
          (value) => page.update((state) => ({ ...state, by: value as State['by'] })),
        )
      : null
  const draw = onlyNew(createGroupBars(panel.host).draw)
  const groups = createGroups(page.model)
  const drawGroups = (state: State) => {
    const data = groups.data(state)
    if (data) draw(data)
  }
  const draws = page.bounds.classes > MANY ? atRest(drawGroups) : drawGroups
  return [
    {
      draw(state) {
        choice?.draw(state.by ?? '')
        panel.title(state.by === 'slice' ? `By ${columnOf(page, state)}` : 'Class by class')
        draws(state)
      },
    },
  ]
}

/** The column whose values are the slices. */
function columnOf({ model }: Page, { file }: State): string {
  return clean(model.files[file].whole.source.by ?? 'slice')
}

/** Classes from which on a slider would stutter if all of them were evaluated at each of its steps. */
const MANY = 200

/** Milliseconds without a change after which they are. */
const QUIET = 120

/** At once the first time, then when the state has come to rest. */
function atRest(draw: (state: State) => void): (state: State) => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isFirst = true
  return (state) => {
    clearTimeout(timer)
    if (isFirst) draw(state)
    else timer = setTimeout(() => draw(state), QUIET)
    isFirst = false
  }
}
