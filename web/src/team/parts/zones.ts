/** Zones as the browser knows them, the person's own first. */
export function zoneOptions(): { value: string; label: string }[] {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone
  const all = Intl.supportedValuesOf('timeZone').filter((zone) => zone !== own)
  return [own, ...all].map((value) => ({ value, label: value.replaceAll('_', ' ').replaceAll('/', ' · ') }))
}
