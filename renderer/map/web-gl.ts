/** Whether this computer can draw the map at all. */
export function hasWebGl(): boolean {
  const canvas = document.createElement('canvas');
  const gl = canvas.getContext('webgl2') ?? canvas.getContext('webgl');
  // Browsers keep few contexts alive at once; this one has told what it could.
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return gl !== null;
}
