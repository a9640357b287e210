/** Addresses with passwords, which end up in messages where somebody takes a file's name for another thing. */

/**
 * From the sign after the name of a user to the last one that can end a password, but for a port and a path behind it, in which @ may
 * stand; of few signs, since a text may be of any length.
 */
const BEFORE_HOST = /([a-z][a-z0-9+.-]{0,40}:\/\/[^\s:/?#"']{0,200}):(?!\d{1,5}\/)[^\s]{0,4000}@/gi
const SETTING = /([?&](?:ssl)?(?:password|pwd|token)=)[^&\s"']+/gi

/** The same text without what nobody may see. */
export function maskPasswords(text: string): string {
  return text.includes('://') ? text.replace(BEFORE_HOST, '$1:…@').replace(SETTING, '$1…') : text
}
