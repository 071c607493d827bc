/** The weights and what goes with them. */
export type Model = { readonly version: string }

/** The model that ships with the library, or the one in this file; read once for each file. */
export function loadModel(_path?: string): Model {
  return { version: 'none' }
}
