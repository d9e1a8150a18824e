/** Whether a host is this very computer, where nothing needs to be encrypted on its way. */
export function isThisComputer(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
