import { useId, useState } from 'react';
import { disclosures } from '../../core/contract/sharing.ts';
import type { Audience, Disclosure, FirmStatus, Granted, ShareState } from '../../core/contract/sharing.ts';
import { useCommand, useEngine } from '../engine/use-engine.ts';
import { useUndoable } from '../engine/use-undoable.ts';
import { useViewState } from '../frame/view-state.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { Section } from '../person/Section.tsx';
import { dayInWords } from '../words/dates.ts';
import { disclosureInWords, hindranceInWords, onceEach, stoppedInWords } from '../words/firm.ts';
import { ChooseColleagues } from './ChooseColleagues.tsx';
import styles from './firm.module.css';
import { SharePreview } from './SharePreview.tsx';

export const sharingId = 'sharing';

type One = Exclude<Granted, { kind: 'rule' }>;

/** What colleagues can be told of a person or an organisation, as it truly stands; nothing where no firm was joined. */
export function ShareControl({ what, name }: { readonly what: One; readonly name: string }) {
  const { value: status } = useEngine('firmStatus', {});
  const { value: state, error } = useEngine('shareState', status == null ? null : what);
  if (status == null || state === undefined) return null;
  return (
    <Section title="Sharing">
      <div id={sharingId} tabIndex={-1} className={styles.sharing}>
        <p className={styles.state} data-visible={state.visible}>
          {state.visible
            ? 'Visible to colleagues who ask.'
            : state.told.length === 0
              ? 'Not shared.'
              : 'Shared, and answered to nobody: you have closed this client.'}
          {state.hindrance === null || state.told.length > 0 ? '' : ` ${hindranceInWords(state.hindrance)}`}
        </p>
        {onceEach(state.told, (one) => JSON.stringify([one.audience, one.about, one.introducer, one.until])).map(
          ({ audience, about, introducer, until }) => (
            <p key={`${audience} ${about} ${introducer}`}>
              To <bdi>{audience}</bdi>: “<bdi>{introducer}</bdi> knows <bdi>{about}</bdi>”, until {dayInWords(until)}
            </p>
          ),
        )}
        {error === null ? null : <FailureLine error={error} />}
        {state.hindrance === null ? <Choose what={what} name={name} status={status} state={state} /> : null}
      </div>
    </Section>
  );
}

interface ChooseProps {
  readonly what: One;
  readonly name: string;
  readonly status: NonNullable<FirmStatus>;
  readonly state: ShareState;
}

const offeredDays = [30, 90, 180, 366];

type Offer = readonly [label: string, audience: Audience];

function Choose({ what, name, status, state }: ChooseProps) {
  const grant = useUndoable('grantSharing');
  const stop = useCommand('stopSharing');
  const tell = useViewState((view) => view.tell);
  const [offered, setOffered] = useState<Audience>({ kind: 'firm' });
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [disclosure, setDisclosure] = useState<Disclosure>(what.kind);
  const [days, setDays] = useState(90);
  const [isShown, setShown] = useState(false);
  const field = useId();
  const offers: readonly Offer[] = [
    ['everybody in the firm', { kind: 'firm' }],
    ...status.practices.map(({ id, name: one }): Offer => [one, { kind: 'practice', practice: id }]),
    ['colleagues I choose', { kind: 'colleagues', members: [] }],
  ];
  const isByName = offered.kind === 'colleagues';
  const audience: Audience = isByName ? { kind: 'colleagues', members: [...chosen] } : offered;
  const isShared = state.told.length + state.granted.length > 0;
  return (
    <>
      <label htmlFor={`${field}with`}>Share with</label>
      <select
        id={`${field}with`}
        value={JSON.stringify(offered)}
        onChange={(event) => {
          setOffered(offers.find(([, one]) => JSON.stringify(one) === event.target.value)?.[1] ?? { kind: 'firm' });
        }}
      >
        {offers.map(([label, one]) => (
          <option key={JSON.stringify(one)} value={JSON.stringify(one)}>
            {label}
          </option>
        ))}
      </select>
      {isByName ? <ChooseColleagues colleagues={status.colleagues} chosen={chosen} onChoose={setChosen} /> : null}
      <label htmlFor={`${field}as`}>What they are told</label>
      <select
        id={`${field}as`}
        value={disclosure}
        onChange={(event) => {
          setDisclosure(disclosures.find((one) => one === event.target.value) ?? 'organisation');
        }}
      >
        {disclosures.map((one) => (
          <option key={one} value={one}>
            {disclosureInWords(one, what.kind)}
          </option>
        ))}
      </select>
      <label htmlFor={`${field}for`}>For</label>
      <select
        id={`${field}for`}
        value={days}
        onChange={(event) => {
          setDays(Number(event.target.value));
        }}
      >
        {offeredDays.map((one) => (
          <option key={one} value={one}>
            {one} days
          </option>
        ))}
      </select>
      <div className={styles.choices}>
        <Button
          disabled={grant.running || (isByName && chosen.length === 0)}
          onClick={() => {
            void grant.run({ what, audience, disclosure, days }, `${name} may be shared`).then((done) => {
              if (done) setShown(true);
            });
          }}
        >
          Look and share…
        </Button>
        {isShared ? (
          <Button
            disabled={stop.running}
            onClick={() => {
              void stop.run(what).then((done) => {
                if (done !== null) tell(stoppedInWords(`${name} is no longer shared`, done), false);
              });
            }}
          >
            Stop sharing
          </Button>
        ) : null}
      </div>
      {grant.error === null ? null : <FailureLine error={grant.error} />}
      {stop.error === null ? null : <FailureLine error={stop.error} />}
      {isShown ? (
        <SharePreview
          onClose={() => {
            setShown(false);
          }}
        />
      ) : null}
    </>
  );
}
