import type { OrganisationView, PersonRow } from '../../core/contract/shapes.ts';
import { useEngine } from '../engine/use-engine.ts';
import { ClientControl } from '../firm/ClientControl.tsx';
import { ShareControl } from '../firm/ShareControl.tsx';
import { VisibleMark, VisibleSign } from '../firm/VisibleSign.tsx';
import { useViewState } from '../frame/view-state.ts';
import { BandMark } from '../parts/BandMark.tsx';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Inspector } from '../parts/Inspector.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { PersonLink } from '../parts/PersonLink.tsx';
import { useNow } from '../parts/use-now.ts';
import { When } from '../parts/When.tsx';
import { Section } from '../person/Section.tsx';
import { organisationInWords } from '../words/organisation.ts';
import { shownName, trendWord } from '../words/standing.ts';
import styles from './organisation.module.css';

/** Whom the user knows at an organisation, the warmest first; who has gone quiet; and whom only LinkedIn knows. */
export function Organisation({ id }: { readonly id: number }) {
  const { value, error } = useEngine('organisation', { id });
  return (
    <Inspector kind="Organisation" name={value?.name}>
      {error === null ? null : <FailureLine error={error} />}
      {value === undefined ? null : <About organisation={value} />}
    </Inspector>
  );
}

function About({ organisation }: { readonly organisation: OrganisationView }) {
  const { domain, people, linkedInOnly } = organisation;
  const narrow = useViewState((state) => state.narrow);
  const show = useViewState((state) => state.show);
  const { value: visible } = useEngine('visibleToFirm', {});
  return (
    <>
      <VisibleSign kind="organisations" id={organisation.id} />
      <p className={styles.domain}>
        <bdi>{domain}</bdi>
      </p>
      <p className={styles.sentence}>{organisationInWords(people)}</p>
      {people.length < 2 ? null : (
        <Button
          className={styles.only}
          onClick={() => {
            narrow({ organisation: organisation.id });
            show('map');
          }}
        >
          <Icon name="map" />
          Only these on the map
        </Button>
      )}
      {people.length === 0 ? null : (
        <Section title="People by warmth">
          <ul className={styles.people}>
            {people.map((person) => (
              <Known key={person.id} person={person} visible={visible?.people.includes(person.id) === true} />
            ))}
          </ul>
        </Section>
      )}
      <ShareControl what={{ kind: 'organisation', organisation: organisation.id }} name={organisation.name} />
      <ClientControl organisation={organisation.id} />
      {linkedInOnly.length === 0 ? null : (
        <Section title="LinkedIn only">
          <ul className={styles.people}>
            {linkedInOnly.map(({ name: who, position, url }) => (
              <li key={`${who} ${url ?? ''} ${position ?? ''}`}>
                <bdi>{shownName(who)}</bdi>
                <span className={styles.title}>
                  <bdi>{position ?? ''}</bdi>
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Known({ person, visible }: { readonly person: PersonRow; readonly visible: boolean }) {
  const now = useNow();
  return (
    <li>
      <BandMark band={person.band} />
      <div>
        <span>
          <PersonLink id={person.id} name={person.person} />
          {visible ? <VisibleMark /> : null}
        </span>
        {person.title === null ? null : (
          <span className={styles.title}>
            <bdi>{person.title}</bdi>
          </span>
        )}
      </div>
      <span className={styles.last}>
        {person.trend === 'fading' ? `${trendWord(person.trend) ?? ''}, ` : ''}
        {person.lastInteraction === null ? 'no contact yet' : <When at={person.lastInteraction} now={now} />}
      </span>
    </li>
  );
}
