/** Names of what the preload and the shell say to each other. */
export const channels = {
  requestPort: 'engine port',
  port: 'engine port here',
  engineGone: 'engine gone',
  addFiles: 'add files',
  chooseFiles: 'choose files',
  openLetter: 'open letter',
  saveBackup: 'save backup',
  openBackup: 'open backup',
} as const;
