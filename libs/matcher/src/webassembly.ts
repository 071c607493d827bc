/** The part of WebAssembly that is used here: Node's types do not describe it, and the browser's are not for this side. */
export type SharedMemory = { readonly buffer: SharedArrayBuffer }

type Api = {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { readonly exports: object }
  Memory: new (size: { initial: number; maximum: number; shared: true }) => SharedMemory
}

export const wasm = (globalThis as unknown as { WebAssembly: Api }).WebAssembly
