import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { queries } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm, Dialog, DialogFeet } from '../../ui/dialog.tsx'
import { useFormat } from '../../ui/format.ts'
import { useT } from '../../ui/language.ts'
import { toast } from '../../ui/toast.tsx'
import { type Member, membersQuery, patchMember, removeMember } from '../team.client.ts'
import { teamWords } from '../team.words.ts'
import { type AccessDraft, accessFault, AccessFields } from './access-fields.tsx'
import { DoorError, DoorForm } from './door.tsx'
import { dayOf, instantOf } from './period.ts'
import style from './team.module.css'

type Props = { organizationId: string; member: Member; onClose: () => void }

export function EditMember({ organizationId, member, onClose }: Props) {
  const t = useT(teamWords).members
  const { zone } = useFormat()
  const [draft, setDraft] = useState<AccessDraft>({
    role: member.role,
    from: dayOf(member.startsAt, zone),
    until: dayOf(member.endsAt, zone),
  })
  const save = useMutation({
    mutationFn: () =>
      patchMember(organizationId, member.id, {
        role: draft.role,
        startsAt: instantOf(draft.from, false, zone),
        endsAt: instantOf(draft.until, true, zone),
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: membersQuery(organizationId).queryKey })
      toast(t.saved)
      onClose()
    },
  })
  return (
    <Dialog title={t.editTitle(member.name)} isOpen onClose={onClose}>
      <div className={style.form}>
        <DoorForm onSubmit={() => !accessFault(t, draft) && save.mutate()}>
          <AccessFields draft={draft} onChange={setDraft} />
          <DoorError error={save.error} />
          <DialogFeet>
            <Button onPress={onClose}>{t.cancel}</Button>
            <Button type="submit" kind="primary" isPending={save.isPending}>
              {t.save}
            </Button>
          </DialogFeet>
        </DoorForm>
      </div>
    </Dialog>
  )
}

export function RemoveMember({ organizationId, member, onClose }: Props) {
  const t = useT(teamWords).members
  const remove = useMutation({
    mutationFn: () => removeMember(organizationId, member.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: membersQuery(organizationId).queryKey })
      toast(t.removed(member.name))
      onClose()
    },
  })
  return (
    <Confirm
      title={t.removeTitle(member.name)}
      isOpen
      onClose={onClose}
      confirm={t.remove}
      isFinal
      isPending={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      <p>{t.removeText}</p>
      <DoorError error={remove.error} />
    </Confirm>
  )
}
