/** The few files beside the databases. */
import type { Area } from '../field.ts';

const you = 'whoever can read your files';
const operator = 'the operator';

export const fileAreas: Readonly<Record<'computer' | 'exchange', Area>> = {
  computer: {
    kind: 'file',
    title: 'On your computer: files beside the database',
    where:
      'In the data folder (`keys.json`, `lock`, `lock.json`) or beside it (the rest), readable to your account on the computer. None but the sheet and what you export holds a name, an address or a subject in the clear.',
    inShort: {
      what: 'The locked key, the place of the window, choices of the app; a sheet, backups and exports where you put them.',
      kept: 'as long as the data folder, or as you leave them',
      seenBy: 'whoever can read your files',
    },
    groups: [
      {
        name: 'keys.json',
        what: 'the database key, locked',
        kept: 'file',
        seenBy: you,
        fields: {
          version: 'of the format',
          check: { what: 'tells whether a key fits', form: 'keyed' },
          'passphrase.N': 'cost of trying a passphrase',
          'passphrase.r': 'the same',
          'passphrase.p': 'the same',
          'passphrase.salt': { what: 'for the passphrase', form: 'random' },
          'passphrase.nonce': { what: 'for the lock', form: 'random' },
          'passphrase.wrapped': { what: 'the key, under the passphrase', form: 'sealed' },
          'keychain.wrapped': { what: 'the key, under the system’s keychain', form: 'sealed' },
        },
      },
      {
        name: 'lock.json',
        what: 'who uses the folder; `lock` beside it is empty',
        kept: 'running',
        seenBy: you,
        fields: { pid: 'process', host: 'name of the computer' },
      },
      {
        name: 'window.json',
        what: 'where the window was',
        kept: 'file',
        seenBy: you,
        fields: {
          'bounds.x': 'across',
          'bounds.y': 'down',
          'bounds.width': 'width',
          'bounds.height': 'height',
          maximised: 'whether it filled the screen',
        },
      },
      {
        name: 'shell.json',
        what: 'choices of the desktop app',
        kept: 'file',
        seenBy: you,
        fields: {
          shortcut: 'keys for the popup',
          background: 'whether it goes on when closed',
          'sheet.folder': 'where the sheet goes, if anywhere',
          'sheet.time': 'at what time',
          'sheet.written': 'the last day',
          'sheet.problem': 'why it could not be written',
          toldBackground: 'whether you were told of the background',
        },
      },
      {
        name: 'the page’s own storage',
        what: 'kept by Electron or the browser',
        kept: 'file',
        seenBy: you,
        fields: { view: 'the name of the view shown last' },
      },
      {
        name: 'Warmpath meetings.pdf',
        what: 'the daily sheet; off until you choose a folder',
        kept: 'yours',
        seenBy: you,
        fields: { meetings: 'whom you meet in two weeks, with names, in the clear' },
      },
      {
        name: 'a backup',
        what: 'everything, as one file where you put it',
        kept: 'yours',
        seenBy: 'whoever has the file and its own passphrase',
        fields: {
          format: 'what it is',
          version: 'of the format',
          madeAt: 'when it was made',
          sha256: { what: 'of what follows', form: 'hash' },
          passphrase: { what: 'its key, under its own passphrase', form: 'sealed' },
          database: { what: 'the database, encrypted under that key', form: 'sealed' },
        },
      },
      {
        name: 'an export',
        what: 'JSON, CSV, GraphML or GEXF where you put it',
        kept: 'yours',
        seenBy: you,
        fields: {
          everything: 'what the tables above hold, in the clear, without secrets and hashes of who was erased',
        },
      },
      {
        name: 'warmpath-keyring',
        what: 'the keys of an administrator or compliance officer, on their own computer',
        kept: 'yours',
        seenBy: 'who has the file and its passphrase',
        fields: {
          salt: { what: 'for the passphrase', form: 'random' },
          keyring: { what: 'a keyring', form: 'sealed' },
        },
      },
      {
        name: 'backup-*.tmp, warmpath.db.replaced',
        what: 'copies of the database',
        kept: 'passing',
        seenBy: you,
        fields: { database: { what: 'the database, encrypted', form: 'sealed' } },
      },
    ],
  },
  exchange: {
    kind: 'file',
    title: 'At the firm exchange: files and figures beside the database',
    where: 'Where the operator runs it; `lock` beside them is empty.',
    inShort: {
      what: 'The founding code; counts by hour and endpoint.',
      kept: 'as the operator keeps them',
      seenBy: 'the operator',
    },
    groups: [
      {
        name: 'founding-code',
        what: 'lets a firm be founded here',
        kept: 'code',
        seenBy: operator,
        fields: { code: { what: 'the code', form: 'random' } },
      },
      {
        name: 'output and /metrics',
        what: 'a line for each endpoint, status and hour',
        kept: 'figures',
        seenBy: operator,
        fields: { hour: 'the hour', endpoint: 'which request', status: 'how it ended', count: 'how often' },
      },
      {
        name: 'limits',
        what: 'how often a device called',
        kept: 'memory',
        seenBy: 'nobody: never written',
        fields: { caller: 'fingerprint of the device; before joining, the network address', calls: 'how many' },
      },
    ],
  },
};
