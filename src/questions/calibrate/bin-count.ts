/** Bins of a reliability diagram. Apart, since every command line is read with them. */

/** Each limit between two takes two edges of a sketch, which has 64, and two are left for thresholds. */
export const MOST_BINS = 32

/** What torchmetrics and Guo et al. take. */
export const USUAL_BINS = 15
