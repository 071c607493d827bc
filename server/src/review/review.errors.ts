import { CodedError } from '../platform/errors.ts'

/** The same words for a link that never was, has ended or was withdrawn: whoever tries addresses learns nothing. */
export const linkGone = () =>
  new CodedError({
    code: 'review.link_gone',
    status: 404,
    fr: {
      what: 'Ce lien ne répond plus : il a été retiré ou sa période est passée.',
      kept: 'Ce que vous aviez validé l’est toujours.',
      todo: 'Demandez-en un nouveau à la personne qui vous l’a envoyé.',
    },
    en: {
      what: 'This link no longer answers: it was withdrawn or its time is over.',
      kept: 'What you approved still is.',
      todo: 'Ask whoever sent it for a new one.',
    },
  })

export const changedSince = (deliveryIds: string[]) =>
  new CodedError({
    code: 'review.changed_since',
    status: 409,
    fr: {
      what: 'Une publication a changé pendant que vous la lisiez.',
      kept: 'Aucune décision n’a été enregistrée.',
      todo: 'Relisez celles qui sont marquées, puis décidez de nouveau.',
    },
    en: {
      what: 'A post changed while you were reading it.',
      kept: 'No decision was recorded.',
      todo: 'Read those that are marked again, then decide.',
    },
    data: { deliveryIds },
  })

export const tooLate = () =>
  new CodedError({
    code: 'review.too_late',
    status: 409,
    fr: {
      what: 'Cette publication est déjà partie, ou ne partira plus.',
      kept: 'Aucune décision n’a été enregistrée.',
      todo: 'Rechargez la page pour voir où elle en est.',
    },
    en: {
      what: 'This post has left already, or will not leave.',
      kept: 'No decision was recorded.',
      todo: 'Reload the page to see where it stands.',
    },
  })
