/** The commands, in the order help lists them. */

import { calibrateCommand } from './calibrate.ts'
import { checkCommand } from './check/check.ts'
import type { CommandModule } from './command.ts'
import { compareCommand } from './compare.ts'
import { curveCommand } from './curve.ts'
import { diagnoseCommand } from './diagnose.ts'
import { diffCommand } from './diff.ts'
import { inspectCommand } from './inspect.ts'
import { lossesCommand } from './losses.ts'
import { mergeCommand } from './merge.ts'
import { reportCommand } from './report.ts'
import { samplesCommand } from './samples.ts'
import { sketchCommand } from './sketch.ts'
import { solveCommand } from './solve.ts'
import { sweepCommand } from './sweep.ts'
import { weightsCommand } from './weights.ts'

export const COMMANDS: readonly CommandModule[] = [
  compareCommand,
  diffCommand,
  samplesCommand,
  weightsCommand,
  curveCommand,
  calibrateCommand,
  sweepCommand,
  solveCommand,
  reportCommand,
  checkCommand,
  diagnoseCommand,
  sketchCommand,
  mergeCommand,
  inspectCommand,
  lossesCommand,
]
