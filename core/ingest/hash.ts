/**
 * A 53-bit hash of a text (FNV-1a in two lanes with different offsets, mixed at the end), never 0.
 * It tells message ids apart inside one mailbox; nothing secret depends on it: who can forge a collision can as well
 * forge the message id itself.
 */
export function hash53(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b);
  }
  low = Math.imul(low ^ (low >>> 16), 0x7feb352d) ^ (high >>> 15);
  high = Math.imul(high ^ (high >>> 13), 0xc2b2ae35) ^ (low >>> 16);
  return (high & 0x1fffff) * 0x1_0000_0000 + (low >>> 0) || 1;
}
