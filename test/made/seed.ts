/**
 * Draws of the property tests are the same in every run, so that a change is judged by what it changed. `FC_SEED=random`
 * draws others and, where one fails, says which; a number draws those again.
 */
import fc from 'fast-check'

const asked = process.env.FC_SEED
if (asked !== 'random') fc.configureGlobal({ seed: asked === undefined ? 20_260 : Number(asked) })
