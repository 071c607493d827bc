import { json, type Call, type Reply, type Route } from '../http.ts'
import { answer, badToken, GraphRefusal, inside, invalid, list, missing, noSuchThing, textIn, tokenOf } from '../meta/graph.ts'
import type { WhatsAppActions } from './actions.ts'
import { numberEntity } from './entities.ts'
import type { PhoneNumber, WhatsAppStore } from './store.ts'

export const VERSION = 'v25.0'

type Server = { store: WhatsAppStore; actions: WhatsAppActions }
type Asking = Server & { call: Call; businessId: string; number: PhoneNumber }

export function whatsAppRoutes(store: WhatsAppStore, actions: WhatsAppActions): Route[] {
  const server: Server = { store, actions }
  const at = (line: string, work: (asking: Asking) => Reply): Route => {
    const [method = '', edge = ''] = line.split(' ')
    const handle = (call: Call) =>
      answer(call, () => {
        const businessId = businessOf(store, call)
        const number = store.memory.numbers.get(call.params['id'] ?? '')
        if (!number) throw noSuchThing(call.params['id'] ?? '')
        if (number.businessId !== businessId) throw missing('whatsapp_business_messaging')
        return work({ ...server, call, businessId, number })
      })
    return { method, pattern: new RegExp(`^/${VERSION}/(?<id>10\\d{10})${edge}$`), handle }
  }
  return [
    ...businessRoutes(store),
    at('GET ', ({ number }) => json(numberEntity(number))),
    at('POST /messages', messages),
    at('POST /media', upload),
    at('GET /block_users', ({ store: { memory }, number }) => {
      const people = [...memory.people.values()].filter(({ id }) => memory.blocked.has(`${number.id}/${id}`))
      return json({ data: people.map(({ id }) => ({ messaging_product: 'whatsapp', wa_id: id })) })
    }),
    at('POST /block_users', (asking) => block(asking, true)),
    at('DELETE /block_users', (asking) => block(asking, false)),
  ]
}

function businessOf(store: WhatsAppStore, call: Call): string {
  const access = store.memory.access.get(tokenOf(call))
  if (!access) throw badToken()
  return access.businessId
}

function businessRoutes(store: WhatsAppStore): Route[] {
  const at = (method: string, edge: string, work: (businessId: string) => Reply): Route => ({
    method,
    pattern: new RegExp(`^/${VERSION}/(?<id>11\\d{10})/${edge}$`),
    handle: (call) =>
      answer(call, () => {
        if (businessOf(store, call) !== call.params['id']) throw missing('whatsapp_business_management')
        return work(call.params['id'] ?? '')
      }),
  })
  return [
    at('GET', 'phone_numbers', (id) =>
      json({ data: [...store.memory.numbers.values()].filter(({ businessId }) => businessId === id).map(numberEntity) }),
    ),
    at('POST', 'subscribed_apps', (id) => {
      const business = store.memory.businesses.get(id)
      if (business) business.listening = true
      return json({ success: true })
    }),
  ]
}

const PICTURES = [Buffer.from([0x89, 0x50, 0x4e, 0x47]), Buffer.from([0xff, 0xd8])]

function upload({ call, store, number }: Asking): Reply {
  const file = call.files['file']
  if (!file || textIn(call.body, 'messaging_product') !== 'whatsapp') throw invalid('(#100) The parameter file is required.')
  const isPicture = PICTURES.some((begin) => file.bytes.subarray(0, begin.length).equals(begin))
  if (!file.type.startsWith('video/') && !isPicture) throw new GraphRefusal(131053, '(#131053) Media upload error')
  const made = { id: store.newId('13'), numberId: number.id, bytes: file.bytes, type: file.type }
  store.memory.files.set(made.id, made)
  return json({ id: made.id })
}

const TYPES = ['text', 'image', 'video'] as const

function messages({ call: { body }, actions, number }: Asking): Reply {
  const personId = textIn(body, 'to') || textIn(body, 'recipient')
  const kind = textIn(body, 'type')
  const content = inside(body, kind)
  const shown = (id: string) =>
    json({ messaging_product: 'whatsapp', contacts: [{ input: personId, wa_id: personId }], messages: [{ id }] })
  if (kind === 'reaction') {
    actions.react(textIn(content, 'message_id'), number.id, textIn(content, 'emoji'))
    return shown(`wamid.${Buffer.from(`reaction ${textIn(content, 'message_id')}`).toString('base64')}`)
  }
  const type = TYPES.find((one) => one === kind)
  if (!type) throw new GraphRefusal(131051, '(#131051) Unsupported message type')
  const text = type === 'text' ? textIn(content, 'body') : textIn(content, 'caption')
  const fileId = type === 'text' ? null : textIn(content, 'id')
  const answers = textIn(inside(body, 'context'), 'message_id') || null
  return shown(actions.send({ numberId: number.id, personId, type, text, fileId, answers }).id)
}

function block({ call, store, actions, number }: Asking, on: boolean): Reply {
  const people = list(inside(call.body, 'block_users')).map((one) => textIn(one, 'user'))
  const may = people.filter((person) => !on || actions.isOpen(number.id, person))
  for (const person of may) store.memory.blocked[on ? 'add' : 'delete'](`${number.id}/${person}`)
  const done = may.map((person) => ({ input: person, wa_id: person }))
  const errors = [{ message: 'User has not messaged this business in the last 24 hours', code: 139103 }]
  const failed = people.filter((person) => !may.includes(person)).map((person) => ({ input: person, wa_id: person, errors }))
  const told = {
    ...(done.length > 0 && { [on ? 'added_users' : 'removed_users']: done }),
    ...(failed.length > 0 && { failed_users: failed }),
  }
  return json({ messaging_product: 'whatsapp', block_users: told })
}
