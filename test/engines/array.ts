/** Options of scores of three classes that stand in an array. */
export const ARRAY = ['--scores-array', 'zs', '--classes', '3', '--from', 'logits'] as const
