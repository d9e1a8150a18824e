import { useState } from 'react';
import type { FoundServers, Server } from '../../core/contract/accounts.ts';
import { Button } from '../parts/Button.tsx';
import styles from './accounts.module.css';
import { Asked } from './Asked.tsx';

interface ByHandProps {
  readonly asked: FoundServers['asked'];
  readonly onServer: (server: Server) => void;
}

const ports = { tls: 993, starttls: 143, none: 143 } as const;
type Security = keyof typeof ports;

/** Host and port, for whoever knows them. */
export function ByHand({ asked, onServer }: ByHandProps) {
  const [kind, setKind] = useState<'imap' | 'caldav'>('imap');
  const [host, setHost] = useState('');
  const [security, setSecurity] = useState<Security>('tls');
  const [port, setPort] = useState<number>(ports.tls);
  const url = /^https?:\/\//u.test(host) ? host : `https://${host}`;
  const isReady = kind === 'imap' ? host !== '' && port > 0 && port < 65_536 : URL.canParse(url) && host !== '';
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onServer(kind === 'imap' ? { kind, host, port, security } : { kind, url });
      }}
    >
      <Asked asked={asked} />
      <label className={styles.field}>
        <span>What</span>
        <select
          value={kind}
          onChange={(event) => {
            setKind(event.currentTarget.value === 'caldav' ? 'caldav' : 'imap');
          }}
        >
          <option value="imap">Mail (IMAP)</option>
          <option value="caldav">Calendar (CalDAV)</option>
        </select>
      </label>
      <label className={styles.field}>
        <span>{kind === 'imap' ? 'Server' : 'Address of the calendar server'}</span>
        <input
          required
          autoComplete="off"
          placeholder={kind === 'imap' ? 'imap.example.com' : 'https://dav.example.com'}
          value={host}
          onChange={(event) => {
            setHost(event.currentTarget.value.trim());
          }}
        />
      </label>
      {kind === 'caldav' ? null : (
        <div className={styles.pair}>
          <label className={styles.field}>
            <span>Encryption</span>
            <select
              value={security}
              onChange={(event) => {
                const chosen = event.currentTarget.value as Security;
                setSecurity(chosen);
                setPort(ports[chosen]);
              }}
            >
              <option value="tls">TLS</option>
              <option value="starttls">STARTTLS</option>
              <option value="none">None (this computer only)</option>
            </select>
          </label>
          <label className={styles.field}>
            <span>Port</span>
            <input
              type="number"
              required
              min={1}
              max={65_535}
              value={port}
              onChange={(event) => {
                setPort(event.currentTarget.valueAsNumber);
              }}
            />
          </label>
        </div>
      )}
      <div className={styles.choices}>
        <Button look="main" type="submit" disabled={!isReady}>
          Go on
        </Button>
      </div>
    </form>
  );
}
