import type { Clock } from './clock.ts'
import { createDiscord } from './discord/discord.ts'
import { discordEntries } from './discord/oracle.ts'
import type { Route } from './http.ts'
import { createLinkedIn } from './linkedin/linkedin.ts'
import { linkedInEntries } from './linkedin/oracle.ts'
import { createMastodon } from './mastodon/mastodon.ts'
import { mastodonEntries } from './mastodon/oracle.ts'
import type { OracleEntry } from './oracle.ts'
import { pinterestEntries } from './pinterest/oracle.ts'
import { createPinterest } from './pinterest/pinterest.ts'
import type { Random } from './random.ts'
import { slackEntries } from './slack/oracle.ts'
import { createSlack } from './slack/slack.ts'
import { telegramEntries } from './telegram/oracle.ts'
import { createTelegram } from './telegram/telegram.ts'
import { xEntries } from './x/oracle.ts'
import { createX } from './x/x.ts'

/** The networks that are simulated after real ones: one line each here and in `entriesOf`. */
export function createNetworks(clock: Clock, random: Random, seed: number) {
  return {
    mastodon: createMastodon(clock, random, seed),
    discord: createDiscord(clock),
    telegram: createTelegram(clock),
    slack: createSlack(clock),
    x: createX(clock),
    linkedin: createLinkedIn(clock),
    pinterest: createPinterest(clock),
  }
}

export type Networks = ReturnType<typeof createNetworks>

export function entriesOf(networks: Networks): OracleEntry[] {
  return [
    ...mastodonEntries(networks.mastodon),
    ...discordEntries(networks.discord),
    ...telegramEntries(networks.telegram),
    ...slackEntries(networks.slack),
    ...xEntries(networks.x),
    ...linkedInEntries(networks.linkedin),
    ...pinterestEntries(networks.pinterest),
  ]
}

export function routesOf(networks: Networks): Route[] {
  return Object.values(networks).flatMap(({ routes }) => routes)
}

export function resetAll(networks: Networks): void {
  for (const { store } of Object.values(networks)) store.reset()
}

/** Addresses that are handed out begin with where the sandbox listens. */
export function tellOrigin(networks: Networks, url: string): void {
  for (const { store } of Object.values(networks)) if ('origin' in store) store.origin = url
}
