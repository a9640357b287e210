/** Reports as JSON: full precision, and a version that changes when a field changes its meaning or goes away. */

export const SCHEMA_VERSION = 1

/** `{schemaVersion, kind, ...}`; docs/report.schema.json describes every kind. */
export function drawJson(kind: string, content: object): string {
  return jsonText({ schemaVersion: SCHEMA_VERSION, kind, ...content })
}

/**
 * JSON that reads back the same, with what a terminal or the log of a GitHub workflow would act on written as escapes:
 * controls, characters that hide text or turn its direction, and `##[`.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2)
  return `${text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|##(?=\[)/gu, escapeUnits)}\n`
}

function escapeUnits(characters: string): string {
  const units = Array.from({ length: characters.length }, (_, i) => characters.charCodeAt(i))
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
}
