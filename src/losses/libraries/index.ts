/** The libraries that `--compat` knows, in the order of docs/conventions.md. */
import { jax } from './jax.ts'
import type { Library } from './library.ts'
import { openmmlab } from './openmmlab.ts'
import { pytorch } from './pytorch.ts'
import { repositories } from './repositories.ts'
import { sklearn } from './sklearn.ts'
import { tensorflow } from './tensorflow.ts'
import { vision } from './vision.ts'

export const LIBRARIES: readonly Library[] = [
  ...pytorch,
  ...tensorflow,
  ...jax,
  ...vision,
  ...openmmlab,
  sklearn,
  ...repositories,
]
