import { graphOf } from '../meta/graph.ts'
import type { Codes } from '../meta/errors.ts'
import { GRAPH } from '../meta/version.ts'

export const WHATSAPP = 'https://graph.facebook.com'

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes, from memory. */
const CODES: Codes = [
  // The person's last message is older than a day.
  [[131047], 'forbidden', 'ask_person'],
  // Not on WhatsApp, or it takes nothing of this business; not among the numbers of a trial.
  [[131026, 131030, 131049, 131050], 'forbidden', 'ask_person'],
  [[130429, 131048, 131056, 80007, 133016], 'rate_limited', 'wait'],
  [[131052, 131053], 'media_refused', 'fix_content'],
  // The number, the account or its payment: only a person can help.
  [[131031, 131042, 131045, 133010, 133005, 133006], 'account_gone', 'ask_person'],
  [[131005], 'forbidden', 'reconnect'],
  [[0, 131021, 131051, 131008, 131009], 'rejected_content', 'fix_content'],
]

/** Paths are those of https://developers.facebook.com/documentation/business-messaging/whatsapp. */
export const graph = graphOf(GRAPH.name, CODES)
