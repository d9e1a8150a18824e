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
  savePdf: 'save pdf',
  shell: 'shell',
  show: 'show',
  popupDrawn: 'popup drawn',
  popupFocus: 'popup focus',
  popupHide: 'popup hide',
  popupPerson: 'popup person',
} as const;
