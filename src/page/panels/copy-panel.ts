/** What is shown, to take away: as a command, and as lines of PyTorch. */
import { clean } from '../../words/clean.ts'
import { addHtml, write } from '../charts/kit/brush.ts'
import { drawButton } from '../controls/fields.ts'
import type { Page, PageView } from '../controls/page.ts'
import { commandOf, savedThresholds } from '../model/command.ts'
import type { DataFile } from '../model/data-file.ts'
import { movedWords } from '../model/facts.ts'
import { pytorchOf } from '../model/pytorch.ts'
import { selectedLoss } from '../state/state.ts'
import { createPanel } from './panel.ts'

export function createCopyPanel(parent: Element, page: Page): PageView {
  const panel = createPanel(parent, 'Take it along', 'wide')
  const command = createBlock(panel.host, 'command', page)
  const code = createBlock(panel.host, 'code', page)
  return {
    draw(state) {
      const file = page.model.files[state.file]
      const line = commandOf(file, state)
      command.draw(
        line,
        line === null ? savedWords(file) : `The same numbers of ${clean(file.name)} from lossctl.`,
      )
      const { loss } = selectedLoss(state)
      const weights = file.pooled.source.weight === null ? '' : ' It knows nothing of the weights of samples.'
      const { task, scores } = file.pooled.source
      const [moved] = movedWords(file.pooled.source)
      const logits = moved ? ` Its logits are those of the file ${moved}.` : ''
      const isRow = task !== 'multilabel' && scores.length > 1
      code.draw(pytorchOf(loss, task, state.reduction, isRow), `${loss.title} in PyTorch.${logits}${weights}`)
    },
  }
}

function savedWords(file: DataFile): string {
  const known = savedThresholds(file).join(' and ')
  return `${clean(file.name)} is a saved sketch: lossctl parts it at pt ${known} alone, and has no command for this line.`
}

function createBlock(parent: Element, kind: string, page: Page) {
  const box = addHtml(parent, 'div', { class: `copy ${kind}` })
  const bar = addHtml(box, 'div', { class: 'bar' })
  const words = addHtml(bar, 'p')
  const status = addHtml(bar, 'span', { class: 'done', 'aria-hidden': 'true' })
  const text = addHtml(box, 'pre', { tabindex: 0, role: 'region', 'aria-label': `As ${kind}` })
  const button = drawButton(bar, `Copy as ${kind}`, () => {
    copy(text).then((isDone) => {
      const said = isDone ? 'Copied' : 'Marked: copy it with the keyboard'
      write(status, said)
      page.announce(said)
    })
  })
  bar.append(button)
  return {
    /** Null where there is nothing to copy, and `about` says why. */
    draw(content: string | null, about: string) {
      if (text.textContent !== content) write(status, '')
      write(words, about)
      write(text, content ?? '')
      text.hidden = content === null
      button.hidden = content === null
    },
  }
}

/** Where the browser lets no page write to the clipboard, the text is marked for the visitor to do it. */
async function copy(element: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(element.textContent ?? '')
    return true
  } catch {
    getSelection()?.selectAllChildren(element)
    element.focus()
    return false
  }
}
