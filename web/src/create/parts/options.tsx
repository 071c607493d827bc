import { useQuery } from '@tanstack/react-query'
import { Button } from '../../ui/button.tsx'
import { TextArea, TextField } from '../../ui/field.tsx'
import { useFormat } from '../../ui/format.ts'
import { useT } from '../../ui/language.ts'
import { NativeSelect } from '../../ui/native-select.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { ChannelRules, StoredOptions } from '../create.client.ts'
import { createWords } from '../create.words.ts'
import style from './composer.module.css'
import { takers, useComposer, useLabelOf } from './context.ts'
import { pillarsQuery } from './pillars.ts'
import { newPoll, PollFields } from './poll.tsx'

type Name = ChannelRules['accepts'][number]

const optionsIn = <V extends string>(record: Record<V, string>) =>
  (Object.entries(record) as [V, string][]).map(([value, label]) => ({ value, label }))

/** Who takes an option, said when not every chosen channel does. */
function useHint() {
  const t = useT(createWords)
  const format = useFormat()
  const composer = useComposer()
  const labelOf = useLabelOf()
  return (name: Name): string | undefined => {
    const some = takers(composer, name)
    return some.length < composer.chosen.length
      ? t.optionsOf(format.list(some.map((channel) => labelOf(composer.chosen, channel))))
      : undefined
  }
}

/** What goes with the text: only what at least one chosen channel takes. */
export function Options() {
  const t = useT(createWords)
  const composer = useComposer()
  const { draft, keeper, brandId, canWrite } = composer
  const { options } = draft
  const { data: pillars } = useQuery(pillarsQuery(brandId))
  const hint = useHint()
  const takes = (name: Name) => takers(composer, name).length > 0
  const set = (change: Partial<StoredOptions>) => keeper.change((now) => ({ ...now, options: { ...now.options, ...change } }))
  const hasPillars = (pillars?.length ?? 0) > 0
  return (
    <details className={style.options} id="composer-options">
      <summary>
        <Icon name="sliders" />
        {t.options}
      </summary>
      <fieldset disabled={!canWrite} className={style.optionFields}>
        {hasPillars && (
          <NativeSelect
            label={t.pillar}
            value={draft.pillarId ?? ''}
            options={[{ value: '', label: t.noPillar }, ...(pillars ?? []).map((one) => ({ value: one.id, label: one.name }))]}
            onChange={(id) => keeper.change((now) => ({ ...now, pillarId: id || null }))}
          />
        )}
        <NativeSelect
          label={t.language}
          value={options.language}
          options={optionsIn(t.languages)}
          onChange={(language) => set({ language })}
        />
        {takes('contentWarning') && (
          <TextField
            label={t.contentWarning}
            optional
            hint={hint('contentWarning') ?? t.contentWarningHint}
            value={options.contentWarning ?? ''}
            maxLength={500}
            onChange={(text) => set({ contentWarning: text || null })}
          />
        )}
        {takes('visibility') && (
          <NativeSelect
            label={t.visibility}
            hint={hint('visibility')}
            value={options.visibility}
            options={optionsIn(t.visibilities)}
            onChange={(visibility) => set({ visibility: visibility as StoredOptions['visibility'] })}
          />
        )}
        {takes('whoMayReply') && (
          <NativeSelect
            label={t.whoMayReply}
            hint={hint('whoMayReply')}
            value={options.whoMayReply}
            options={optionsIn(t.replies)}
            onChange={(whoMayReply) => set({ whoMayReply: whoMayReply as StoredOptions['whoMayReply'] })}
          />
        )}
        {(takes('story') || takes('reel')) && (
          <NativeSelect
            label={t.placement}
            hint={options.placement ? hint(options.placement) : undefined}
            value={options.placement ?? 'feed'}
            options={optionsIn(t.placements).filter(({ value }) => value === 'feed' || takes(value))}
            onChange={(value) => set({ placement: value === 'feed' ? undefined : (value as 'story' | 'reel') })}
          />
        )}
        {takes('firstComment') && (
          <TextArea
            label={t.firstComment}
            optional
            rows={2}
            hint={hint('firstComment') ?? t.firstCommentHint}
            value={options.firstComment ?? ''}
            onChange={(text) => set({ firstComment: text || undefined })}
          />
        )}
        {options.poll && <PollFields poll={options.poll} onChange={(poll) => set({ poll })} />}
        {!options.poll && takes('poll') && (
          <Button compact kind="word" icon="plus" onPress={() => set({ poll: newPoll() })}>
            {t.addPoll}
          </Button>
        )}
      </fieldset>
    </details>
  )
}
