import type { CommandModule } from './command.ts'
import { refuseByClass } from './options/question.ts'
import { SWEEP } from './options/sweep.ts'

export const sweepCommand: CommandModule<typeof SWEEP> = {
  name: 'sweep',
  summary: 'every setting of a grid, from one pass: who carries the loss and the gradient',
  args: [
    {
      name: '<file>',
      help: 'predictions: CSV, JSON, Parquet, NPY, NPZ, safetensors or .pt, or a sketch',
      isInput: true,
    },
  ],
  examples: [
    'lossctl sweep preds.csv',
    'lossctl sweep preds.csv --over gamma=0..5/0.25',
    'lossctl sweep preds.csv --over gamma=0..5/0.5 --over alpha=0.1..0.9/0.1',
    'lossctl sweep preds.csv --loss poly1-focal --over gamma=0,1,2 --over epsilon=-1..4/0.5 --over alpha=none,0.25',
    'lossctl sweep preds.csv --over temperature=0.5..3/0.1 --quantity ece --quantity log-loss',
    'lossctl sweep preds.sketch.json --over gamma=0..5/0.1 --over alpha=0.05..0.95/0.05 --rank positive:negative.gradient --target 1',
    'lossctl sweep preds.csv -o sweep.svg',
    'lossctl sweep preds.csv --set tversky --over alpha=0.1..0.9/0.2 --over beta=0.1..0.9/0.2',
  ],
  options: SWEEP,
  takes: { databases: true },

  async run([file], options, context) {
    refuseByClass('sweep', options)
    if (options.set !== undefined) {
      const { sweepSetsOf } = await import('./sweep-sets.ts')
      return sweepSetsOf(file, options.set, options, context)
    }
    const { sweepSamples } = await import('./sweep-samples.ts')
    return sweepSamples(file, options, context)
  },
}
