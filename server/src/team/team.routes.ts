import { z } from 'zod'
import type { Db } from '../platform/db.ts'
import type { Gate } from '../platform/access.ts'
import { languageOf, webHeaders, type Http } from '../platform/http.ts'
import type { Log } from '../platform/log.ts'
import type { Mailer } from '../platform/mail.ts'
import { deviceRoutes } from './team.devices.routes.ts'
import type { DeviceDeps } from './team.devices.service.ts'
import { handoverRoutes } from './team.handover.routes.ts'
import { noDemonstration } from './team.errors.ts'
import {
  acceptInvitation,
  changeMember,
  invite,
  joinInvitation,
  listMembers,
  previewInvitation,
  removeMember,
  revokeInvitation,
} from './team.members.service.ts'
import {
  acceptBody,
  brandBody,
  brandPatch,
  inviteBody,
  memberPatch,
  membersView,
  mePatch,
  meView,
  setupBody,
  setupView,
} from './team.schema.ts'
import { addBrand, changeBrand, changeMe, demoEmail, isSetupNeeded, removeDemonstration, setUp, whoAmI } from './team.service.ts'
import { passOn, signInRoutes } from './team.signin.routes.ts'
import type { SignIn } from './team.signin.service.ts'
import { demoBrands } from './team.store.ts'

export type TeamDeps = DeviceDeps & { db: Db; gate: Gate; signIn: SignIn; mailer: Mailer; log: Log; url: string; demoPassword: string }

const ok = z.object({ ok: z.literal(true) })
const done = { ok: true } as const
const organizationParams = z.object({ organizationId: z.uuid() })
const tokenParams = z.object({ token: z.string().min(20).max(100) })

export function teamRoutes(http: Http, deps: TeamDeps): void {
  signInRoutes(http, deps)
  setupRoutes(http, deps)
  meRoutes(http, deps)
  memberRoutes(http, deps)
  inviteRoutes(http, deps)
  invitationRoutes(http, deps)
  handoverRoutes(http, deps)
  deviceRoutes(http, deps)
}

function setupRoutes(http: Http, deps: TeamDeps): void {
  const { db, signIn } = deps
  http.route({
    method: 'GET',
    url: '/api/v1/setup',
    summary: 'Whether this desk still waits for its first owner',
    access: { kind: 'public', why: 'Asked before anybody can sign in; tells nothing else' },
    answer: setupView,
    handler: async () => ({ needed: await isSetupNeeded(db), demo: (await demoBrands(db.access)).length > 0 }),
  })
  http.route({
    method: 'POST',
    url: '/api/v1/setup',
    summary: 'Make the first owner, their organization and brand',
    access: { kind: 'public', why: 'Nobody exists yet; refused for ever once somebody does' },
    body: setupBody,
    answer: ok,
    status: 201,
    perMinute: 10,
    handler: async ({ body }) => {
      await setUp(db, body)
      return done
    },
  })
  http.route({
    method: 'POST',
    url: '/api/v1/demo/enter',
    summary: 'Sign in to the demonstration, while the desk has no owner',
    access: { kind: 'public', why: 'The demonstration speaks to simulated networks only; closed once the desk has an owner' },
    perMinute: 20,
    handler: async ({ reply, request }) => {
      if ((await demoBrands(db.access)).length === 0 || !(await isSetupNeeded(db))) throw noDemonstration()
      const headers = webHeaders(request)
      headers.delete('content-length')
      const answer = await signIn.api.signInEmail({ body: { email: demoEmail, password: deps.demoPassword }, headers, asResponse: true })
      return passOn(reply, answer)
    },
  })
  http.route({
    method: 'DELETE',
    url: '/api/v1/organizations/:organizationId/demo',
    summary: 'Remove the demonstration and everything in it',
    access: { kind: 'organization', right: 'data' },
    params: organizationParams,
    answer: ok,
    handler: async () => {
      await removeDemonstration(db)
      return done
    },
  })
}

function meRoutes(http: Http, { db }: TeamDeps): void {
  http.route({
    method: 'GET',
    url: '/api/v1/me',
    summary: 'Who is signed in, and what they may do in which brand',
    access: { kind: 'person' },
    answer: meView,
    handler: ({ grant }) => whoAmI(db, grant.actor),
  })
  http.route({
    method: 'PATCH',
    url: '/api/v1/me',
    summary: 'Change one’s name, language or theme',
    access: { kind: 'person' },
    body: mePatch,
    answer: meView,
    handler: async ({ grant, body }) => {
      await changeMe(db, grant.actor, body)
      return whoAmI(db, grant.actor)
    },
  })
  http.route({
    method: 'POST',
    url: '/api/v1/organizations/:organizationId/brands',
    summary: 'Add a brand',
    access: { kind: 'organization', right: 'settings' },
    params: organizationParams,
    body: brandBody,
    answer: z.object({ id: z.uuid() }),
    status: 201,
    handler: async ({ grant, body }) => ({ id: await addBrand(db, grant.actor, grant.organizationId, body) }),
  })
  http.route({
    method: 'PATCH',
    url: '/api/v1/brands/:brandId',
    summary: 'Change a brand’s settings',
    access: { kind: 'brand', right: 'settings' },
    params: z.object({ brandId: z.uuid() }),
    body: brandPatch,
    answer: ok,
    handler: async ({ grant, body }) => {
      await changeBrand(db, grant, body)
      return done
    },
  })
}

const toMembers = { kind: 'organization', right: 'members' } as const

function memberRoutes(http: Http, { db }: TeamDeps): void {
  const memberParams = organizationParams.extend({ memberId: z.uuid() })
  http.route({
    method: 'GET',
    url: '/api/v1/organizations/:organizationId/members',
    summary: 'Members and open invitations',
    access: toMembers,
    params: organizationParams,
    answer: membersView,
    handler: ({ grant }) => listMembers(db, grant.organizationId),
  })
  http.route({
    method: 'PATCH',
    url: '/api/v1/organizations/:organizationId/members/:memberId',
    summary: 'Change a member’s role or dates',
    access: toMembers,
    params: memberParams,
    body: memberPatch,
    answer: ok,
    handler: async ({ grant, params, body }) => {
      await changeMember(db, grant.actor, { organizationId: grant.organizationId, id: params.memberId }, body)
      return done
    },
  })
  http.route({
    method: 'DELETE',
    url: '/api/v1/organizations/:organizationId/members/:memberId',
    summary: 'End a member’s access; what they had in hand is packed',
    access: toMembers,
    params: memberParams,
    answer: ok,
    handler: async ({ grant, params }) => {
      await removeMember(db, grant.actor, grant.organizationId, params.memberId)
      return done
    },
  })
}

function inviteRoutes(http: Http, { db, mailer, log, url }: TeamDeps): void {
  http.route({
    method: 'POST',
    url: '/api/v1/organizations/:organizationId/invitations',
    summary: 'Invite somebody, for some brands, from a date until a date',
    access: toMembers,
    params: organizationParams,
    body: inviteBody,
    answer: z.object({ id: z.uuid(), link: z.string().nullable() }),
    status: 201,
    perMinute: 30,
    handler: ({ grant, body }) => invite({ db, mailer, log, url, actor: grant.actor, organizationId: grant.organizationId, body }),
  })
  http.route({
    method: 'DELETE',
    url: '/api/v1/organizations/:organizationId/invitations/:invitationId',
    summary: 'Withdraw an invitation',
    access: toMembers,
    params: organizationParams.extend({ invitationId: z.uuid() }),
    answer: ok,
    handler: async ({ grant, params }) => {
      await revokeInvitation(db, grant.organizationId, params.invitationId)
      return done
    },
  })
}

function invitationRoutes(http: Http, { db }: TeamDeps): void {
  http.route({
    method: 'GET',
    url: '/api/v1/invitations/:token',
    summary: 'What an invitation opens',
    access: { kind: 'public', why: 'The link is the secret; shown to whoever was sent it' },
    params: tokenParams,
    answer: z.object({ email: z.string(), role: z.string(), known: z.boolean() }),
    perMinute: 30,
    handler: ({ params }) => previewInvitation(db, params.token),
  })
  http.route({
    method: 'POST',
    url: '/api/v1/invitations/:token/accept',
    summary: 'Accept an invitation with a new account',
    access: { kind: 'public', why: 'The link is the secret, and works once' },
    params: tokenParams,
    body: acceptBody,
    answer: z.object({ email: z.string() }),
    perMinute: 10,
    handler: ({ params, body, request }) =>
      acceptInvitation(db, params.token, { ...body, language: body.language ?? languageOf(request, null) }),
  })
  http.route({
    method: 'POST',
    url: '/api/v1/invitations/:token/join',
    summary: 'Accept an invitation with the account one is signed in with',
    access: { kind: 'person' },
    params: tokenParams,
    answer: ok,
    perMinute: 10,
    handler: async ({ params, grant }) => {
      await joinInvitation(db, params.token, grant.actor)
      return done
    },
  })
}
