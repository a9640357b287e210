/** Reports as JSON: full precision, and a version that changes when a field changes its meaning or goes away. */

export const SCHEMA_VERSION = 1

/** `{schemaVersion, kind, ...}`; docs/report.schema.json describes every kind. */
export function drawJson(kind: string, content: object): string {
  return `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, kind, ...content }, null, 2)}\n`
}
