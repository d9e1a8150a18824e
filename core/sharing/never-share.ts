/** Who a rule never shares, by pattern: the user may still decide otherwise for one person or one organisation. Pure. */
import type { NeverReason } from '../contract/sharing.ts';
import { hostOf, isFreeMail } from '../identity/email-parts.ts';

/** What a pattern is looked for in. */
export interface Recognised {
  readonly emails: readonly string[];
  readonly organisation: { readonly domain: string; readonly name: string } | null;
  readonly title: string | null;
  /** The side a pattern suggests for somebody nobody has filed. */
  readonly aside: 'personal' | 'other side' | null;
}

const listed = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

// Supervisors, competition and data protection authorities of the larger places; what is missing is one click on a page.
const regulators = listed(
  `sec.gov cftc.gov occ.gov fdic.gov finra.org ftc.gov ferc.gov pcaobus.org fca.org.uk psr.org.uk ico.org.uk frc.org.uk ofcom.org.uk
  ofgem.gov.uk bafin.de bundesbank.de bundeskartellamt.de bundesnetzagentur.de bfdi.bund.de finma.ch fma.gv.at amf-france.org cnil.fr
  arcep.fr consob.it agcm.it cnmv.es cnmc.es aepd.es afm.nl dnb.nl acm.nl cssf.lu cbi.ie dataprotection.ie fsma.be fi.se
  finanstilsynet.dk finanstilsynet.no esma.europa.eu eba.europa.eu eiopa.europa.eu ecb.europa.eu mas.gov.sg sfc.hk asic.gov.au
  accc.gov.au apra.gov.au osc.ca osc.gov.on.ca`,
);
const press = listed(
  `ft.com reuters.com thomsonreuters.com bloomberg.net wsj.com dowjones.com nytimes.com washpost.com economist.com theguardian.com
  guardian.co.uk bbc.co.uk telegraph.co.uk thetimes.co.uk spiegel.de handelsblatt.com faz.de sueddeutsche.de zeit.de manager-magazin.de
  boersen-zeitung.de juve.de lemonde.fr lesechos.fr lefigaro.fr nzz.ch cnbc.com politico.com politico.eu mergermarket.com axios.com`,
);
const recruiters = listed(
  `kornferry.com egonzehnder.com heidrick.com spencerstuart.com russellreynolds.com hays.com hays.de michaelpage.com pagegroup.com
  roberthalf.com randstad.com adecco.com robertwalters.com majorlindsey.com odgersberndtson.com boyden.com amrop.com`,
);

// Words between dots and hyphens of a host, or of an organisation's name.
const wordsOf: readonly (readonly [NeverReason, RegExp])[] = [
  [
    'court',
    /^(?:courts?|uscourts|gericht\w*|\w+gericht|justiz|judiciary|justice|tribunal|tribunaux|curia|arbitration)$/,
  ],
  [
    'health',
    /^(?:hospitals?|clinics?|clinique|klinik\w*|\w*klinik(?:um)?|krankenhaus|praxis|\w*arzt\w*|nhs|medical|doctors?|therap\w+)$/,
  ],
  ['recruiter', /^(?:recruit\w*|headhunt\w*|personalberatung|executivesearch|staffing)$/],
  ['lawyer', /^(?:law|lawyers?|legal|attorneys?|solicitors?|barristers?|avocats?|abogados?|kanzlei|rechtsanw\w+|notar\w*)$/],
]; // prettier-ignore
const titles: readonly (readonly [NeverReason, RegExp])[] = [
  ['court', /\b(?:judge|justice of|richter(?:in)?|magistrate|arbitrator)\b/i],
  ['journalist', /\b(?:journalist\w*|reporter|correspondent|columnist|redakteur\w*|editor(?:ial)?)\b/i],
  ['health', /\b(?:physician|surgeon|psychotherapist|therapist|dentist|nurse|[fz]ach?n?arzt|ärztin|arzt)\b/i],
  ['recruiter', /\b(?:recruiter|headhunter|executive search|talent acquisition|personalberater(?:in)?)\b/i],
  ['lawyer', /\b(?:attorney|solicitor|barrister|lawyer|rechtsanw[aä]lt(?:in)?|avocate?|notary)\b/i],
];

/** Why a rule leaves this person out, or null. `lawFirm`: to whom lawyers are colleagues of the trade, not a secret. */
export function neverShared(some: Recognised, lawFirm: boolean): NeverReason | null {
  if (some.aside !== null) return some.aside;
  const { organisation } = some;
  if (organisation === null) return some.emails.some((email) => isFreeMail(hostOf(email))) ? 'personal mail' : null;
  const found =
    ofDomain(organisation.domain) ??
    ofWords(`${organisation.domain} ${organisation.name}`, lawFirm) ??
    titles.find(([, pattern]) => some.title !== null && pattern.test(some.title))?.[0] ??
    null;
  return found === 'lawyer' && lawFirm ? null : found;
}

function ofDomain(domain: string): NeverReason | null {
  if (regulators.has(domain)) return 'regulator';
  if (press.has(domain)) return 'journalist';
  return recruiters.has(domain) ? 'recruiter' : null;
}

/** Of the first pattern that counts: to a law firm, lawyers are none. */
function ofWords(text: string, lawFirm: boolean): NeverReason | null {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const found = wordsOf.find(
    ([reason, pattern]) => !(lawFirm && reason === 'lawyer') && words.some((word) => pattern.test(word)),
  );
  return found?.[0] ?? null;
}
