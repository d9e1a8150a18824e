import { useId, useState } from 'react';
import type { Status } from '../../core/contract/shapes.ts';
import { useCommand, useEngine } from '../engine/use-engine.ts';
import { SharingLog } from '../firm/SharingLog.tsx';
import { Button } from '../parts/Button.tsx';
import { Confirm } from '../parts/Confirm.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

/** Joining a firm by an invitation, and leaving it. */
export function FirmExchange({ own }: { readonly own: Status['own'] }) {
  const { value: status } = useEngine('firmStatus', {});
  const leave = useCommand('leaveFirm');
  const [isLeaving, setLeaving] = useState(false);
  if (status === undefined) return null;
  if (status === null) {
    return (
      <Section
        title="Firm"
        text="With an invitation from your firm, colleagues can ask each other who they know. Joining shares nothing: each thing you share is your own choice, shown to you before it is sent."
      >
        <Join own={own} />
        <SharingLog />
      </Section>
    );
  }
  const { me, host, shared, elsewhere, ended } = status;
  return (
    <Section
      title="Firm"
      text={
        <>
          Joined as <bdi>{me.name}</bdi>
          {me.practice === null ? null : (
            <>
              , <bdi>{me.practice}</bdi>
            </>
          )}
          , at the firm exchange <bdi>{host}</bdi>.
          {ended ? ' Your membership has ended. With another invitation you can join again; what is left of this one goes then.' : ''}
        </>
      }
      action={
        <Button
          onClick={() => {
            setLeaving(true);
          }}
        >
          Leave…
        </Button>
      }
    >
      {ended ? <Join own={own} /> : null}
      {isLeaving ? (
        <Confirm
          title="Leave the firm exchange?"
          action={['Delete and leave', 'Leaving…']}
          busy={leave.running}
          error={leave.error}
          run={async () => (await leave.run({ anyway: false })) !== null}
          onClose={() => {
            setLeaving(false);
          }}
        >
          <p>
            {shared + elsewhere === 0 ? 'You share nothing.' : 'What you share is deleted there.'} Your asks and what colleagues answered go
            from this computer. Your own list of what you shared and stopped stays.
          </p>
        </Confirm>
      ) : null}
    </Section>
  );
} // prettier-ignore

function Join({ own }: { readonly own: Status['own'] }) {
  const join = useCommand('joinFirm');
  const [link, setLink] = useState('');
  const [name, setName] = useState('');
  const [practice, setPractice] = useState('');
  const [isLawFirm, setLawFirm] = useState(false);
  const [address, setAddress] = useState(own.find(({ confirmed }) => confirmed !== false)?.email ?? '');
  const field = useId();
  const fields = [
    ['Invitation', link, setLink, 'the link you were sent', 2000],
    ['Your name', name, setName, 'as colleagues know you', 100],
    ['Your practice', practice, setPractice, 'Tax; may be left empty', 60],
    ['Your address', address, setAddress, '', 320],
  ] as const;
  return (
    <form
      className={styles.add}
      onSubmit={(event) => {
        event.preventDefault();
        void join.run({
          link: link.trim(),
          name: name.trim(),
          address: address.trim(),
          practice: practice.trim() === '' ? null : practice.trim(),
          lawFirm: isLawFirm,
        });
      }}
    >
      {fields.map(([label, value, set, placeholder, most]) => (
        <span key={label} className={styles.field}>
          <label htmlFor={`${field}${label}`}>{label}</label>
          <input
            id={`${field}${label}`}
            type="text"
            autoComplete="off"
            spellCheck={false}
            maxLength={most}
            placeholder={placeholder}
            value={value}
            onChange={(event) => {
              set(event.target.value);
            }}
          />
        </span>
      ))}
      <label className={styles.tick}>
        <input
          type="checkbox"
          checked={isLawFirm}
          onChange={(event) => {
            setLawFirm(event.target.checked);
          }}
        />
        My firm is a law firm: lawyers are proposed for sharing like anybody else
      </label>
      <Button look="main" type="submit" disabled={join.running || link.trim() === '' || name.trim() === '' || address.trim() === ''}>
        {join.running ? 'Joining…' : 'Join'}
      </Button>
      {join.error === null ? null : <FailureLine error={join.error} />}
    </form>
  );
} // prettier-ignore
