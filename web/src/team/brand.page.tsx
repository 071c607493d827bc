import type { BrandAccess } from '@pupitre/server/team/team.schema'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { queries } from '../queries.ts'
import { meQuery, useSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { Switch } from '../ui/choice.tsx'
import { TextField } from '../ui/field.tsx'
import { useT } from '../ui/language.ts'
import { Page, Section } from '../ui/page.tsx'
import { Select } from '../ui/select.tsx'
import { EmptyState } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { DoorError } from './parts/door.tsx'
import { NewBrandDialog } from './parts/new-brand.tsx'
import style from './parts/team.module.css'
import { patchBrand } from './team.client.ts'
import { teamWords } from './team.words.ts'

const UNDO = [0, 10, 20, 30, 60, 120, 300]
const TOLERANCE = [300, 900, 1800, 3600, 7200, 21_600]
const BLAST = [1, 2, 3, 5, 10, 20]

/** What is offered, and what stands there already when it is none of these. */
const among = (offered: readonly number[], value: number): number[] => [...new Set([...offered, value])].sort((a, b) => a - b)

function BrandSettings({ brand }: { brand: BrandAccess }) {
  const words = useT(teamWords)
  const t = words.brandPage
  const [kept, setKept] = useState(brand)
  const set = (change: Partial<BrandAccess>) => setKept((before) => ({ ...before, ...change }))
  const { name, color, undoSeconds, toleranceSeconds, blastChannels, approvalNeeded } = kept
  const save = useMutation({
    mutationFn: () => patchBrand(brand.id, { name: name.trim(), color, undoSeconds, toleranceSeconds, blastChannels, approvalNeeded }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: meQuery.queryKey })
      toast(t.saved)
    },
  })
  const isChanged = (Object.keys(kept) as (keyof BrandAccess)[]).some((key) => kept[key] !== brand[key])
  const lasting = (seconds: number) => (seconds % 3600 === 0 ? t.hours(seconds / 3600) : t.minutes(Math.round(seconds / 60)))
  const choices = (offered: readonly number[], value: number, label: (n: number) => string) =>
    among(offered, value).map((n) => ({ value: String(n), label: label(n) }))
  return (
    <>
      <Section title={t.who} text={t.whoText}>
        <div className={style.fields}>
          <TextField
            label={words.setup.brandName}
            value={name}
            onChange={(next) => set({ name: next })}
            error={name.trim() ? null : words.brandMissing}
            maxLength={120}
          />
          <label className={style.color}>
            {t.color}
            <input type="color" value={color} onChange={(event) => set({ color: event.target.value })} />
          </label>
          <p className="dim">{t.zone(brand.zone)}</p>
        </div>
      </Section>
      <Section title={t.sending} text={t.sendingText}>
        <div className={style.fields}>
          <Select
            label={t.undo}
            hint={t.undoSub}
            value={String(undoSeconds)}
            options={choices(UNDO, undoSeconds, t.seconds)}
            onChange={(value) => set({ undoSeconds: Number(value) })}
          />
          <Select
            label={t.tolerance}
            hint={t.toleranceSub}
            value={String(toleranceSeconds)}
            options={choices(TOLERANCE, toleranceSeconds, lasting)}
            onChange={(value) => set({ toleranceSeconds: Number(value) })}
          />
          <Select
            label={t.blast}
            hint={t.blastSub}
            value={String(blastChannels)}
            options={choices(BLAST, blastChannels, t.channels)}
            onChange={(value) => set({ blastChannels: Number(value) })}
          />
          <Switch isSelected={approvalNeeded} sub={t.approvalSub} onChange={(on) => set({ approvalNeeded: on })}>
            {t.approval}
          </Switch>
          <DoorError error={save.error} />
          <div>
            <Button kind="primary" isPending={save.isPending} isDisabled={!isChanged || name.trim() === ''} onPress={() => save.mutate()}>
              {t.save}
            </Button>
          </div>
        </div>
      </Section>
    </>
  )
}

/** The brand at the desk: how it is called, and what protects what leaves in its name. */
export default function BrandPage() {
  const t = useT(teamWords).brandPage
  const { me, brand } = useSession()
  const [adds, setAdds] = useState(false)
  const organizationId = brand?.organizationId ?? me.brands.find((one) => !one.demo && one.rights.includes('settings'))?.organizationId
  const add = organizationId && !brand?.demo && (
    <Button icon="plus" onPress={() => setAdds(true)}>
      {t.add}
    </Button>
  )
  return (
    <Page title={t.title} lead={brand?.name} actions={add}>
      {brand ? <BrandSettings key={brand.id} brand={brand} /> : <EmptyState title={t.pickTitle}>{t.pick}</EmptyState>}
      {adds && organizationId && <NewBrandDialog organizationId={organizationId} onClose={() => setAdds(false)} />}
    </Page>
  )
}
