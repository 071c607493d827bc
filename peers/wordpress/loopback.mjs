import { Server } from 'node:net'

/** Preload: whoever listens without naming an address would listen on every one; here it is this machine's own. */
const { listen } = Server.prototype
Server.prototype.listen = function (first, ...rest) {
  if (typeof first === 'number' && typeof rest[0] !== 'string') return listen.call(this, first, '127.0.0.1', ...rest)
  if (typeof first === 'object' && first !== null && 'port' in first) return listen.call(this, { ...first, host: '127.0.0.1' }, ...rest)
  return listen.call(this, first, ...rest)
}
