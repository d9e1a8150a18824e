import type { PursuitDraft } from '../../core/opportunities/pursuit-rows.ts';

/** A row of a list that says no more than a name, and what is given besides. */
export function pursuitDraft(name: string, more: Partial<PursuitDraft> = {}): PursuitDraft {
  return {
    crmId: null,
    name,
    organisation: null,
    domain: null,
    practice: null,
    stage: null,
    outcome: null,
    openedOn: null,
    decidedOn: null,
    people: [],
    ...more,
  };
}
