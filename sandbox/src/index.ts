export type { OracleEntry } from './oracle.ts'
export { startSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts'
export { createTestConnector, type TestConnectorOptions } from './plain/connector.ts'
export { PLAIN_KINDS, type PlainKind } from './plain/plain.ts'
export { FAULT_KINDS, type Fault, type FaultKind } from './faults.ts'
export type { Mastodon } from './mastodon/mastodon.ts'
export type { MastodonAccount, MastodonStatus } from './mastodon/store.ts'
export { failedOf as whatsAppFailed, toldOf as whatsAppTold } from './whatsapp/entities.ts'
export type { Community, Tick } from './community/community.ts'
export {
  communityHistory,
  type CommunityHistory,
  type HistoryConversation,
  type HistoryFigures,
  type HistoryMessage,
  type HistoryPost,
} from './community/history.ts'
export { PERSONAS, type Persona } from './community/personas.tables.ts'
