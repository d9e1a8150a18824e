/** The digest of a preview: what `publish` takes, so that what is sent is what was shown. */
import { canonicalBytes, canonicalText, toText } from './encoding.ts';
import type { EntryBody } from './entries.ts';
import { sha256 } from './keys.ts';
import type { Target } from './targets.ts';

/** One entry in the clear, as a preview shows it and as it will be sealed. */
export interface PlainEntry {
  readonly target: Target;
  readonly body: EntryBody;
  readonly expires: number;
}

/** All that one audience would see. */
export interface AudiencePreview {
  readonly firm: string;
  readonly audience: string;
  readonly epoch: number;
  /** `recipientFingerprints`, in any order. */
  readonly recipients: readonly string[];
  readonly entries: readonly PlainEntry[];
}

/**
 * SHA-256 over the canonical plaintext of every entry with audience, epoch and the fingerprints of all who can read it, as text. The
 * order in which audiences, recipients and entries are given does not matter; everything else does.
 */
export function previewDigest(audiences: readonly AudiencePreview[]): string {
  const parts = audiences.map(({ firm, audience, epoch, recipients, entries }) =>
    canonicalText({
      v: 1,
      firm,
      audience,
      epoch,
      recipients: [...recipients].sort(),
      entries: entries
        .map(({ target, body, expires }) => canonicalText({ kind: target.kind, about: target.value, body, expires }))
        .sort(),
    }),
  );
  return toText(sha256(canonicalBytes(['warmpath/1 preview', ...parts.sort()])));
}
