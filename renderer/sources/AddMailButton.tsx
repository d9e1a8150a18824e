import { useRef } from 'react';
import { usePageHost } from '../engine/engine-context.ts';
import { Button } from '../parts/Button.tsx';
import type { AddMail } from './use-add-mail.ts';

/** "Add your mail…": the host's dialog where it has one, else the browser's, and a second way for whole folders. */
export function AddMailButton({ adding, disabled }: { readonly adding: AddMail; readonly disabled: boolean }) {
  const host = usePageHost();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const chosen = (input: HTMLInputElement) => {
    const list = [...(input.files ?? [])];
    input.value = '';
    if (list.length > 0) adding.add({ kind: 'files', files: list });
  };
  return (
    <>
      <Button
        look="main"
        disabled={disabled}
        onClick={() => {
          adding.add({ kind: 'choose', what: 'files', open: () => files.current?.click() });
        }}
      >
        Add your mail…
      </Button>
      <Button
        disabled={disabled}
        onClick={() => {
          adding.add({ kind: 'choose', what: 'folder', open: () => folder.current?.click() });
        }}
      >
        Add a folder…
      </Button>
      {host.chooseFiles === undefined ? (
        <>
          <input
            ref={files}
            type="file"
            multiple
            hidden
            aria-label="Files to read"
            onChange={(event) => {
              chosen(event.currentTarget);
            }}
          />
          <input
            ref={(input) => {
              folder.current = input;
              if (input !== null) input.webkitdirectory = true;
            }}
            type="file"
            multiple
            hidden
            aria-label="Folder to read"
            onChange={(event) => {
              chosen(event.currentTarget);
            }}
          />
        </>
      ) : null}
    </>
  );
}
