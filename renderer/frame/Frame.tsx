import type { RefObject } from 'react';
import { useEffect, useRef, useState } from 'react';
import { assertNever } from '../../core/contract/errors.ts';
import type { Status } from '../../core/contract/shapes.ts';
import { useEngine } from '../engine/use-engine.ts';
import type { ImportHandle } from '../engine/use-import.ts';
import { useImport } from '../engine/use-import.ts';
import { Firm } from '../firm/Firm.tsx';
import { FirstRun } from '../first-run/FirstRun.tsx';
import { RelationMap } from '../map/RelationMap.tsx';
import { Organisation } from '../organisation/Organisation.tsx';
import { FailureLine, Notice } from '../parts/Notice.tsx';
import { Palette } from '../palette/Palette.tsx';
import { People } from '../people/People.tsx';
import type { ListKeys } from '../people/People.tsx';
import { Person } from '../person/Person.tsx';
import { Pursuits } from '../pursuits/Pursuits.tsx';
import { Questions } from '../questions/Questions.tsx';
import { Settings } from '../settings/Settings.tsx';
import { DropZone } from '../sources/DropZone.tsx';
import { Sources } from '../sources/Sources.tsx';
import type { AddMail } from '../sources/use-add-mail.ts';
import { useAddMail } from '../sources/use-add-mail.ts';
import { Today } from '../today/Today.tsx';
import { Who } from '../who/Who.tsx';
import { viewWords } from '../words/views.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import styles from './frame.module.css';
import { Header } from './Header.tsx';
import { KeySheet } from './KeySheet.tsx';
import { keepLastView } from './last-view.ts';
import { Meetings } from '../meetings/Meetings.tsx';
import { OwnAddresses } from './OwnAddresses.tsx';
import { Rail } from './Rail.tsx';
import { Starting } from './Starting.tsx';
import { Told } from './Told.tsx';
import { useViewState } from './view-state.ts';

interface CentreProps {
  readonly status: Status;
  readonly imports: ImportHandle;
  readonly adding: AddMail;
  readonly keys: RefObject<ListKeys | null>;
  /** A list of pursuits that was dropped and is to be read. */
  readonly list: File | null;
  readonly onList: (file: File | null) => void;
}

function Centre({ status, imports, adding, keys, list, onList }: CentreProps) {
  const view = useViewState((state) => state.view);
  switch (view) {
    case 'today':
      return <Today />;
    case 'meetings':
      return <Meetings />;
    case 'who':
      return <Who />;
    case 'people':
      return <People keys={keys} />;
    case 'map':
      return <RelationMap />;
    case 'pursuits':
      return <Pursuits list={list} onList={onList} />;
    case 'questions':
      return <Questions />;
    case 'sources':
      return <Sources status={status} imports={imports} adding={adding} />;
    case 'firm':
      return <Firm />;
    case 'settings':
      return <Settings status={status} onErased={imports.dismiss} />;
    default:
      return assertNever(view);
  }
}

/** The window once the engine answers: the first run until there is data, then rail, view and inspector. */
export function Frame() {
  const { value: status, error } = useEngine('status', {});
  const empty =
    status !== undefined &&
    status.people === 0 &&
    status.messages === 0 &&
    status.meetings === 0 &&
    status.connections === 0;
  const imports = useImport(status?.importing ?? false, empty);
  const adding = useAddMail(status, imports);
  const view = useViewState((state) => state.view);
  const show = useViewState((state) => state.show);
  const selected = useViewState((state) => state.selected);
  const overlay = useViewState((state) => state.overlay);
  const list = useRef<ListKeys>(null);
  const search = useRef<HTMLInputElement>(null);
  const [dropped, setDropped] = useState<File | null>(null);
  useEffect(() => {
    keepLastView(view);
  }, [view]);

  if (status === undefined) {
    return error === null ? (
      <Starting />
    ) : (
      <Notice title="Warmpath cannot read its data">
        <FailureLine error={error} />
      </Notice>
    );
  }
  // The outcome of the very first import is read before the list replaces it, whatever it brought.
  if (empty || imports.first) return <FirstRun status={status} imports={imports} adding={adding} />;

  return (
    <DropZone
      words={view === 'pursuits' ? 'Drop to read this list of pursuits' : 'Drop to read the headers of these files'}
      onFiles={(files) => {
        if (view === 'pursuits') {
          setDropped(files[0] ?? null);
          return;
        }
        show('sources');
        adding.add({ kind: 'files', files });
      }}
    >
      <div className={styles.frame} data-view={view} data-inspector={selected !== null}>
        <Rail imports={imports.state} pursuits={status.pursuits} />
        <div className={styles.centre}>
          <Header status={status} search={search} list={list} />
          {view === 'settings' ? null : <OwnAddresses status={status} />}
          <div className={styles.body}>
            <main className={styles.view}>
              <h1 className="unseen">{viewWords[view]}</h1>
              <ErrorBoundary over={view}>
                <Centre
                  status={status}
                  imports={imports}
                  adding={adding}
                  keys={list}
                  list={dropped}
                  onList={setDropped}
                />
              </ErrorBoundary>
            </main>
            {selected === null ? null : (
              <div className={styles.inspector}>
                <ErrorBoundary over={`${selected.kind} ${String(selected.id)}`}>
                  {selected.kind === 'person' ? (
                    <Person key={selected.id} id={selected.id} />
                  ) : (
                    <Organisation key={selected.id} id={selected.id} />
                  )}
                </ErrorBoundary>
              </div>
            )}
          </div>
        </div>
        <Told />
      </div>
      {overlay === 'palette' ? <Palette /> : null}
      {overlay === 'keys' ? <KeySheet /> : null}
    </DropZone>
  );
}
