/** Papers whose settings several losses have. */
export const LIN_2017 = 'Lin et al. 2017 (focal loss)'
