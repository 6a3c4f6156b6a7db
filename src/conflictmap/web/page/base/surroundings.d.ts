// What is there without being imported: images as addresses, and newer parts of browsers.

declare module "*.png" {
  const address: string;
  export default address;
}

interface Uint8ArrayConstructor {
  fromBase64?(text: string): Uint8Array;
}
