/**
 * How each peer's cases are said in our words; a file that no loss of ours can express has a reason instead.
 */
import { detection } from './adapters/detection.ts'
import { keras } from './adapters/keras.ts'
import { kerasRepositories } from './adapters/keras-repositories.ts'
import { libraries } from './adapters/libraries.ts'
import { mistakes } from './adapters/mistakes.ts'
import { openmmlab } from './adapters/openmmlab.ts'
import { poly } from './adapters/poly.ts'
import { repositories } from './adapters/repositories.ts'
import { sklearnVersions } from './adapters/sklearn.ts'
import { torch } from './adapters/torch.ts'
import type { Adapter, Expression } from './expression.ts'
import type { PeerCase, PeerFile } from './peer.ts'
import type { Reason } from './reasons.ts'

export const ADAPTERS: Readonly<Record<string, Adapter | Reason>> = {
  ...torch,
  ...libraries,
  ...openmmlab,
  ...detection,
  ...keras,
  ...sklearnVersions,
  ...poly,
  ...repositories,
  ...kerasRepositories,
  ...mistakes,
}

/** Soft labels, given or made, are out of reach whatever the loss. */
function refusal({ kind }: { kind: string }, { params }: PeerCase): Reason | undefined {
  if (kind.endsWith('_soft') || kind === 'heatmap_probs' || kind === 'dfl') return 'soft'
  return params.label_smoothing || params.label_smoothing_applied_by_caller ? 'smoothing' : undefined
}

/** A case in our words, or why there is none. */
export function express(name: string, { inputs }: PeerFile, one: PeerCase): Expression | Reason {
  const adapter = ADAPTERS[name]
  if (typeof adapter === 'string') return adapter
  const input = inputs[one.input]
  const refused = refusal(input, one)
  if (refused) return refused
  const expression = adapter(input, one.params, one)
  return typeof expression !== 'string' && expression.samples.margin.length === 0 ? 'empty' : expression
}
