/** Names of columns that are of models where ids prove that each sample stands once for each of their words. */
import { wordsIn } from '../name-words.ts'
import { isOfWords, surelyModels } from './names.ts'

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** What is compared, and seldom anything else. */
const COMPARED = words(
  'variant method approach technique system pipeline network learner encoder representation configuration config setup strategy experiment ablation baseline',
)
/** What stands beside them and says no more; of organs and operating systems other words do. */
const BESIDE = words('name id key tag type kind model training')

/** Parts, repeats and changes of one sample, and languages it is translated to: rows of one model, the mean over which may be meant. */
const OF_SAMPLES =
  /(?:^|[^a-z])(?:seeds?|folds?|epochs?|runs?|reps?|repeats?|trials?|prompts?|splits?|augment(?:ed|ation)?s?|aug|tta|[hv]?flip(?:ped)?|rot(?:ate|ated|ation)?|crop(?:ped)?|nois[ey]|blur(?:red)?|jitter|clean|perturb(?:ed)?|paraphrase[ds]?|attack(?:ed)?|en|de|fr|es|it|pt|zh|ja|ko|ru|ar|hi|english|german|french|spanish|chinese)(?:[^a-z]|$)/i

/** Whether a column is called like models or what they are made with, and nothing in its cells says that they are something else. */
export function isCompared(name: string, models: readonly string[]): boolean {
  const all = wordsIn(name).map((word) => word.replace(/(?:(?<=ch)e)?s$/, ''))
  const isNamed =
    /^run.?names?$/i.test(name) ||
    (all.some((word) => COMPARED.has(word)) && all.every((word) => COMPARED.has(word) || BESIDE.has(word)))
  return surelyModels(name) || (isNamed && isOfWords(models) && !models.some((word) => OF_SAMPLES.test(word)))
}
