/** One cell of a CSV file, there and back. */

/** A spreadsheet runs what begins with one of these as a formula (OWASP, CSV injection): an apostrophe makes it text. */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The text of a cell that `csvCell` or a CRM made safe in the same way: what was exported is imported as it was. */
export function plainCell(text: string): string {
  return text.replace(/^'(?=[=+\-@\t\r])/, '').trim();
}

/** Rows with a header, RFC 4180. */
export function csvText(header: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  return [header, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}
