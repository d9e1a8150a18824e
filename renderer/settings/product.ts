/** Put in by vite.config.ts when the page is built. */
declare const builtProduct: { readonly name: string; readonly version: string; readonly licence: string };

/** The product as package.json names it. */
export const product = builtProduct;
