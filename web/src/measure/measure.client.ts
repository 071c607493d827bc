import type { channelFigures, measureView, postFigures, postFiguresDetail, postFiguresPage } from '@pupitre/server/measure/measure.schema'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '../client.ts'

export type MeasureView = z.infer<typeof measureView>
export type ChannelFigures = z.infer<typeof channelFigures>
export type PostFigures = z.infer<typeof postFigures>
export type Figure = PostFigures['figures'][number]
export type Series = ChannelFigures['series'][number]

const base = (brandId: string): string => `/api/v1/brands/${brandId}/measure`

export const measureQuery = (brandId: string) =>
  queryOptions({ queryKey: ['measure', brandId], queryFn: ({ signal }) => api.get<MeasureView>(base(brandId), undefined, signal) })

export const postsQuery = (brandId: string, channelId: string | null) =>
  infiniteQueryOptions({
    queryKey: ['measure', brandId, 'posts', channelId],
    queryFn: ({ pageParam, signal }) =>
      api.get<z.infer<typeof postFiguresPage>>(
        `${base(brandId)}/posts`,
        { limit: '30', ...(channelId ? { channelId } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.cursor ?? undefined,
  })

export const postQuery = (brandId: string, id: string) =>
  queryOptions({
    queryKey: ['measure', brandId, 'post', id],
    queryFn: ({ signal }) => api.get<z.infer<typeof postFiguresDetail>>(`${base(brandId)}/posts/${id}`, undefined, signal),
  })
