/** One cell of a CSV file, there and back. */

// A spreadsheet runs what begins so as a formula (OWASP, CSV injection); a full-width sign counts as its narrow one. One that separates
// with semicolons or tabs heeds no quotes inside a cell of its own, so that a cell may also begin after any of these.
const formula = /((?:^|[;\t\r\n])[ "]*)(?=[=+\-@＝＋－＠])/g;
const madeText = /((?:^|[;\t\r\n])[ "]*)'(?=[=+\-@＝＋－＠])/g;

/** An apostrophe makes text of what would be run. */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = value.replace(formula, "$1'");
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The text of a cell that `csvCell` or a CRM made safe in the same way: what was exported is imported as it was. */
export function plainCell(text: string): string {
  return text.replace(madeText, '$1').trim();
}

/** Rows with a header, RFC 4180. */
export function csvText(header: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  return [header, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}
