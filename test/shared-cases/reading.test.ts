/** The folders of ../shared/cases/reading: what real dumps look like, each with the commands of its text. */
import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sharedPath } from '../made/shared.ts'
import { hasCases, judge, type Told, textOf } from './told.ts'

const JIG = 'toxic,severe_toxic,obscene,threat,insult,identity_hate'
const CHEST = 'Atelectasis,Cardiomegaly,Consolidation,PleuralEffusion'
const TWENTY = Array.from({ length: 20 }, (_, i) => i + 1).join(',')
const NO_SCORES = 'the files hold predicted classes and no scores'
const OTHER_CLASSES = 'the probability of the true class is in the file only where the prediction is right'

const skin3 = (flags: string): Told => ({
  command: `compare skin3.csv${flags}`,
  refusal:
    /: 3 classes occur in the labels and in "pred_label", and there is one score per row, "pred_prob";/,
  noWay: OTHER_CLASSES,
})

const imdb = (flags: string, is = 'as_it_stands'): Told => ({
  command: `compare imdb.npy --labels y.npy ${flags}--loss ce`,
  is,
})

const anchors = (flags: string, told: Omit<Told, 'command'>): Told => ({
  command: `compare cls_preds.npy --labels cls_${flags}`,
  ...told,
})

const SIGMOIDS =
  /most labels are 0, and nearly all of the 20 scores per row are below 0, as where sigmoids find nothing/

const jig = (flags: string): Told => ({
  command: `compare jig_sub.csv --labels jig_lab.csv ${flags}--loss ce`,
  refusal: /jig_lab\.csv:6:2: "-1" is no label \(labels are 0\/1 per class\)/,
  is: 'without_minus_one',
})

const TOLD: Readonly<Record<string, readonly Told[]>> = {
  '01-confidence-of-predicted-class': [
    {
      command: 'compare hf.csv --loss ce',
      refusal:
        /"pred_score" is no higher for one class in "pred_label" than for the other, as if it were the probability of the class that was predicted/,
      is: 'of_predicted',
      others: ['as_positive'],
    },
  ],
  '02-labels-in-another-order': [
    { command: 'compare sub_IDcode.csv --labels truth_IDcode.csv --loss ce', is: 'code' },
    { command: 'compare sub_id.csv --labels truth_image_name.csv --loss ce', is: 'image' },
    {
      command: 'compare sub_id.csv --labels truth_image_name.csv --id id --loss ce',
      refusal:
        /has no column "id" for --id, by which to join it; leave --id out, which joins "id" with "image_name"/,
      others: ['by_row'],
      noWay: 'the words say to leave a flag out, and the command above does',
    },
    { command: 'compare sub_id.csv --labels truth_id.csv --loss ce', is: 'id' },
  ],
  '04-class-names-ignored': [
    {
      command: 'compare bg_z.npy --labels bg_y.npy --class-names 1,2,3 --loss ce',
      refusal: /bg_y\.npy\[8\]: "0" is no label \(labels are numbers 1, 2, 3\)/,
      is: 'arrays',
    },
    {
      command: 'compare bg.csv --class-names 1,2,3 --loss ce',
      refusal: /bg\.csv:10:4: "0" is no label \(labels are numbers 1, 2, 3\)/,
      is: 'table',
    },
    {
      command: 'compare bg.csv --loss ce',
      refusal: /the label 0 is none of the numbers that the columns are named for \(1,2,3\)/,
      is: 'table',
      others: ['table_as_indices'],
    },
    {
      command: 'compare bg_z.npy --labels bg_y.npy --class-names 1,2,3 --ignore-label 0 --loss ce',
      is: 'arrays',
    },
  ],
  '05-columns-in-string-order': [
    { command: 'compare prob_class.csv --loss ce', is: 'prob_class' },
    { command: 'compare prob_N.csv --loss ce', is: 'prob_N' },
  ],
  '06-classes-from-1-last-absent': [
    { command: 'compare pc.csv --loss ce', is: 'pc' },
    { command: 'compare grade.csv --loss ce', is: 'grade' },
    { command: 'compare grade.csv --score grade1_prob,grade2_prob,grade3_prob --loss ce', is: 'grade' },
    { command: 'compare p.csv --loss ce', is: 'p' },
  ],
  '07-top-k-sorted': [
    {
      command: 'compare topk.csv --loss ce',
      refusal:
        /fall from column to column in every row, as those of the best few classes do, which are others in each row; write the score of each class into a column of its own/,
      others: ['as_classes'],
      noWay: 'no flag puts cells of a row in another order; the test below does what the words say',
    },
    {
      command: 'compare topk.csv --score "pred_*" --loss ce',
      refusal:
        /pred_0, pred_1, pred_2, pred_3, pred_4 hold the numbers 0 to 4 once in each row, as classes in an order do, and no scores/,
      noWay: 'these columns are the classes, best first, and no scores',
    },
    { command: 'compare topk.csv --score "prob_*" --loss ce', is: 'as_classes' },
  ],
  '08-binary-log-probabilities': [
    { command: 'compare logprob.csv --loss ce', is: 'logprob' },
    { command: 'compare log_prob.csv --loss ce', is: 'log_prob' },
    { command: 'compare log_prob.csv --from logits --loss ce', is: 'as_logits' },
    { command: 'compare logprob.npy --labels y.npy --loss ce', is: 'array' },
  ],
  '09-rounded-softmax-sums-1.00002': [
    imdb(''),
    imdb('--from probs '),
    imdb('--from probs --prob-tolerance 1e-6 '),
    imdb('--from probs --renormalize ', 'renormalized'),
    imdb('--from probs --renormalize --prob-tolerance 1e-6 ', 'renormalized'),
    imdb('--prob-tolerance 1e-4 '),
    imdb('--from probs --prob-tolerance 1e-4 '),
  ],
  '10-nchw-reshape-advice': [
    {
      command: 'compare seg_x.npy --labels seg_t.npy --loss ce',
      refusal: /the label "255" is no class index \(0 to 3\)/,
      is: 'maps',
    },
    { command: 'compare seg_x.npy --labels seg_t.npy --ignore-label 255 --loss ce', is: 'maps' },
    {
      command: 'compare seg_as_advised.npy --labels seg_t_flat.npy --ignore-label 255 --loss ce',
      is: 'scrambled',
    },
    { command: 'compare seg_moved.npy --labels seg_t_flat.npy --ignore-label 255 --loss ce', is: 'moved' },
  ],
  '11-anchors-with-background': [
    anchors('targets.npy', { refusal: SIGMOIDS, is: 'ce' }),
    anchors('targets.npy --ignore-label -1', { refusal: SIGMOIDS, is: 'ce' }),
    anchors(`targets.npy --ignore-label -1 --class-names ${TWENTY}`, {
      refusal: SIGMOIDS,
      is: 'ce',
      others: ['softmax_of_objects'],
    }),
    anchors('targets.npy --ignore-label -1 --task multilabel --loss focal:alpha=0.25', {
      refusal: /"20" is no label \(labels are class indices 0\.\.19\)/,
      is: 'focal',
    }),
    anchors('targets_d2.npy --ignore-label -1 --compat torchvision --reduction positives', {
      refusal: /most labels are 20, and nearly all of the 20 scores per row are below 0/,
      is: 'focal_of_indices_per_positive',
    }),
    anchors('targets_d2.npy --ignore-label -1,20 --loss ce', { is: 'softmax_of_objects' }),
    anchors('onehot_ign.npy --loss focal:alpha=0.25', {
      refusal: /labels are a matrix of 0, 1 and -1/,
      is: 'focal_of_matrix',
    }),
    anchors('onehot_ign.npy --ignore-label -1 --loss focal:alpha=0.25 --reduction positives', {
      is: 'focal_of_matrix_per_positive',
    }),
  ],
  '12-predicted-label-beside-the-score': [
    { command: 'compare skl.csv --loss ce', is: 'skl' },
    { command: 'compare sepsis.csv --loss ce', is: 'sepsis' },
    { command: 'compare glaucoma.csv --loss ce', is: ['raw', 'calibrated'] },
    {
      command: 'compare skl.csv --score y_pred --loss ce',
      refusal:
        /every score in "y_pred" is exactly 0 or 1, as predicted classes are; name the column of scores with --score/,
      others: ['predictions_held_at_100'],
      noWay: 'the column that was named holds predicted classes; the command above has the other one',
    },
    { command: 'compare skl.csv --score y_prob --loss ce', is: 'skl' },
  ],
  '13-indented-json': [
    {
      command: 'compare pred.json',
      refusal: /all labels seen are "Healthy", and it is unclear which class that is/,
      is: 'pred',
      others: ['pred_if_of_the_other'],
    },
    { command: 'compare flat.json', is: 'flat' },
  ],
  '14-predicted-classes-of-several': [
    ...['', ' --from logits'].map((flags) => ({
      command: `compare y_pred.npy --labels y_true.npy${flags}`,
      refusal: /column 0 holds classes that were predicted \(1, 2, 0\) and no scores/,
      noWay: NO_SCORES,
    })),
    {
      command: 'compare lc25000.csv',
      refusal: /"predicted_label_idx" holds classes that were predicted \(0, 2, 4, …\) and no scores/,
      noWay: NO_SCORES,
    },
    {
      command: 'compare ml_preds.npy --labels ml_labels.npy',
      refusal: /every score is exactly 0 or 1, as predicted classes are/,
      others: ['predictions_held_at_100'],
      noWay: NO_SCORES,
    },
  ],
  '15-three-classes-one-score': [
    skin3(''),
    skin3(' --class-names Healthy,Melanocytic nevi'),
    skin3(' --class-names "Healthy,Melanocytic nevi"'),
    skin3(' --class-names "Healthy,Melanocytic nevi,Melanoma"'),
  ],
  '18-clamp-note': [
    { command: 'compare mnist.npy --labels mnist_y.npy --loss ce', is: 'mnist' },
    { command: 'compare news.npy --labels news_y.npy --loss ce', is: 'news' },
    { command: 'compare news.npy --labels news_y.npy --loss ce --compat sklearn', is: 'news_sklearn' },
    { command: 'compare rf.csv --loss ce', is: 'rf' },
  ],
  '19-same-columns-in-both-files': [
    jig(''),
    jig(`--label ${JIG} `),
    jig(`--label ${JIG} --score ${JIG} `),
    {
      command: `compare jig_sub.csv --labels jig_lab.csv --label ${JIG} --score ${JIG} --ignore-label -1 --loss ce`,
      is: 'without_minus_one',
    },
  ],
  '20-class-columns-not-seen-as-a-family': [
    { command: 'compare iris_class.csv --loss ce', is: 'iris_class' },
    { command: 'compare irisP.csv --loss ce', is: 'irisP' },
    {
      command: 'compare irisP.csv --score "P(Iris-setosa)" --loss ce',
      refusal: /binary labels are 0 and 1, and these are "Iris-versicolor", "Iris-virginica", "Iris-setosa"/,
      noWay: 'one column of scores was named where there are three classes; the command above has all',
    },
    { command: 'compare irisP.csv --score "P(*" --loss ce', is: 'irisP' },
  ],
  '22-labels-as-a-list-in-a-cell': [
    '',
    ' --label LabelMulti',
    ` --label LabelMulti --score ${CHEST}`,
    ` --label LabelMulti --score ${CHEST} --task multilabel`,
  ].map((flags) => ({ command: `compare chest.csv${flags}`, is: 'cells' })),
  '23-two-models-in-two-columns': [
    {
      command: 'compare tta.csv --loss ce',
      refusal:
        /std_probability, tta_probability may be the scores of several models: rows of them do not sum to 1/,
      is: 'std',
    },
    {
      command: 'compare tta.csv --score std_probability,tta_probability --loss ce',
      refusal:
        /std_probability, tta_probability may be the scores of several models: rows of them do not sum to 1/,
      is: 'std',
    },
    { command: 'compare tta.csv --score std_probability --loss ce', is: 'std' },
  ],
  '24-percentages-named-prob': [
    {
      command: 'compare pct.csv --loss ce',
      refusal: /the scores are called "prob" and many are above 1, as percentages are/,
      is: 'of_percent',
    },
    { command: 'compare pct.csv --from logits --loss ce', is: 'as_logits' },
  ],
}

describe.skipIf(!hasCases).each(Object.entries(TOLD))('cases/reading/%s (needs ../shared)', (name, told) => {
  it.each(told)('$command', (one) => judge(`reading/${name}`, one))

  it('has all that its text compares', () => {
    const typed = [...textOf(`reading/${name}`, 'README.md').matchAll(/^\$ lossctl (compare (\S+).*)$/gm)]
    const here = typed.filter(([, , file]) => existsSync(`${sharedPath(`cases/reading/${name}`)}/${file}`))
    expect(told.map(({ command }) => command)).toEqual(
      expect.arrayContaining(here.map(([, command]) => command)),
    )
  })
})
