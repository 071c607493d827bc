import { z } from 'zod'

export const roles = ['owner', 'supervisor', 'manager', 'contributor', 'expert', 'ambassador'] as const
export const role = z.enum(roles)
export type Role = z.infer<typeof role>

/** What a person may do in a brand. A route names exactly one. */
export const rights = ['read', 'write', 'schedule', 'approve', 'engage', 'freeze', 'channels', 'members', 'settings', 'data'] as const
export type Right = (typeof rights)[number]

export const rightsOf: Record<Role, readonly Right[]> = {
  owner: rights,
  supervisor: ['read', 'write', 'schedule', 'approve', 'engage', 'freeze', 'channels', 'members', 'settings'],
  manager: ['read', 'write', 'schedule', 'engage', 'freeze', 'channels'],
  contributor: [],
  expert: [],
  ambassador: [],
}

export const password = z.string().min(12).max(200)
export const email = z.email().max(254)
export const personName = z.string().trim().min(1).max(100)
export const presets = ['solo', 'team', 'agency', 'house'] as const

export const setupBody = z.object({
  name: personName,
  email,
  password,
  organization: z.string().trim().min(1).max(120),
  brand: z.string().trim().min(1).max(120),
  zone: z.string().min(1).max(64),
  preset: z.enum(presets),
  language: z.enum(['fr', 'en']),
})
export const setupView = z.object({ needed: z.boolean(), demo: z.boolean() })

export const brandAccess = z.object({
  id: z.uuid(),
  name: z.string(),
  zone: z.string(),
  color: z.string(),
  initials: z.string(),
  demo: z.boolean(),
  role,
  rights: z.array(z.enum(rights)),
  organizationId: z.uuid(),
  organizationName: z.string(),
  undoSeconds: z.number(),
  approvalNeeded: z.boolean(),
  toleranceSeconds: z.number(),
  blastChannels: z.number(),
  /** When one’s own access closes by itself; null when it does not. */
  endsAt: z.string().nullable(),
})
export type BrandAccess = z.infer<typeof brandAccess>

export const meView = z.object({
  user: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    language: z.enum(['fr', 'en']),
    theme: z.enum(['system', 'light', 'dark']),
    twoFactor: z.boolean(),
  }),
  brands: z.array(brandAccess),
})
export type Me = z.infer<typeof meView>

export const mePatch = z.object({
  name: personName.optional(),
  language: z.enum(['fr', 'en']).optional(),
  theme: z.enum(['system', 'light', 'dark']).optional(),
})

export const sessionView = z.object({
  id: z.string(),
  createdAt: z.string(),
  seenAt: z.string(),
  userAgent: z.string().nullable(),
  ipAddress: z.string().nullable(),
  isThis: z.boolean(),
})

export const memberView = z.object({
  id: z.uuid(),
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  brandId: z.uuid().nullable(),
  startsAt: z.string().nullable(),
  endsAt: z.string().nullable(),
  twoFactor: z.boolean(),
})
export const invitationView = z.object({
  id: z.uuid(),
  email: z.string(),
  role,
  brandIds: z.array(z.uuid()),
  startsAt: z.string().nullable(),
  endsAt: z.string().nullable(),
  expiresAt: z.string(),
})
export const membersView = z.object({ members: z.array(memberView), invitations: z.array(invitationView) })

const instant = z.string().datetime({ offset: true })
export const inviteBody = z.object({
  email,
  role,
  /** Empty: every brand of the organization, and those to come. */
  brandIds: z.array(z.uuid()).max(100),
  startsAt: instant.nullable().default(null),
  endsAt: instant.nullable().default(null),
})
export const memberPatch = z.object({
  role: role.optional(),
  startsAt: instant.nullable().optional(),
  endsAt: instant.nullable().optional(),
})
export const acceptBody = z.object({ name: personName, password, language: z.enum(['fr', 'en']).default('fr') })

export const brandBody = z.object({
  name: z.string().trim().min(1).max(120),
  zone: z.string().min(1).max(64),
  color: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/)
    .optional(),
})
export const brandPatch = z.object({
  name: z.string().trim().min(1).max(120).optional(),
  color: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/)
    .optional(),
  toleranceSeconds: z.number().int().min(60).max(86_400).optional(),
  undoSeconds: z.number().int().min(0).max(300).optional(),
  approvalNeeded: z.boolean().optional(),
  blastChannels: z.number().int().min(1).max(50).optional(),
})

export const deviceBody = z.object({
  name: z.string().trim().min(1).max(100),
  /** As the browser gives it (Push API). */
  subscription: z.object({
    endpoint: z.url({ protocol: /^https?$/ }).max(2000),
    keys: z.object({ p256dh: z.string().max(200), auth: z.string().max(100) }),
  }),
})
export const devicesView = z.object({
  /** The desk's own key, for a browser that subscribes. */
  publicKey: z.string(),
  devices: z.array(z.object({ id: z.uuid(), name: z.string(), createdAt: z.string(), rangAt: z.string().nullable() })),
})
export type DevicesView = z.infer<typeof devicesView>
