import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { addDevice, listDevices, removeDevice, tryDevice, type DeviceDeps } from './team.devices.service.ts'
import { deviceBody, devicesView } from './team.schema.ts'

const deviceParams = z.object({ deviceId: z.uuid() })
const ok = z.object({ ok: z.literal(true) })

/** The browsers and phones that a person lets ring. */
export function deviceRoutes(http: Http, deps: DeviceDeps): void {
  http.route({
    method: 'GET',
    url: '/api/v1/me/devices',
    summary: 'One’s devices that ring, and the key with which another is added',
    access: { kind: 'person' },
    answer: devicesView,
    handler: ({ grant }) => listDevices(deps, grant.actor),
  })
  http.route({
    method: 'POST',
    url: '/api/v1/me/devices',
    summary: 'Let this browser ring',
    access: { kind: 'person' },
    body: deviceBody,
    answer: z.object({ id: z.uuid() }),
    status: 201,
    perMinute: 20,
    handler: ({ grant, body }) => addDevice(deps, grant.actor, body),
  })
  http.route({
    method: 'DELETE',
    url: '/api/v1/me/devices/:deviceId',
    summary: 'Let a device ring no more',
    access: { kind: 'person' },
    params: deviceParams,
    answer: ok,
    handler: async ({ grant, params }) => {
      await removeDevice(deps, grant.actor, params.deviceId)
      return { ok: true } as const
    },
  })
  http.route({
    method: 'POST',
    url: '/api/v1/me/devices/:deviceId/ring',
    summary: 'Ring a device of one’s own, to try it',
    access: { kind: 'person' },
    params: deviceParams,
    answer: ok,
    perMinute: 10,
    handler: async ({ grant, params }) => {
      await tryDevice(deps, grant.actor, params.deviceId)
      return { ok: true } as const
    },
  })
}
