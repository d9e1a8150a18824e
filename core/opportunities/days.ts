/** Days as CRMs and spreadsheets write them, and which of them are still to come. Pure. */

type DayOrder = 'day first' | 'month first';

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
// Excel counts days from here; 61 on, because it holds 1900 for a leap year.
const excelEpoch = Date.UTC(1899, 11, 30);
const [firstSerial, lastSerial] = [20_000, 80_000];

/** Which of two numbers is the day in a column: as more of it are days, else slashes are American and dots are not. */
export function dayOrder(texts: readonly string[]): DayOrder {
  const days = (order: DayOrder): number => texts.filter((text) => readDay(text, order) !== null).length;
  const [dayFirst, monthFirst] = [days('day first'), days('month first')];
  if (dayFirst !== monthFirst) return dayFirst > monthFirst ? 'day first' : 'month first';
  return texts.some((text) => /^\d{1,2}\/\d/.test(text.trim())) ? 'month first' : 'day first';
}

const numbers = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:\D.*)?$/;

/**
 * YYYY-MM-DD, or null for what is no day: "2024-05-30", with a time and zone or without, "5/30/2024", "30.05.2024 14:22",
 * "30-May-2024", "May 30, 2024", Excel's number of a day. What a time zone would make of it is left aside: a deal is decided on a day.
 * Sources: Salesforce, "Data Types Supported by Data Loader"; its reports and Dynamics write days as the user's own settings do.
 */
export function readDay(raw: string, order: DayOrder): string | null {
  const text = raw.trim();
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/.exec(text);
  if (iso) return dayText(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const written = numbers.exec(text);
  if (written) {
    const [first, second, year] = [Number(written[1]), Number(written[3]), fullYear(Number(written[4]))];
    return order === 'day first' ? dayText(year, second, first) : dayText(year, first, second);
  }
  const dayNamed = /^(\d{1,2})[\s.-]+([a-z]{3})[a-z]*\.?[\s.,-]+(\d{4}|\d{2})(?!\d)/i.exec(text);
  if (dayNamed) return dayText(fullYear(Number(dayNamed[3])), monthOf(dayNamed[2] as string), Number(dayNamed[1]));
  const monthNamed = /^([a-z]{3})[a-z]*\.?\s+(\d{1,2}),?\s+(\d{4})(?!\d)/i.exec(text);
  if (monthNamed) return dayText(Number(monthNamed[3]), monthOf(monthNamed[1] as string), Number(monthNamed[2]));
  const serial = /^\d{5}(?:\.\d+)?$/.test(text) ? Number(text) : 0;
  if (serial < firstSerial || serial > lastSerial) return null;
  return new Date(excelEpoch + Math.floor(serial) * 86_400_000).toISOString().slice(0, 10);
}

// The user's day may be the next one already.
const aheadOfUtc = 14 * 3_600_000;

/** The last day that is not still to come wherever the user is, YYYY-MM-DD. `now` in Unix seconds. */
export function latestDay(now: number): string {
  return new Date(now * 1000 + aheadOfUtc).toISOString().slice(0, 10);
}

function monthOf(name: string): number {
  return months.indexOf(name.toLowerCase()) + 1;
}

function fullYear(year: number): number {
  return year < 100 ? 2000 + year : year;
}

function dayText(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = year >= 1970 && year < 2200 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, 10) : null;
}
