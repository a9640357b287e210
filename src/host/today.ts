/** The day on which something is made, in UTC: what says so is the same wherever it is read. */
export function today(env: Readonly<Record<string, string | undefined>>): string {
  // The convention of reproducible builds: whoever sets it gets the same bytes on any day.
  const seconds = env.SOURCE_DATE_EPOCH
  const isGiven = seconds !== undefined && /^\d{1,11}$/.test(seconds)
  return new Date(isGiven ? Number(seconds) * 1000 : Date.now()).toISOString().slice(0, 10)
}
