import { median, medianRatio } from './median.js'

const find = (result, tool) => result.entries.find((entry) => entry.tool === tool)

/** How many times longer `above` takes than `below`; null where one was not there. */
function ratio(result, above, below) {
  const [a, b] = [find(result, above), find(result, below)]
  return a && b ? medianRatio(a.seconds, b.seconds) : null
}

const secondsASample = (result) => median(find(result, 'lossctl').seconds) / result.rows

/** What a target may ask for: its value (null where it was not measured) and its words. */
const QUANTITIES = {
  speed: {
    value: ({ tool }, result) => ratio(result, tool, 'lossctl'),
    words: ({ tool }) => `times faster than ${tool}`,
  },
  cost: {
    value: ({ tool }, result) => ratio(result, 'lossctl', tool),
    words: ({ tool }) => `times the time of ${tool}`,
  },
  peak: {
    value: (_target, result) => find(result, 'lossctl').peak,
    words: () => 'peak memory',
  },
  'time a sample': {
    value: ({ relativeTo }, result, results) => {
      const other = results.find(({ testCase }) => testCase.name === relativeTo)
      return other ? secondsASample(result) / secondsASample(other) : null
    },
    words: ({ relativeTo }) => `times the time a sample of ${relativeTo}`,
  },
  'time of both': {
    value: ({ relativeTo, tool }, result, results) => {
      const [other, beside] = [
        results.find(({ testCase }) => testCase.name === relativeTo),
        find(result, tool),
      ]
      if (!other || !beside) return null
      return (
        median(find(result, 'lossctl').seconds) /
        (median(find(other, 'lossctl').seconds) + median(beside.seconds))
      )
    },
    words: ({ relativeTo, tool }) => `times the time of ${relativeTo} and ${tool}`,
  },
}

/** Every target of the cases measured: its words, limit, value, and by what factor the value is on the right side. */
export function judgeTargets(results) {
  return results.flatMap((result) =>
    result.testCase.targets.map((target) => {
      const { value, words } = QUANTITIES[target.quantity]
      const measured = value(target, result, results)
      const margin = target.atLeast ? measured / target.atLeast : target.atMost / measured
      return { ...target, case: result.testCase.name, words: words(target), measured, margin }
    }),
  )
}
