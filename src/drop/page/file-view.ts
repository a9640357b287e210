/** One of the files that were dropped: its name, what it is for, and a way to take it out. */
import { element, select } from './element.ts'
import type { Listed, Role } from './file-list.ts'

const ROLES: readonly (readonly [Role, string])[] = [
  ['model', 'predictions'],
  ['labels', 'labels'],
  ['named', 'named in the options'],
]

export function drawFile(
  { name, role }: Listed,
  isAlone: boolean,
  { remove, take }: { readonly remove: () => void; readonly take: (role: Role) => void },
): HTMLElement {
  const item = element('li', {}, element('span', { class: 'drop-name', text: name }))
  if (!isAlone) {
    const roles = select(ROLES, role, (value) => take(value as Role))
    roles.setAttribute('aria-label', `What ${name} holds`)
    item.append(roles)
  }
  const cross = element('button', { text: '×', class: 'remove', on: remove })
  cross.setAttribute('aria-label', `Remove ${name}`)
  item.append(cross)
  return item
}
