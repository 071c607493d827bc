/* The desk rings: shows what it says, and a touch leads to where it says, within the desk only. */
self.addEventListener('push', (event) => {
  const { title = 'Pupitre', body = '', url = '/today' } = event.data?.json() ?? {}
  event.waitUntil(
    self.registration.showNotification(title, { body, tag: url, data: { url }, icon: '/icon-192.png', badge: '/icon-192.png' }),
  )
})

async function open(path) {
  const url = new URL(path, self.location.origin)
  if (url.origin !== self.location.origin) return
  const desks = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const [desk] = desks
  if (!desk) return self.clients.openWindow(url)
  await desk.focus()
  await desk.navigate(url).catch(() => self.clients.openWindow(url))
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(event.notification.data?.url ?? '/today'))
})
