/** Pickles are refused by what is in them, with a line that saves it otherwise. */
import { expect, test } from 'vitest'
import { openTable } from '../../src/formats/index.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()

test.each([
  ['\x80\x05}.', 'is a Python pickle, which is a program and is not run', 'pickle.load(open('],
  ['\x80\x04\x8c\x11pandas.core.frame\x94', 'is a Python pickle of pandas,', 'pd.read_pickle('],
  ['\x80\x03cjoblib.numpy_pickle\nNumpyArrayWrapper\n', 'is a Python pickle of joblib,', 'joblib.load('],
  [
    '\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02',
    'is a file of torch.save in its old form',
    'torch.load(',
  ],
])('%j', async (start, problem, code) => {
  const path = write(`it's "one".pkl`, Buffer.from(start, 'latin1'))
  const { message } = (await openTable(path).catch((error) => error)) as Error
  expect(message).toContain(problem)
  expect(message).toContain(`python3 -c '`)
  expect(message).toContain(code)
})
