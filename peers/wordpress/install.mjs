import { installPeer } from '../install.mjs'

/** `node install.mjs`: installs what stands in this folder's lock. */
export const install = () => installPeer(import.meta.dirname)

if (process.argv[1] === import.meta.filename) install()
