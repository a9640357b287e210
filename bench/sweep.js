/** Sweeps: ten thousand settings against one comparison, from a saved sketch, and beside a loop in PyTorch. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measure } from './measure.js'
import { median, medianRatio } from './median.js'

const LOSSCTL = [process.execPath, 'bin/lossctl.js']

/** 21 x 19 x 26 = 10,374 settings of Poly-1 focal loss. */
const GRID = ['--over', 'gamma=0..5/0.25', '--over', 'alpha=0.05..0.95/0.05', '--over', 'epsilon=-1..5/0.24']
const SETTINGS = 21 * 19 * 26

/** Twenty of its like, for PyTorch. */
const FEW = [0, 1, 2, 5].flatMap((gamma) => [0.1, 0.25, 0.5, 0.75, 0.9].map((alpha) => [gamma, alpha, 1]))

const sweep = (...args) => [
  ...LOSSCTL,
  'sweep',
  ...args,
  '--loss',
  'poly1-focal',
  ...GRID,
  '--rank',
  'easy.loss',
]

/** What lossctl says of PyTorch's settings, in PyTorch's order. */
function ourAnswer(files) {
  const grid = ['--over', 'gamma=0,1,2,5', '--over', 'alpha=0.1,0.25,0.5,0.75,0.9']
  const { stdout } = spawnSync(
    LOSSCTL[0],
    [LOSSCTL[1], 'sweep', ...files, '--loss', 'poly1-focal:epsilon=1', ...grid, '--format', 'json'],
    { encoding: 'utf8' },
  )
  const { settings, quantities } = JSON.parse(stdout)
  const value = (values, name) => values[quantities.findIndex((quantity) => quantity.name === name)]
  return settings.map(({ values }) => [
    value(values, 'mean'),
    value(values, 'easy.negative.loss') + value(values, 'easy.positive.loss'),
  ])
}

const largestDifference = (a, b) =>
  Math.max(...a.flat().map((value, i) => Math.abs(value - b.flat()[i]) / Math.abs(b.flat()[i])))

/** Medians in seconds, and ratios within a turn; PyTorch's are null where it is not installed. */
export function measureSweeps([logits, labels], { runs, python, hasTorch }) {
  const folder = mkdtempSync(join(tmpdir(), 'lossctl-sweep-'))
  const files = [logits, '--labels', labels, '--from', 'logits']
  try {
    const saved = join(folder, 'saved.sketch.json')
    measure([...LOSSCTL, 'sketch', ...files, '-o', saved], { silent: true })
    const commands = {
      compare: [...LOSSCTL, 'compare', ...files],
      sweep: sweep(...files),
      saved: sweep(saved),
      ...(hasTorch && {
        torch: [python, 'bench/peers/sweep_with_torch.py', logits, labels, JSON.stringify(FEW)],
      }),
    }
    const outputs = Object.fromEntries(
      Object.entries(commands).map(([name, command]) => [name, measure(command).output]),
    )
    const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]))
    for (let turn = 0; turn < runs; turn++) {
      for (const [name, command] of Object.entries(commands)) times[name].push(measure(command).seconds)
    }
    return {
      settings: SETTINGS,
      few: FEW.length,
      seconds: Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)])),
      sweepToCompare: medianRatio(times.sweep, times.compare),
      torchASetting: hasTorch ? (medianRatio(times.torch, times.sweep) * SETTINGS) / FEW.length : null,
      difference: hasTorch ? largestDifference(JSON.parse(outputs.torch), ourAnswer(files)) : null,
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
