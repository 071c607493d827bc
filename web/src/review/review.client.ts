import type { approvalsView, ReviewItem, ReviewLinkView, reviewLinkMade, ReviewMonth } from '@pupitre/server/review/review.schema'
import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '../client.ts'

export type { ReviewItem, ReviewLinkView, ReviewMonth }
export type Verdict = 'approved' | 'changes'
export type Word = { deliveryId: string; hash: string; verdict: Verdict; comment: string }

const base = (brandId: string): string => `/api/v1/brands/${brandId}`

export const linksQuery = (brandId: string) =>
  queryOptions({
    queryKey: ['review', 'links', brandId],
    queryFn: ({ signal }) => api.get<{ links: ReviewLinkView[] }>(`${base(brandId)}/review-links`, undefined, signal),
  })
export const makeLink = (brandId: string, body: { label: string; month: string }) =>
  api.post<z.infer<typeof reviewLinkMade>>(`${base(brandId)}/review-links`, body)
export const revokeLink = (brandId: string, id: string) => api.delete(`${base(brandId)}/review-links/${id}`)

export const approvalsQuery = (brandId: string) =>
  queryOptions({
    queryKey: ['review', 'approvals', brandId],
    queryFn: ({ signal }) => api.get<z.infer<typeof approvalsView>>(`${base(brandId)}/approvals`, undefined, signal),
  })
export const decide = (item: ReviewItem, verdict: Verdict, comment: string) =>
  api.post<ReviewItem>(`${base(item.brandId)}/deliveries/${item.deliveryId}/decision`, { hash: item.hash, verdict, comment })

const link = (token: string): string => `/api/v1/review/${encodeURIComponent(token)}`
export const monthQuery = (token: string) =>
  queryOptions({
    queryKey: ['client-month', token],
    queryFn: ({ signal }) => api.get<ReviewMonth>(link(token), undefined, signal),
    retry: false,
    refetchOnWindowFocus: true,
  })
export const decideByLink = (token: string, name: string, decisions: Word[]) =>
  api.post<ReviewMonth>(`${link(token)}/decisions`, { name, decisions })
export const commentByLink = (token: string, contentId: string, name: string, text: string) =>
  api.post<ReviewMonth>(`${link(token)}/comments/${contentId}`, { name, text })
