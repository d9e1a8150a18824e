/**
 * What a question is about, written in one way. Two machines must come to the same bytes without asking each other, so these rules are
 * frozen: a change is a new version, and the version is part of every key. They depend on no list that changes (public suffixes: the
 * caller hands in the registrable domain).
 */
import { domainToASCII } from 'node:url';

/** The version of the rules below. */
const targetVersion = 1;

const kinds = { person: 1, organisation: 2, name: 3 } as const;

/** A person by an address, an organisation by its domain, or a person by name at an organisation; made by the functions below only. */
export interface Target {
  readonly kind: keyof typeof kinds;
  /** As normalised. */
  readonly value: string;
}

/** What keyed hashes are made over: version, kind, normalised text. */
export function targetBytes({ kind, value }: Target): Buffer {
  return Buffer.concat([Buffer.from([targetVersion, kinds[kind]]), Buffer.from(value, 'utf8')]);
}

/** A person by an address of theirs: other spellings of the same mailbox give the same; null for what is no address. */
export function personTarget(address: string): Target | null {
  const text = address.trim().normalize('NFC');
  const at = text.lastIndexOf('@');
  const host = hostOf(text.slice(at + 1));
  let local = text.slice(0, Math.max(at, 0)).toLowerCase();
  if (local === '' || host === null || /[\s\p{Cc}\p{Surrogate}]/u.test(local)) return null;
  if (!local.startsWith('"')) local = local.replace(/(?<=.)\+.*$/, '');
  if (host === 'gmail.com' || host === 'googlemail.com')
    return { kind: 'person', value: `${local.replaceAll('.', '')}@gmail.com` };
  if (yahoo.test(host)) local = local.replace(/(?<=.)-.*$/, '');
  return { kind: 'person', value: `${local}@${host}` };
}

const yahoo = /^(?:yahoo\.[a-z.]+|ymail\.com|rocketmail\.com)$/;

/** An organisation by its registrable domain, with or without `www.`; null for what is no domain. */
export function organisationTarget(domain: string): Target | null {
  const host = hostOf(domain.trim())?.replace(/^www\.(?=.+\.)/, '') ?? null;
  return host === null ? null : { kind: 'organisation', value: host };
}

/** A person by first and last name (in any order, with or without accents) at an organisation; null for fewer than two words. */
export function nameTarget(name: string, domain: string): Target | null {
  const organisation = organisationTarget(domain);
  const folded = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßøłæ]/g, (letter) => letters[letter] ?? letter);
  const words = [...folded.matchAll(/[\p{L}\p{N}]+/gu)].map(([word]) => word);
  const full = words.filter((word) => [...word].length > 1).sort();
  if (organisation === null || full.length < 2) return null;
  return { kind: 'name', value: `${full.join(' ')}@${organisation.value}` };
}

const letters: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', ł: 'l', æ: 'ae' };

/** A host in lower case and ASCII (IDNA, as the URL standard does it); null where it is no domain of at least two labels. */
function hostOf(text: string): string | null {
  // What ends a host in a URL would be cut off, and is no part of a domain.
  if (/[\s/?#@:%\\\p{Cc}]/u.test(text)) return null;
  const host = domainToASCII(text.normalize('NFC').toLowerCase()).replace(/\.$/, '');
  return host.length <= 253 && /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(host)
    ? host
    : null;
}
