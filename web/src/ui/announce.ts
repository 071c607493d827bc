let region: HTMLElement | null = null

function place(): HTMLElement {
  if (region?.isConnected) return region
  region = document.createElement('div')
  region.className = 'vh'
  region.setAttribute('role', 'status')
  region.setAttribute('aria-live', 'polite')
  document.body.append(region)
  return region
}

/** Says to screen readers what arrived without taking the focus. */
export function announce(text: string): void {
  const node = place()
  node.textContent = ''
  // A repeated sentence is only said again when the node was empty for a frame.
  requestAnimationFrame(() => {
    node.textContent = text
  })
}
