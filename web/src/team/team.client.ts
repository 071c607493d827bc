import type { HandoverForm, handoverView } from '@pupitre/server/team/team.handover.schema'
import type {
  brandBody,
  brandPatch,
  inviteBody,
  Me,
  memberPatch,
  membersView,
  mePatch,
  DevicesView,
  sessionView,
  setupBody,
  setupView,
} from '@pupitre/server/team/team.schema'
import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '../client.ts'

export type Members = z.infer<typeof membersView>
export type Member = Members['members'][number]
export type Invitation = Members['invitations'][number]
export type Setup = z.input<typeof setupBody>
export type Preset = Setup['preset']

export const setupQuery = queryOptions({ queryKey: ['setup'], queryFn: () => api.get<z.infer<typeof setupView>>('/api/v1/setup') })

/** The first owner is made, then signed in like anybody. */
export const setUp = async (body: Setup) => {
  await api.post('/api/v1/setup', body)
  return signIn({ email: body.email, password: body.password })
}
export const enterDemo = () => api.post('/api/v1/demo/enter', {})

export const signIn = (body: { email: string; password: string }) =>
  api.post<{ twoFactorRedirect?: boolean }>('/api/auth/sign-in/email', body)
export const verifyCode = (kind: 'totp' | 'backup-code', code: string, trustDevice: boolean) =>
  api.post(`/api/auth/two-factor/verify-${kind}`, { code, trustDevice })
export const askReset = (email: string) => api.post('/api/auth/request-password-reset', { email, redirectTo: '/reset' })
export const resetPassword = (token: string, newPassword: string) => api.post('/api/auth/reset-password', { token, newPassword })
const invitation = (token: string) => `/api/v1/invitations/${encodeURIComponent(token)}`
/** What the link opens; `known` when the address already has an account here. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: () => api.get<{ email: string; role: string; known: boolean }>(invitation(token)),
    retry: false,
  })
export const acceptInvitation = async (token: string, body: { name: string; password: string; language: 'fr' | 'en' }) => {
  const { email } = await api.post<{ email: string }>(`${invitation(token)}/accept`, body)
  return signIn({ email, password: body.password })
}
export const joinInvitation = (token: string) => api.post(`${invitation(token)}/join`, {})

export const changePassword = (currentPassword: string, newPassword: string) =>
  api.post('/api/auth/change-password', { currentPassword, newPassword, revokeOtherSessions: true })
export const enableTwoFactor = (password: string) =>
  api.post<{ totpURI: string; backupCodes: string[] }>('/api/auth/two-factor/enable', { password })
export const disableTwoFactor = (password: string) => api.post('/api/auth/two-factor/disable', { password })
export const patchMe = (body: z.input<typeof mePatch>) => api.patch<Me>('/api/v1/me', body)

export const sessionsQuery = queryOptions({
  queryKey: ['team', 'sessions'],
  queryFn: () => api.get<z.infer<typeof sessionView>[]>('/api/v1/me/sessions'),
})
export const closeSession = (id: string) => api.delete(`/api/v1/me/sessions/${id}`)
export const closeOtherSessions = () => api.delete('/api/v1/me/sessions')

export const devicesQuery = queryOptions({
  queryKey: ['team', 'devices'],
  queryFn: () => api.get<DevicesView>('/api/v1/me/devices'),
})
export const addDevice = (name: string, subscription: PushSubscriptionJSON) =>
  api.post<{ id: string }>('/api/v1/me/devices', { name, subscription: { endpoint: subscription.endpoint, keys: subscription.keys } })
export const removeDevice = (id: string) => api.delete(`/api/v1/me/devices/${id}`)
export const ringDevice = (id: string) => api.post(`/api/v1/me/devices/${id}/ring`)

export const patchBrand = (id: string, body: z.input<typeof brandPatch>) => api.patch(`/api/v1/brands/${id}`, body)
export const addBrand = (organizationId: string, body: z.input<typeof brandBody>) =>
  api.post<{ id: string }>(`/api/v1/organizations/${organizationId}/brands`, body)

export type Handover = z.infer<typeof handoverView>
const handovers = (brandId: string) => `/api/v1/brands/${brandId}/handovers`
export const handoversQuery = (brandId: string) =>
  queryOptions({ queryKey: ['team', 'handovers', brandId], queryFn: () => api.get<Handover[]>(handovers(brandId)) })
export const makeHandover = (brandId: string, userId: string) => api.post<{ id: string }>(handovers(brandId), { userId })
/** Where a pack is read from; `mine` is one's own, as long as the access lasts. */
export const handoverAddress = (brandId: string, id: string, as: HandoverForm) => `${handovers(brandId)}/${id}?as=${as}`

const organization = (id: string) => `/api/v1/organizations/${id}`

export const membersQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['team', 'members', organizationId],
    queryFn: () => api.get<Members>(`${organization(organizationId)}/members`),
  })
export const invite = (organizationId: string, body: z.input<typeof inviteBody>) =>
  api.post<{ id: string; link: string | null }>(`${organization(organizationId)}/invitations`, body)
export const withdrawInvitation = (organizationId: string, id: string) => api.delete(`${organization(organizationId)}/invitations/${id}`)
export const patchMember = (organizationId: string, id: string, body: z.input<typeof memberPatch>) =>
  api.patch(`${organization(organizationId)}/members/${id}`, body)
export const removeMember = (organizationId: string, id: string) => api.delete(`${organization(organizationId)}/members/${id}`)
