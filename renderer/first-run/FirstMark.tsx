/** The product's sign: two people and the warm way between them. */
export function FirstMark() {
  return (
    <svg aria-hidden="true" width="64" height="40" viewBox="0 0 64 40" fill="none">
      <path d="M12 28C22 28 20 12 32 12s10 16 20 16" stroke="var(--band-weak)" strokeWidth="2" strokeLinecap="round" />
      <circle cx="11" cy="28" r="9" fill="var(--band-strong)" />
      <circle cx="32" cy="12" r="6" fill="var(--ground)" stroke="var(--band-moderate)" strokeWidth="2" />
      <circle cx="32" cy="12" r="3" fill="var(--band-moderate)" />
      <circle cx="53" cy="28" r="7.5" fill="var(--ground)" stroke="var(--band-weak)" strokeWidth="3" />
    </svg>
  );
}
