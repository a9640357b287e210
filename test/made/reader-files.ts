/** Files by the names that README gives those of its readers, of what they say they are. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeNpy } from './layouts/npy.ts'
import { fixture } from './shared.ts'

const COPIES = {
  'preds.csv': 'breast-cancer.csv',
  'logits.csv': 'wine.csv',
  'logits.npy': 'scenes-logits.npy',
  'labels.npy': 'scenes-labels.npy',
  'preds.npz': 'arrays/plain.npz',
  'preds.pt': 'arrays/plain.pt',
  'preds.safetensors': 'arrays/plain.safetensors',
  'preds.parquet': 'parquet/small.parquet',
  'before.csv': 'digits.csv',
  'after.csv': 'digits-units.csv',
  'anchors.csv': 'anchors.csv',
  'retinanet.csv': 'anchors.csv',
  'tuesday.sketch.json': 'baselines/scenes-v1.json',
  'result.csv': 'engines/preds.duckdb.csv',
}

/** The rows of a CSV file of plain cells, without its header. */
const rowsOf = (name: string) =>
  readFileSync(fixture(name), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))

export function writeReaderFiles(folder: string): void {
  const write = (name: string, header: string, rows: readonly (readonly unknown[])[]) =>
    writeFileSync(join(folder, name), [header, ...rows].map((row) => `${row}\n`).join(''))
  for (const [name, from] of Object.entries(COPIES)) copyFileSync(fixture(from), join(folder, name))

  const patients = rowsOf('breast-cancer.csv')
  write(
    'oof.csv',
    'id,fold,target,oof_pred',
    patients.map(([id, y, p], i) => [id, i % 5, y, p]),
  )
  write(
    'oof-only.csv',
    'id,oof_pred',
    patients.map(([id, , p]) => [id, p]),
  )
  write(
    'train.csv',
    'id,target',
    patients.toReversed().map(([id, y]) => [id, y]),
  )
  write(
    'batches.csv',
    'label,prob',
    patients.slice(0, 64).map(([, y, p]) => [y, p]),
  )
  write(
    'models.csv',
    'label,prob_lr,prob_rf',
    patients.map(([, y, p]) => [y, p, Number(p) ** 2]),
  )
  write(
    'both.csv',
    'label,raw,calibrated',
    patients.map(([, y, p]) => [y, Number(p) ** 2, p]),
  )

  const focal = (positive: boolean, logit: number) => {
    const odds = Math.exp(positive ? logit : -logit)
    return (positive ? 0.25 : 0.75) * (1 / (1 + odds)) ** 2 * Math.log1p(1 / odds)
  }
  const windows = rowsOf('scenes.csv')
  write(
    'losses.csv',
    'label,logit,loss',
    windows.map(([, y, z]) => [y, z, focal(y === '1', Number(z))]),
  )

  // The same anchors as other libraries write their targets: 0 is background and -1 left out in the fixture.
  const anchors = rowsOf('anchors.csv').map(([y, ...logits]) => ({ target: Number(y), logits }))
  const fromZero = (target: number) => (target > 0 ? target - 1 : 3)
  const logits = 'logit_0,logit_1,logit_2'
  write(
    'detectron2.csv',
    `label,${logits}`,
    anchors.map(({ target, logits }) => [target < 0 ? -1 : fromZero(target), ...logits]),
  )
  write(
    'mmdet.csv',
    `label,weight,${logits}`,
    anchors.map(({ target, logits }) => [fromZero(target), target < 0 ? 0 : 1, ...logits]),
  )
  write(
    'torchvision.csv',
    `label_0,label_1,label_2,${logits}`,
    anchors.map(({ target, logits }) => [
      ...logits.map((_, k) => (target < 0 ? -1 : Number(target === k + 1))),
      ...logits,
    ]),
  )

  // Two images of 3 classes and 4 by 5 pixels, the first row of which is to be ignored in one of two masks.
  const scores = Array.from({ length: 2 * 3 * 4 * 5 }, (_, i) => 3 * Math.sin(7 * i))
  writeFileSync(join(folder, 'maps.npy'), writeNpy('f4', [2, 3, 4, 5], scores))
  const masks = Array.from({ length: 2 * 4 * 5 }, (_, i) => i % 3)
  writeFileSync(join(folder, 'masks.npy'), writeNpy('u1', [2, 4, 5], masks))
  const bordered = masks.map((label, i) => (i % 20 < 5 ? 255 : label))
  writeFileSync(join(folder, 'bordered.npy'), writeNpy('u1', [2, 4, 5], bordered))
}
