/**
 * Who may act, as types. A `Grant` can only be minted by the gate, which has read the membership; a service that takes one
 * cannot be called without the check.
 */
declare const minted: unique symbol

export type BrandId = string & { readonly [minted]: 'brand' }

export type Actor = { userId: string; name: string; language: 'fr' | 'en'; via: 'session' | 'key'; sessionId: string | null }

/** The right to do one thing in these brands, at this moment. */
export type Grant<Right extends string = string> = { readonly [minted]: 'grant'; actor: Actor; right: Right; brands: readonly BrandId[] }

/** The right to do one thing in one brand. */
export type BrandGrant<Right extends string = string> = Grant<Right> & { brandId: BrandId }

/** What a route declares. A route without one does not start. */
export type Access =
  | { kind: 'public'; why: string }
  /** No person: a network, which proves itself by the signature of its request. The body comes byte by byte, whatever its type. */
  | { kind: 'signed' }
  | { kind: 'person' }
  /** Path parameter `brandId`. */
  | { kind: 'brand'; right: string }
  /** Path parameter `brandId`, or `all`: every brand in which the person has the right. */
  | { kind: 'brands'; right: string }
  /** Path parameter `organizationId`; the right in all its brands. */
  | { kind: 'organization'; right: string }

/** Implemented by the module that knows people; the platform only calls it. */
export type Gate = {
  /** Null when nobody is signed in. */
  actorOf: (headers: Headers) => Promise<Actor | null>
  /** Brands in which this actor has this right now. Throws nothing; empty means none. */
  brandsWith: (actor: Actor, right: string) => Promise<BrandId[]>
  /** True when the actor can see the brand at all: decides between 403 and 404. */
  sees: (actor: Actor, brandId: string) => Promise<boolean>
  organizationsWith: (actor: Actor, right: string) => Promise<string[]>
}

export function mintGrant<Right extends string>(actor: Actor, right: Right, brands: readonly BrandId[]): Grant<Right> {
  return { actor, right, brands } as unknown as Grant<Right>
}

export function mintBrandGrant<Right extends string>(actor: Actor, right: Right, brandId: BrandId): BrandGrant<Right> {
  return { actor, right, brands: [brandId], brandId } as unknown as BrandGrant<Right>
}
