import { useState } from 'react';
import type { Why } from '../../core/contract/shapes.ts';
import { useEngine } from '../engine/use-engine.ts';
import { ShareControl } from '../firm/ShareControl.tsx';
import { VisibleSign } from '../firm/VisibleSign.tsx';
import { useViewState } from '../frame/view-state.ts';
import { BandMark, BandWord } from '../parts/BandMark.tsx';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Evidence } from '../parts/Evidence.tsx';
import { Inspector } from '../parts/Inspector.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { useLate } from '../parts/use-late.ts';
import { useNow } from '../parts/use-now.ts';
import { counted } from '../words/counts.ts';
import { roleInWords, saidInWords, shownName, trendWord } from '../words/standing.ts';
import { ErasePerson } from './ErasePerson.tsx';
import { ExportPerson } from './ExportPerson.tsx';
import { History } from './History.tsx';
import { Known } from './Known.tsx';
import { PersonActions } from './PersonActions.tsx';
import { Section } from './Section.tsx';
import { Title } from './Title.tsx';
import styles from './person.module.css';

const partLabels: Record<Why['parts'][number]['name'], string> = {
  recency: 'Last contact',
  frequency: 'How often',
  reciprocity: 'Both ways',
  'response time': 'Answers',
  meetings: 'Meetings',
  tenure: 'Known',
};

/** The interactions one part is told from. */
function Behind({ person, part }: { readonly person: number; readonly part: Why['parts'][number]['name'] }) {
  const { value: interactions } = useEngine('evidence', { person, part });
  return (
    <dd className={styles.behind}>{interactions === undefined ? null : <Evidence interactions={interactions} />}</dd>
  );
}

/** What raises or lowers the standing, the weightiest first; the bar's length is the part's share. */
function Parts({ person, parts }: { readonly person: number; readonly parts: Why['parts'] }) {
  const [open, setOpen] = useState<Why['parts'][number]['name'] | null>(null);
  if (parts.length === 0) return null;
  const most = Math.max(...parts.map((part) => Math.abs(part.effect)), 1e-9);
  const ordered = [...parts].sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  return (
    <Section title="What makes it so">
      <dl className={styles.parts}>
        {ordered.map((part) => (
          <div key={part.name} className={styles.part}>
            <dt>{partLabels[part.name]}</dt>
            <dd>
              <button
                type="button"
                aria-expanded={open === part.name}
                title="Show what this is told from"
                onClick={() => {
                  setOpen(open === part.name ? null : part.name);
                }}
              >
                <bdi>{part.words}</bdi>
              </button>
            </dd>
            <dd
              className={styles.effect}
              data-lowers={part.effect < 0}
              title={part.effect < 0 ? 'Lowers it' : 'Raises it'}
            >
              <span style={{ width: `${String((Math.abs(part.effect) / most) * 100)}%` }} />
              <span className="unseen">{part.effect < 0 ? 'lowers it' : 'raises it'}</span>
            </dd>
            {open === part.name ? <Behind person={person} part={part.name} /> : null}
          </div>
        ))}
      </dl>
    </Section>
  );
}

function SeenWith({ others }: { readonly others: Why['seenWith'] }) {
  const select = useViewState((state) => state.select);
  if (others.length === 0) return null;
  return (
    <Section title="Seen together with">
      <ul className={styles.others}>
        {others.map((other) => (
          <li key={other.id}>
            <Button
              look="quiet"
              onClick={() => {
                select({ kind: 'person', id: other.id });
              }}
            >
              <BandMark band={other.band} />
              <bdi>{shownName(other.person)}</bdi>
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Standing({ why }: { readonly why: Why }) {
  const { tie } = why;
  const select = useViewState((state) => state.select);
  const role = roleInWords(tie);
  const { organisationId } = tie;
  const trend = trendWord(tie.trend);
  return (
    <>
      {role === '' ? null : (
        <p className={styles.role}>
          {organisationId === null ? (
            <bdi>{role}</bdi>
          ) : (
            <button
              type="button"
              title="Who else is there"
              onClick={() => {
                select({ kind: 'organisation', id: organisationId });
              }}
            >
              <bdi>{role}</bdi>
            </button>
          )}
        </p>
      )}
      <p className={styles.standing}>
        <BandWord band={tie.band} />
        {trend === null ? null : (
          <span className={styles.trend}>
            <Icon name={trend === 'rising' ? 'rising' : trend === 'steady' ? 'steady' : 'quieter'} size={14} />
            {trend}
          </span>
        )}
      </p>
      <p className={styles.sentence}>
        <bdi>{why.sentence}</bdi>
      </p>
      <Said why={why} />
    </>
  );
}

/** What the user said beside what mail says, and when it was warmest. */
function Said({ why }: { readonly why: Why }) {
  const lines = saidInWords(why, useNow());
  return lines.length === 0 ? null : <p className={styles.said}>{lines.join(' ')}</p>;
}

const mostEvidence = 1000;

/** Everything known about one person, the same wherever it opens: the sentence first, numbers after. */
export function Person({ id }: { readonly id: number }) {
  const [limit, setLimit] = useState(20);
  const { value: why, error } = useEngine('why', { person: id, limit });
  const late = useLate(why === undefined && error === null);
  const total = why === undefined ? 0 : why.tie.sent + why.tie.received + why.tie.meetings;

  return (
    <Inspector kind="Person" name={why?.tie.person}>
      {error === null ? null : <FailureLine error={error} />}
      {late ? (
        <div className={styles.waiting} aria-hidden="true">
          <span />
          <span />
          <span />
        </div>
      ) : null}
      {why === undefined ? null : (
        <>
          <VisibleSign kind="people" id={id} />
          <Standing why={why} />
          <PersonActions tie={why.tie} word={why.word} />
          <History person={id} />
          <Parts person={id} parts={why.parts} />
          <Section title="Evidence" aside={counted(total, 'message and meeting', 'messages and meetings')}>
            <Evidence
              interactions={why.interactions}
              onMore={
                why.interactions.length < limit || limit === mostEvidence
                  ? undefined
                  : () => {
                      setLimit(Math.min(mostEvidence, limit * 5));
                    }
              }
            />
          </Section>
          <SeenWith others={why.seenWith} />
          <ShareControl what={{ kind: 'person', person: id }} name={shownName(why.tie.person)} />
          <Title why={why} />
          <Known why={why} />
          <div className={styles.rights}>
            <ExportPerson person={id} />
            <ErasePerson tie={why.tie} />
          </div>
        </>
      )}
    </Inspector>
  );
}
