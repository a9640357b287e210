/** The page that needs no install: takes files, asks the program, and shows what it answers. */
import type { Told } from '../messages.ts'
import { takeDrops } from './drops.ts'
import { element, field } from './element.ts'
import { addFiles, guessRoles, type Listed, nameRoles } from './file-list.ts'
import { drawFile } from './file-view.ts'
import { createProgram } from './program.ts'
import { savePage, showReport } from './report.ts'
import { asksForColumns, drawUnclear } from './unclear.ts'
import { splitWords } from './words.ts'

start(document.getElementById('drop')!)

const NO_REPORT = 'There is no report'

function start(host: HTMLElement): void {
  let files: readonly Listed[] = []
  /** Whether somebody has said which file is for what. */
  let isSaid = false
  let page = ''
  let begun = 0

  const chooser = element('input', { on: () => add([...(chooser.files ?? [])]) })
  chooser.type = 'file'
  chooser.multiple = true
  chooser.hidden = true
  chooser.setAttribute('aria-label', 'Files')
  const choose = element('button', { text: 'Choose files', class: 'drop-choose', on: () => chooser.click() })
  const zone = element(
    'section',
    { class: 'drop-zone' },
    element('h1', { text: 'Drop predictions here' }),
    element('p', {
      text: 'CSV, JSON, NPY, NPZ, Parquet, safetensors, .pt, or a sketch. Labels stand beside the scores, or in a file of their own. Two models are compared.',
    }),
    choose,
  )
  const list = element('ul', { class: 'drop-files' })
  const options = element('input', { on: () => ask() })
  options.type = 'text'
  options.spellcheck = false
  options.autocomplete = 'off'
  options.placeholder = '--loss focal:gamma=2 --threshold 0.8'
  const stop = element('button', { text: 'Stop', on: () => rest('Stopped.') })
  const save = element('button', { text: 'Save the report', on: () => savePage(page, nameOfReport(files)) })
  const tools = element(
    'div',
    { class: 'drop-tools' },
    stop,
    save,
    element('button', { text: 'Add files', on: () => chooser.click() }),
    element('button', { text: 'Start again', on: () => clear() }),
  )
  const more = element('details', { class: 'drop-more' })
  more.append(element('summary', { text: 'Options' }), field('As on the command line', options))
  const status = element('p', { class: 'drop-status' })
  status.setAttribute('role', 'status')
  const names = element('div', { class: 'drop-names' }, list, status)
  const bar = element('section', { class: 'drop-bar' }, names, tools, more)
  bar.setAttribute('aria-label', 'Files')
  const gauge = element('progress')
  gauge.setAttribute('aria-label', 'Rows read')
  const problem = element('div', { class: 'drop-problem' })
  problem.setAttribute('role', 'alert')
  const note = element('p', {
    class: 'drop-note',
    text: 'Nothing leaves this machine: the policy of this page lets it reach no network, and it needs none.',
  })
  const report = element('div')
  const top = element('header', { class: 'drop-top' }, chooser, bar)
  // A report is the main part of its page, and there is one.
  const body = element('main', { class: 'drop-body' }, zone, gauge, problem, note)
  host.append(top, body, report)

  const program = createProgram(hear)
  takeDrops(host, add, (folder) => {
    clear()
    refuse(`${folder}: is a folder; drop the files in it`)
  })
  rest('')

  function add(dropped: readonly File[]): void {
    // The same file may be chosen once more.
    chooser.value = ''
    if (dropped.length === 0) return
    files = addFiles(files, dropped)
    if (!isSaid) files = guessRoles(files)
    ask()
  }

  function change(other: readonly Listed[]): void {
    files = other
    if (files.length === 0) clear()
    else ask()
  }

  function clear(): void {
    files = []
    isSaid = false
    options.value = ''
    more.open = false
    document.title = 'lossctl'
    forget()
    rest('')
    choose.focus()
  }

  /** Of the answer before. */
  function forget(): void {
    page = ''
    report.replaceChildren()
    problem.replaceChildren()
  }

  function ask(): void {
    forget()
    const words = splitWords(options.value)
    files = nameRoles(files, words ?? [])
    const models = files.filter(({ role }) => role === 'model').map(({ name }) => name)
    const labels = files.filter(({ role }) => role === 'labels').map(({ name }) => name)
    if (words === null) refuse('A quote is left open in the options.')
    else if (labels.length > 1) refuse('There are two files of labels, and one does for all.')
    else if (models.length === 0) refuse('There are no predictions among the files: add them.')
    else {
      rest(`Reading ${models.join(' and ')}`)
      begun = performance.now()
      gauge.removeAttribute('value')
      gauge.hidden = false
      stop.hidden = false
      program.ask({
        files: files.map(({ name, blob }) => ({ name, blob })),
        models,
        labels: labels[0] ?? (isSaid ? null : undefined),
        options: words,
      })
    }
  }

  function refuse(words: string): void {
    rest('')
    problem.append(element('h1', { text: NO_REPORT }), element('p', { text: words }))
  }

  /** Nothing is asked, or no longer. */
  function rest(words: string): void {
    program.stop()
    gauge.hidden = true
    stop.hidden = true
    status.textContent = words
    draw()
  }

  function hear(told: Told): void {
    if (told.kind === 'progress') {
      gauge.value = told.share
      status.textContent = `${told.rows.toLocaleString('en')} rows, ${Math.floor(100 * told.share)} %`
    } else if (told.kind === 'labels') {
      files = files.map((one) => (one.name === told.name ? { ...one, role: 'labels' } : one))
      draw()
    } else if (told.kind === 'report') {
      page = told.page
      rest(`Read in ${((performance.now() - begun) / 1000).toFixed(1)} s.`)
      showReport(report, page)
    } else {
      rest('')
      tellProblem(told)
    }
  }

  function tellProblem(told: Extract<Told, { kind: 'problem' | 'bug' }>): void {
    // What is unclear may be said there.
    more.open = true
    if (told.kind === 'bug') {
      const words = 'This is a mistake of lossctl’s, not of your file. Its makers need these lines:'
      problem.append(
        element('h1', { text: NO_REPORT }),
        element('p', { text: words }),
        element('pre', { text: told.stack }),
      )
      return
    }
    const say = (words: string) => {
      options.value = words
      ask()
    }
    const asks = told.inspected.length > 0 && asksForColumns(told.words)
    // A bad row is no question, and may be left out as well.
    const isUnclear = asks || (told.inspected.length > 0 && told.offers.length > 0)
    const offers = told.offers.map((words) =>
      element('button', { text: `Say ${words}`, on: () => say(`${options.value} ${words}`.trim()) }),
    )
    problem.append(
      element('h1', { text: isUnclear ? 'One thing is unclear' : NO_REPORT }),
      element('p', { text: told.words }),
      ...(offers.length > 0 ? [element('div', { class: 'drop-ask' }, ...offers)] : []),
      ...told.inspected.map((one) => drawUnclear(one, options.value, asks, say)),
    )
  }

  function draw(): void {
    const isEmpty = files.length === 0
    body.classList.toggle('empty', isEmpty)
    body.hidden = page !== ''
    zone.hidden = !isEmpty
    bar.hidden = isEmpty
    save.hidden = page === ''
    list.replaceChildren(
      ...files.map((file) =>
        drawFile(file, files.length === 1, {
          remove: () => change(files.filter((one) => one !== file)),
          take: (role) => {
            isSaid = true
            change(files.map((one) => (one === file ? { ...one, role } : one)))
          },
        }),
      ),
    )
  }
}

function nameOfReport(files: readonly Listed[]): string {
  const model = files.find(({ role }) => role === 'model')
  return `${model?.name.replace(/\..*/, '') || 'report'}-report.html`
}
