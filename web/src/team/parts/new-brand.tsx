import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { queries } from '../../queries.ts'
import { meQuery, rememberBrand } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogFeet } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { useT } from '../../ui/language.ts'
import { NativeSelect } from '../../ui/native-select.tsx'
import { toast } from '../../ui/toast.tsx'
import { addBrand } from '../team.client.ts'
import { teamWords } from '../team.words.ts'
import { DoorError } from './door.tsx'
import style from './team.module.css'
import { zoneOptions } from './zones.ts'

const ZONES = zoneOptions()

/** One more brand of the house or of the agency; the desk goes there once it is made. */
export function NewBrandDialog({ organizationId, onClose }: { organizationId: string; onClose: () => void }) {
  const words = useT(teamWords)
  const t = words.brandPage
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [zone, setZone] = useState(ZONES[0]?.value ?? 'Europe/Paris')
  const add = useMutation({
    mutationFn: () => addBrand(organizationId, { name: name.trim(), zone }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: meQuery.queryKey })
      rememberBrand(id)
      onClose()
      toast(t.added(name.trim()))
      await navigate({ to: '/settings/channels', search: { brand: id } })
    },
  })
  return (
    <Dialog title={t.addTitle} isOpen onClose={onClose}>
      <p>{t.addText}</p>
      <div className={style.fields}>
        <TextField label={words.setup.brandName} value={name} onChange={setName} maxLength={120} autoFocus />
        <NativeSelect label={words.setup.zone} value={zone} options={ZONES} onChange={setZone} hint={words.setup.zoneHint} />
        <DoorError error={add.error} />
      </div>
      <DialogFeet>
        <Button onPress={onClose}>{t.cancel}</Button>
        <Button kind="primary" isPending={add.isPending} isDisabled={name.trim() === ''} onPress={() => add.mutate()}>
          {t.add}
        </Button>
      </DialogFeet>
    </Dialog>
  )
}
