/** Letters about an introduction: what the user sends by their own mail program, and changes first. */
import { givenName } from './draft.ts';

interface LetterWords {
  readonly subject: string;
  readonly text: string;
}

/** Who answers for the client reads what a colleague is asked about it, unless they are that colleague. */
export function copyTo(partner: string | undefined, { address }: { readonly address: string }): { copyTo?: string } {
  return partner === undefined || partner.toLowerCase() === address.toLowerCase() ? {} : { copyTo: partner };
}

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

/** From whoever offered to whoever asked, with a draft of what would be sent to the person. */
export function introductionLetter(requester: string, known: string): LetterWords {
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
