/** Text that is no table is refused by name; what is advised makes a table of it, and tables that look like it are read. */
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { openTable } from '../../src/formats/index.ts'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()

test.each([
  ['tensor([[0.1, 0.9],\n        [0.7, 0.3]])\n', 'tensors', 'x.detach().cpu().numpy()'],
  ['tensor([0.1, 0.9])\ntensor([0.7, 0.3])\n', 'tensors', 'np.save('],
  [
    "0\n0\n[tensor(1, device='cuda:0'), tensor(0)]\n[tensor([ 0.0367, -0.7671])]\n",
    'tensors',
    'torch.stack(x)',
  ],
  ['epoch 1\n(tensor([0.1, 0.9], grad_fn=<X>), tensor(1))\n', 'tensors', 'np.save('],
  ["{'logits': tensor([[0.1, 0.9]])}\n", 'dicts', 'json.dumps'],
  ['tf.Tensor(\n[[0.1 0.9]\n [0.2 0.8]], shape=(2, 2), dtype=float32)\n', 'tensors', 'x.numpy()'],
  ['array([[0.1, 0.9],\n       [0.7, 0.3]])\n', 'an array', 'np.save('],
  ['[[0.1 0.9]\n [0.7 0.3]]\n', 'an array', 'np.save('],
  ['[[ 1.00e-01 -9.00e-01]\n [ 7.00e-01  3.00e-01]]\n', 'an array', 'np.save('],
])('%j', async (text, what, way) => {
  const { message } = (await openTable(write('printed.txt', text)).catch((error) => error)) as Error
  expect(message).toContain(`: holds ${what} as `)
  expect(message).toContain(way)
})

test.each([
  'probs,label\n"tensor([0.1, 0.9])",1\n"tensor([0.7, 0.3])",0\n',
  'tensor([0.1, 0.9])\t1\ntensor([0.7, 0.3])\t0\n',
  'array([0.1, 0.9]); 1\narray([0.7, 0.3]); 0\n',
  'idx,label,prob\ntensor(105),1,0.93\ntensor(106),0,0.2\n',
  'text,label,prob\n"a = [\narray([1, 2]),\ntensor(3)]",1,0.7\n"x",0,0.2\n',
  '[[0.1, 0.9], [0.7, 0.3]]\n',
  '[0.1 0.9],1\n[0.7 0.3],0\n',
  '% comment,y\n1,2\n2,3\n',
  'handle,label,prob\n@relation x,1,0.7\n@attribute y,0,0.2\n',
])('%j is a table', async (text) => {
  expect((await openTable(write('table.txt', text))).columns.length).toBeGreaterThan(1)
})

test('ARFF is made CSV of by the command that is advised', async () => {
  const rows = [
    ["'a, b'", 'yes', 0.8],
    ["'c'", 'no', 0.3],
    ["'d'", 'yes', 0.6],
    ["'e'", 'no', 0.55],
  ]
  const head = [
    '% predictions',
    '',
    '@RELATION weather',
    "@attribute 'the id' string",
    '@attribute label {no, yes}',
    '  @ATTRIBUTE\tprob_yes NUMERIC',
    '@data',
  ]
  const file = write("it's.arff", `${[...head, '% rows', ...rows.map((row) => row.join(', '))].join('\n')}\n`)
  const { code, stderr } = await lossctl(['compare', file])
  expect([code, stderr]).toEqual([
    3,
    expect.stringContaining('is an ARFF file, which is not read; save it as CSV: '),
  ])
  const made = spawnSync('bash', ['-c', stderr.slice(stderr.indexOf('python3 -c'))], { encoding: 'utf8' })
  expect([made.status, made.stderr]).toEqual([0, ''])
  const { results } = await lossctlJson<{ results: CompareReport[] }>(
    'compare',
    `${file}.csv`,
    '--from',
    'probs',
  )
  const mean = -(Math.log(0.8) + Math.log(0.7) + Math.log(0.6) + Math.log(0.45)) / 4
  expect(results[0].losses[0].value).toBeCloseTo(mean, 12)
  const { columns, sample } = await openTable(`${file}.csv`)
  expect([columns, sample[0]]).toEqual([
    ['the id', 'label', 'prob_yes'],
    ['a, b', 'yes', '0.8'],
  ])
  const bare = write('bare.arff', '%task-id: 123\n%parameters?\n\n@ATTRIBUTE repeat INTEGER\n\n1\n')
  await expect(openTable(bare)).rejects.toThrow('is an ARFF file')
})
