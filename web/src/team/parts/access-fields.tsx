import type { Role } from '@pupitre/server/team/team.schema'
import { useSession } from '../../session.ts'
import { useT } from '../../ui/language.ts'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/field.tsx'
import { teamWords } from '../team.words.ts'
import style from './team.module.css'

/** Roles that already have something to do at the desk; an owner's role is only given by an owner. */
const GIVEN: readonly Role[] = ['supervisor', 'manager']

export type AccessDraft = { role: Role; from: string; until: string }

export function accessFault(t: { endBeforeStart: string }, draft: AccessDraft): string | null {
  return draft.from && draft.until && draft.until < draft.from ? t.endBeforeStart : null
}

/** Role and period, the same when inviting and when editing. */
export function AccessFields({ draft, onChange }: { draft: AccessDraft; onChange: (draft: AccessDraft) => void }) {
  const t = useT(teamWords).members
  const { can } = useSession()
  const roles = can('data') ? (['owner', ...GIVEN] as const) : GIVEN
  return (
    <>
      <Select
        label={t.role}
        value={draft.role}
        onChange={(role) => onChange({ ...draft, role })}
        options={roles.map((value) => ({ value, ...t.roles[value] }))}
        hint={t.roles[draft.role].sub}
      />
      <div className={style.pair}>
        <TextField label={t.startsAt} type="date" optional value={draft.from} onChange={(from) => onChange({ ...draft, from })} />
        <TextField
          label={t.endsAt}
          type="date"
          optional
          value={draft.until}
          onChange={(until) => onChange({ ...draft, until })}
          error={accessFault(t, draft)}
        />
      </div>
      <p>{t.endsHint}</p>
    </>
  )
}
