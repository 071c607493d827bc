import { createHmac, timingSafeEqual } from 'node:crypto'

/** Networks that fetch media themselves are given an address that holds for an hour, for one file, and for whoever knows it. */
export type PublicMedia = {
  /** Whether a network out there can reach this desk. */
  isPublic: boolean
  addressOf: (assetId: string) => string
  /** The asset that this token names while it holds; null for any other. */
  assetOf: (token: string, now?: Date) => string | null
}

const holdsSeconds = 3_600

export function createPublicMedia({ secret, url }: { secret: string; url: string }): PublicMedia {
  const sign = (said: string): string => createHmac('sha256', secret).update(said).digest('base64url')
  return {
    isPublic: url.startsWith('https://'),
    addressOf: (assetId) => {
      const said = `${assetId}.${Math.floor(Date.now() / 1000) + holdsSeconds}`
      return `${url}/api/v1/media/${said}.${sign(said)}`
    },
    assetOf: (token, now = new Date()) => {
      const [assetId = '', until = '', signature = ''] = token.split('.')
      const [given, due] = [Buffer.from(signature), Buffer.from(sign(`${assetId}.${until}`))]
      if (given.length !== due.length || !timingSafeEqual(given, due)) return null
      return Number(until) * 1000 > now.getTime() ? assetId : null
    },
  }
}

/** A server on this machine reaches us as we are; anything else needs a public address. */
export function addressesFor({ isPublic, addressOf }: PublicMedia, { server }: { server: string }): PublicMedia['addressOf'] | null {
  const host = URL.canParse(server) ? new URL(server).hostname : ''
  return isPublic || host === '127.0.0.1' || host === 'localhost' ? addressOf : null
}
