import { plural } from '../ui/plural.ts'
import { short } from './short.ts'
import type { Facts, Said, words as fr } from './today.fr.ts'

const NUMBERS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
]
const written = (count: number) => NUMBERS[count] ?? String(count)
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const quoted = (text: string | number | undefined) => (text ? `“${text}”` : 'this post')

/** The first of several, and that there are others. */
const titlesOf = (f: Facts) => {
  const titles = String(f.titles ?? '')
    .split('\n')
    .filter(Boolean)
  const more = Number(f.count ?? 1) > titles.length ? '…' : '.'
  return titles.length > 0 && `${titles.map((title) => `“${short(title)}”`).join(', ')}${more}`
}

const posts = (count: number) => plural('en', count, { one: 'one post', other: `${written(count)} posts` })

const HELD: Record<string, string> = {
  freeze: 'everything was stopped at its time',
  late: 'the machine was off at its time',
  changed: 'its content changed after approval',
  channel: 'its channel no longer answers',
  unapproved: 'its approval is missing',
  partly: 'part of it is live, the rest waits',
}

export const words: typeof fr = {
  title: (day) => day,
  lead: (count, late) => {
    if (count === 0) return 'Nothing is waiting for you.'
    const things = plural('en', count, {
      one: `${capital(written(count))} thing waits for you`,
      other: `${capital(written(count))} things wait for you`,
    })
    if (late === 0) return `${things}.`
    return late === count ? `${things}, overdue.` : `${things}, ${written(late)} of them overdue.`
  },
  leadAll: (brands) => plural('en', brands, { one: '# brand', other: '# brands' }),
  now: 'Now',
  day: 'During the day',
  more: (count) => plural('en', count, { one: 'And # more, less pressing.', other: 'And # more, less pressing.' }),
  staff: (before, after) =>
    `The day: ${plural('en', before, { zero: 'nothing has left yet', one: '# post published', other: '# posts published' })}, ${plural('en', after, { zero: 'nothing to come', one: '# to come', other: '# to come' })}`,
  urgent: 'Urgent',
  toCheck: (intent: string) => `${intent} (to check)`,
  /** What a message is, and its mood; one word each, the room of the messages has the reasons. */
  intents: {
    question: 'question',
    request: 'request',
    complaint: 'complaint',
    praise: 'praise',
    suggestion: 'suggestion',
    spam: 'spam',
    troll: 'provocation',
    crisis_signal: 'crisis signal',
    chat: 'chat',
  },
  moods: {
    negative: 'in a bad mood',
    neutral: 'neutral',
    positive: 'in a good mood',
    mixed: 'of two minds',
    anger: 'anger',
    disappointment: 'disappointment',
    fear: 'fear',
    sadness: 'sadness',
    joy: 'joy',
    gratitude: 'gratitude',
    confusion: 'confusion',
  },
  states: {
    draft: 'draft',
    awaiting: 'to approve',
    scheduled: 'scheduled',
    claimed: 'leaving',
    sending: 'leaving',
    published: 'published',
    failed: 'failed',
    unknown: 'to confirm',
    held: 'held',
    expired: 'expired',
    cancelled: 'cancelled',
  },
  late: (span) => `overdue, ${span}`,
  failedSince: (span) => `failed, ${span}`,
  left: (span) => span,
  before: (time) => `before ${time}`,
  itIsTime: 'it is time',
  toConfirm: 'to confirm',
  held: 'held',
  since: (when) => `since ${when}`,
  rows: {
    reply: (f: Facts): Said => ({
      act: `Reply to ${f.person ?? 'this person'}`,
      why: f.words ? `: “${short(f.words)}”` : undefined,
      detail: [f.about && `About “${f.about}”.`, f.channel && `Received on ${f.channel}.`].filter(Boolean).join(' '),
      button: 'Reply',
    }),
    failed: (f: Facts): Said => ({
      act: `Mend ${quoted(f.title)}`,
      why: f.channel ? `, refused by ${f.channel}` : ', which did not leave',
      detail: [f.said && `The network answered: ${quoted(f.said)}.`, 'Nothing is lost, nothing left.'].filter(Boolean).join(' '),
      button: 'Mend',
    }),
    unknown: (f: Facts): Said => ({
      act: `Say whether ${quoted(f.title)} is online`,
      why: f.channel ? `: ${f.channel} did not answer` : undefined,
      detail: 'The desk sends nothing again without you.',
      button: 'Check',
    }),
    by_hand: (f: Facts): Said => ({
      act: `Publish ${quoted(f.title)}`,
      why: f.channel ? ` by hand, for ${f.channel}` : ' by hand',
      detail: 'The text is ready to copy; it is done when you give its link.',
      button: 'Publish',
    }),
    held: (f: Facts): Said => ({
      act: `Decide about ${quoted(f.title)}`,
      why: f.reason ? `: ${HELD[f.reason] ?? 'held'}` : undefined,
      detail: [f.channel && `For ${f.channel}.`, 'Publish, move or drop: nothing leaves without you.'].filter(Boolean).join(' '),
      button: 'Decide',
    }),
    approve: (f: Facts): Said => ({
      act: Number(f.count ?? 1) > 1 ? `Approve ${written(Number(f.count))} posts` : `Approve ${quoted(f.title)}`,
      why: Number(f.count ?? 1) > 1 && f.title ? `, among them “${f.title}”` : f.channel ? `, for ${f.channel}` : undefined,
      detail: f.author ? `${f.author} waits for your approval.` : 'Your approval is missing.',
      button: 'Review',
    }),
    reconnect: (f: Facts): Said => ({
      act: `Reconnect ${f.channel ?? 'a channel'}`,
      why: ': the network refuses access',
      detail: [f.said && `The network answered: ${quoted(f.said)}.`, 'Its deliveries wait, none is lost.'].filter(Boolean).join(' '),
      button: 'Reconnect',
    }),
    expiring: (f: Facts): Said => ({
      act: `Renew the access to ${f.channel ?? 'a channel'}`,
      why: ', which expires soon',
      detail: 'What is scheduled after that date leaves if the access is renewed.',
      button: 'Renew',
    }),
    silent: (f: Facts): Said => ({
      act: `Look at ${f.channel ?? 'a channel'}`,
      why: ', which has gone silent',
      detail: 'Messages may be waiting there without the desk seeing them.',
      button: 'Look',
    }),
    draft_due: (f: Facts): Said => ({
      act: `Finish ${quoted(f.title)}`,
      why: f.channel ? `, planned on ${f.channel}` : undefined,
      detail: 'It is still a draft: nothing will leave at that time.',
      button: 'Open',
    }),
    limit_changed: (f: Facts): Said => ({
      act: `Mend ${posts(Number(f.count ?? 1))} for ${f.channel ?? 'a channel'}`,
      why: ', whose network changed its limits',
      detail: [titlesOf(f), 'As it stands, it would be refused.'].filter(Boolean).join(' '),
      button: 'Open',
    }),
    version_ends: (f: Facts): Said => ({
      act: 'Update the desk',
      why: f.on ? `: the interface it speaks with ${f.channel} ends on ${f.on}` : undefined,
      detail: [f.version && `Interface ${f.version}.`, 'After that the network may refuse what is sent and read.']
        .filter(Boolean)
        .join(' '),
      button: 'See the channel',
    }),
  },
  who: 'Who is here',
  you: 'You',
  here: 'at the desk',
  settled: 'Settled without you since yesterday',
  settledWords: {
    published: 'Posts that left on time',
    answered: 'Replies by the team',
    done: 'Conversations closed',
    reconciled: 'Deliveries checked with the network',
  },
  next: 'Coming up',
  nextWords: {
    post: (label) => label,
    campaign: (label) => label,
    expiry: (label) => `${label} access to renew`,
  },
  noneTitle: 'Nothing is waiting',
  noneText: 'Every message has its reply and every delivery its time. What needs somebody will show here, the most pressing first.',
  firstTitle: 'A day to be written',
  firstText:
    'Once a first channel is connected, what awaits you shows here: messages to answer, deliveries to approve or check, accesses to renew.',
  connect: 'Connect a channel',
  seeCalendar: 'See the calendar',
}
