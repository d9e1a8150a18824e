/** Dates of mail headers: RFC 5322 with its obsolete forms, and what real mailers wrote instead. */

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

// RFC 5322 4.3; any other name carries no information and reads as UTC, as the RFC says.
const namedZoneHours: Record<string, number> = {
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
};

const pattern =
  /^\s*(?:[A-Za-z]{2,9}\.?,?\s*)?(\d{1,2})[\s-]+([A-Za-z]{3})[A-Za-z]*[\s,-]+(\d{2,4})\s+(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2}))?(?:\s*(?:GMT|UTC?)?\s*([+-])(\d{1,2}):?(\d{2})|\s*([A-Za-z]{1,5}))?/;

/** Unix seconds of a header date; null where it cannot be read. The range is not judged here. */
export function parseMailDate(text: string): number | null {
  const match = pattern.exec(text);
  if (!match) return looseDate(text);
  const month = months.indexOf((match[2] as string).toLowerCase());
  if (month < 0) return looseDate(text);
  const yearText = match[3] as string;
  const yearNumber = Number(yearText);
  // Two digits as RFC 5322 4.3 reads them: up to 49 is this century; three digits count from 1900.
  const year = yearText.length > 3 ? yearNumber : yearNumber + (yearText.length === 2 && yearNumber < 50 ? 2000 : 1900);
  const seconds =
    Date.UTC(year, month, Number(match[1]), Number(match[4]), Number(match[5]), Number(match[6] ?? 0)) / 1000;
  return Number.isFinite(seconds) ? seconds - zoneSeconds(match) : null;
}

function zoneSeconds(match: RegExpExecArray): number {
  if (match[7] === undefined) return (namedZoneHours[(match[10] ?? '').toUpperCase()] ?? 0) * 3600;
  const size = Number(match[8]) * 3600 + Number(match[9]) * 60;
  // An impossible offset (more than a day) says nothing.
  if (size > 86_400) return 0;
  return match[7] === '-' ? -size : size;
}

// ISO 8601, asctime and the like: the runtime knows them, but reads a date without a zone in the machine's own.
function looseDate(text: string): number | null {
  const plain = text.replace(/\([^()]*\)/g, ' ').trim();
  // It makes a date of nearly everything with a number in it.
  if (!/\b(?:19|20)\d\d\b/.test(plain) || !/\d:\d\d|^\d{4}-\d\d-\d\d$/.test(plain) || plain.length > 60) return null;
  const zoned = /(?:Z|[+-]\d\d:?\d\d|\b(?:GMT|UTC?|[ECMP][SD]T))$/i.test(plain) || /\b(?:GMT|UTC)\b/.test(plain);
  const milliseconds = Date.parse(zoned ? plain : `${plain}${/\dT\d/.test(plain) ? 'Z' : ' UTC'}`);
  return Number.isFinite(milliseconds) ? Math.floor(milliseconds / 1000) : null;
}
