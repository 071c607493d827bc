/** The sign of the house: a staff and its stand. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="12" fill="var(--ink)" />
      <path
        d="M5.5 7.5l6.5 2 6.5-2v7l-6.5 2-6.5-2zM12 9.5v7M12 16.5V20M9 20h6"
        fill="none"
        stroke="var(--paper)"
        strokeWidth="1.3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
