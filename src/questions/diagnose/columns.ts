/** What a form makes of elements that stand for themselves. */
import type { Form } from './choice.ts'
import type { Elements } from './elements.ts'

/** The numbers of a form that has no list. */
export type Numbers = Readonly<Record<string, number>>

/** One column: a number of each element. */
export const eachOf =
  (of: (e: number, elements: Elements, numbers: Numbers) => number): Form['columns'] =>
  (elements, numbers) => {
    const out = new Float64Array(elements.ce.length)
    for (let e = 0; e < out.length; e++) out[e] = of(e, elements, numbers as Numbers)
    return [out]
  }
