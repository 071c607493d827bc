import type { OracleEntry } from '../oracle.ts'
import type { GoogleBusiness } from './google_business.ts'

/** Posts and answers to reviews that stand now. */
export function businessEntries({ store }: GoogleBusiness): OracleEntry[] {
  const { posts, reviews, places } = store.memory
  const at = (ms: number) => new Date(ms).toISOString()
  const titleOf = (name: string) => places.get(name.split('/')[3] ?? '')?.title ?? ''
  const answered = [...reviews.values()].flatMap((review) => (review.reply ? [{ review, reply: review.reply }] : []))
  return [
    ...[...posts.values()].map(({ name, body, at: made }) => ({
      network: 'google_business' as const,
      act: 'post',
      account: titleOf(name),
      id: name,
      text: typeof body['summary'] === 'string' ? body['summary'] : '',
      target: null,
      keys: [],
      at: at(made),
    })),
    ...answered.map(({ review, reply }) => ({
      network: 'google_business' as const,
      act: 'reply',
      account: titleOf(review.name),
      id: `${review.name}/reply`,
      text: reply.comment,
      target: review.name,
      keys: [],
      at: at(reply.at),
    })),
  ]
}
