/** What of node:url the program needs: names of what lies beside it are their last part. */
export const fileURLToPath = (url: string | URL) => new URL(url).pathname
