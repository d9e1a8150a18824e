/** Letters about an introduction: what the user sends by their own mail program, and changes first. */
import type { Letter } from '../../core/contract/letter.ts';
import type { AskForMe, FirmAnswer, ResponsiblePartner } from '../../core/contract/sharing.ts';
import { givenName } from './draft.ts';

interface LetterWords {
  readonly subject: string;
  readonly text: string;
}

/** Who answers for the client reads what a colleague is asked about it, unless they are that colleague, or the list names two. */
export function copyTo(partners: readonly ResponsiblePartner[], { address }: { readonly address: string }): { copyTo?: string } {
  const [partner, ...others] = partners;
  const isCopied = partner !== undefined && others.length === 0 && partner.member !== null && partner.address.toLowerCase() !== address.toLowerCase();
  return isCopied ? { copyTo: partner.address } : {};
} // prettier-ignore

const closing = 'Best wishes';

/** From whoever wants to meet somebody to a colleague who knows them: four sentences, and a paragraph to pass on. */
export function requestLetter(colleague: string, wanted: string): LetterWords {
  return {
    subject: `An introduction to ${wanted}`,
    text: `Dear ${givenName(colleague)},

You know ${wanted}, and I would like to. Would you be willing to introduce us? You may pass on the paragraph below as it is. A no is no trouble at all.

${closing}


To pass on:

A colleague of mine would like to meet you, and I think an hour would be well spent. May I put you in touch?`,
  };
}

/** From whoever wants to meet somebody to who answers for the client, whether or not they know them. */
export function clientLetter(partner: string, wanted: string): LetterWords {
  return {
    subject: `About ${wanted}`,
    text: `Dear ${givenName(partner)},

I am looking for a way to ${wanted}. The firm's list says that you answer for this client. May I go on, and is there anything I should know?

${closing}`,
  };
}

/** From whoever wants an introduction to a colleague who has shared something, or who answers for the client. */
export function answerLetter(colleague: string, { partner, person, about }: Pick<FirmAnswer, 'partner' | 'person' | 'about'>): LetterWords {
  const write = partner ? clientLetter : requestLetter;
  return write(colleague, person ?? `somebody at ${about}`);
} // prettier-ignore

/** To whoever asked, from who offered: with what would be sent to whom they ask for, where the user knows them. */
export function offerLetter({ from, about, name, person }: Pick<AskForMe, 'from' | 'about' | 'name' | 'person'>): Letter {
  const words =
    name === null ? partnerLetter(from.name, about) : person === null ? placeLetter(from.name, name) : introductionLetter(from.name, name);
  return { address: from.address, ...words };
} // prettier-ignore

/** From who knows somebody at the organisation that was asked about. */
function placeLetter(requester: string, organisation: string): LetterWords {
  return {
    subject: `An introduction at ${organisation}`,
    text: `Dear ${givenName(requester)},

I know somebody at ${organisation} and am glad to introduce you. Whom would you like to meet, and about what?

${closing}`,
  };
}

/** From who is asked as the responsible partner alone to whoever asked: it says of nobody that they are known. */
function partnerLetter(requester: string, wanted: string): LetterWords {
  return {
    subject: `About ${wanted}`,
    text: `Dear ${givenName(requester)},

You ask who knows ${wanted}, and I am asked as the responsible partner. Let us speak before anybody there is written to. When would suit you?

${closing}`,
  };
}

/** From whoever offered to whoever asked, with a draft of what would be sent to the person. */
function introductionLetter(requester: string, known: string): LetterWords {
  return {
    subject: `Introducing you to ${known}`,
    text: `Dear ${givenName(requester)},

I know ${known} and am glad to introduce you. This is what I would send; change what you like and tell me when it suits.

${closing}


Dear ${givenName(known)},

May I introduce ${requester}, a colleague of mine? I think you would have something to say to each other.

${closing}`,
  };
}
