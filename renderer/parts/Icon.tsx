import type { ReactNode } from 'react';

export type IconName =
  | 'today'
  | 'who'
  | 'question'
  | 'back'
  | 'forward'
  | 'people'
  | 'map'
  | 'sources'
  | 'settings'
  | 'search'
  | 'close'
  | 'rising'
  | 'steady'
  | 'quieter'
  | 'sent'
  | 'received'
  | 'meeting'
  | 'together'
  | 'spoke'
  | 'known'
  | 'plus'
  | 'minus'
  | 'fit'
  | 'lock'
  | 'visible'
  | 'organisation'
  | 'unfold'
  | 'fold'
  | 'ascending'
  | 'descending'
  | 'mail'
  | 'copy'
  | 'pursuit';

const drawings: Record<IconName, ReactNode> = {
  pursuit: <path d="M3.5 14.5v-13M3.5 2.5h8.6l-2 3 2 3H3.5" />,
  today: (
    <>
      <circle cx="8" cy="8" r="3" />
      <path d="M8 1.5v1.6M8 12.9v1.6M1.5 8h1.6M12.9 8h1.6M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M3.4 12.6l1.1-1.1M11.5 4.5l1.1-1.1" />
    </>
  ),
  who: (
    <>
      <circle cx="3.5" cy="8" r="2" />
      <circle cx="12.5" cy="8" r="2" />
      <path d="M5.5 8h5M8.8 6l2 2-2 2" />
    </>
  ),
  question: <path d="M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.7.4-1.1.9-1.1 1.8M8 12.6v.1" />,
  back: <path d="m9.5 3.5-4.5 4.5 4.5 4.5" />,
  forward: <path d="m6.5 3.5 4.5 4.5-4.5 4.5" />,
  people: (
    <>
      <circle cx="6" cy="5.5" r="2.5" />
      <path d="M1.5 13.5c.3-2.8 2-4.3 4.5-4.3s4.2 1.5 4.5 4.3M10.5 3.3a2.4 2.4 0 0 1 0 4.5M12 9.6c1.5.6 2.4 1.9 2.6 3.9" />
    </>
  ),
  map: (
    <>
      <circle cx="4" cy="11.5" r="2" />
      <circle cx="11.5" cy="12" r="1.5" />
      <circle cx="9" cy="4" r="2.5" />
      <path d="m5 9.7 2.7-3.6M6 11.6l4 .3M9.8 6.4l1.2 4.1" />
    </>
  ),
  sources: <path d="M2 9.5 3.8 3h8.4L14 9.5V13H2V9.5Zm0 0h3.5l.8 1.5h3.4l.8-1.5H14" />,
  settings: (
    <>
      <path d="M2 4.5h7.2M12.8 4.5H14M2 11.5h1.2M6.8 11.5H14" />
      <circle cx="11" cy="4.5" r="1.8" />
      <circle cx="5" cy="11.5" r="1.8" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.3 10.3 3.7 3.7" />
    </>
  ),
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  rising: <path d="m3 11 4-4 2 2 4-4.5M9.5 4H13v3.5" />,
  steady: <path d="M2.5 8h10M10 5.5 12.5 8 10 10.5" />,
  quieter: <path d="m3 5 4 4 2-2 4 4.5M9.5 12H13V8.5" />,
  sent: <path d="M4 12 12 4M6 4h6v6" />,
  received: <path d="M12 4 4 12M10 12H4V6" />,
  meeting: <path d="M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2v3M10.5 2v3" />,
  together: (
    <>
      <circle cx="6" cy="8" r="3.7" />
      <circle cx="10" cy="8" r="3.7" />
    </>
  ),
  spoke: <path d="M2.5 3.5h11v7.5H8l-3 2.5V11H2.5z" />,
  known: <path d="m8 2 1.8 3.8 4.2.5-3.1 2.9.8 4.2L8 11.4l-3.7 2 .8-4.2L2 6.3l4.2-.5z" />,
  plus: <path d="M8 3v10M3 8h10" />,
  minus: <path d="M3 8h10" />,
  fit: <path d="M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3" />,
  unfold: <path d="M4 6.5 8 10.5 12 6.5" />,
  fold: <path d="M4 10 8 6 12 10" />,
  ascending: <path d="M8 13V3M4 7l4-4 4 4" />,
  descending: <path d="M8 3v10M4 9l4 4 4-4" />,
  organisation: <path d="M3 14V2.5h6.5V14M9.5 6H13v8M1.5 14h13M5.2 5.2h2M5.2 8h2M5.2 10.8h2" />,
  mail: <path d="M2 3.5h12v9H2zM2 4.5l6 4.5 6-4.5" />,
  copy: <path d="M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3" />,
  visible: (
    <>
      <path d="M1.5 8S3.9 3.8 8 3.8 14.5 8 14.5 8 12.1 12.2 8 12.2 1.5 8 1.5 8Z" />
      <circle cx="8" cy="8" r="1.9" />
    </>
  ),
  lock: <path d="M3.5 7.5h9V14h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5" />,
};

/** A 16 px line drawing in the text's colour; always beside a word or inside a named control. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {drawings[name]}
    </svg>
  );
}
