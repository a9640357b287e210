/** The options of a pass. */
import type { ScanOptions } from '../../src/scan/scan.ts'

/** All as they are unless said. */
export const scanOptions = (changes: Partial<ScanOptions> = {}): ScanOptions => ({
  onBadRow: 'fail',
  renormalize: false,
  probTolerance: null,
  perClass: false,
  threads: 1,
  ...changes,
})
