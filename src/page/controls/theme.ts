/** Light or dark: as the system says, unless the visitor does. */
import { change } from '../charts/kit/brush.ts'
import { createSelect } from './fields.ts'

/** theme.css follows the attribute, and palette.css the color-scheme that it makes of it. */
export function createThemeChoice(parent: Element): void {
  const options = ['system', 'light', 'dark'].map((value) => ({ value, text: value }))
  createSelect(parent, 'Theme', options, (value) => {
    change(document.documentElement, { 'data-theme': value === 'system' ? null : value })
  })
}
