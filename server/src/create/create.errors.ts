import { CodedError } from '../platform/errors.ts'

export const changedMeanwhile = (by: string | null, current: unknown) =>
  new CodedError({
    code: 'create.changed_meanwhile',
    status: 409,
    fr: {
      what: `${by ?? 'Quelqu’un'} a modifié ce contenu entre-temps.`,
      kept: 'Votre texte est encore à l’écran, il n’est pas perdu.',
      todo: 'Comparez, puis enregistrez de nouveau.',
    },
    en: {
      what: `${by ?? 'Somebody'} changed this content in the meantime.`,
      kept: 'Your text is still on the screen, it is not lost.',
      todo: 'Compare, then save again.',
    },
    data: { by, current },
  })

export const alreadyLeft = () =>
  new CodedError({
    code: 'create.already_left',
    status: 409,
    fr: {
      what: 'Cette version est partie ou en train de partir : son texte ne change plus ici.',
      kept: 'Rien n’a été changé.',
      todo: 'Modifiez la publication en ligne depuis sa page, ou dupliquez le contenu.',
    },
    en: {
      what: 'This version has left or is leaving: its text no longer changes here.',
      kept: 'Nothing was changed.',
      todo: 'Edit the live post from its page, or duplicate the content.',
    },
  })

export const notAnImage = () =>
  new CodedError({
    code: 'create.not_an_image',
    status: 422,
    fr: {
      what: 'Ce fichier n’est pas une image que le pupitre sait lire.',
      kept: 'Rien n’a été ajouté.',
      todo: 'Donnez un fichier JPEG, PNG, WebP, AVIF ou GIF.',
    },
    en: {
      what: 'This file is not an image the desk can read.',
      kept: 'Nothing was added.',
      todo: 'Give a JPEG, PNG, WebP, AVIF or GIF file.',
    },
  })

export const imageTooLarge = (megapixels: number) =>
  new CodedError({
    code: 'create.image_too_large',
    status: 422,
    fr: {
      what: `Cette image dépasse ${megapixels} millions de pixels ou 40 Mo.`,
      kept: 'Rien n’a été ajouté.',
      todo: 'Réduisez-la, puis recommencez.',
    },
    en: {
      what: `This image is over ${megapixels} million pixels or 40 MB.`,
      kept: 'Nothing was added.',
      todo: 'Make it smaller, then try again.',
    },
  })

export const noFile = () =>
  new CodedError({
    code: 'create.no_file',
    status: 400,
    fr: { what: 'Aucun fichier n’a été reçu.', kept: 'Rien n’a été ajouté.', todo: 'Choisissez une image, puis recommencez.' },
    en: { what: 'No file was received.', kept: 'Nothing was added.', todo: 'Choose an image, then try again.' },
  })

/** The same words whatever stands behind the address: a refused, closed or absent one look alike. */
export const pageUnreachable = () =>
  new CodedError({
    code: 'create.page_unreachable',
    status: 422,
    fr: {
      what: 'Cette page n’a pas pu être lue.',
      kept: 'Le lien reste dans votre texte.',
      todo: 'Vérifiez l’adresse, ou écrivez vous-même le titre de l’aperçu.',
    },
    en: {
      what: 'This page could not be read.',
      kept: 'The link stays in your text.',
      todo: 'Check the address, or write the title of the card yourself.',
    },
  })

export const notAFilm = () =>
  new CodedError({
    code: 'create.not_a_film',
    status: 422,
    fr: { what: 'Ce fichier n’est pas une vidéo lisible.', kept: 'Rien n’a été ajouté.', todo: 'Choisissez un fichier MP4, MOV ou WebM.' },
    en: { what: 'This file is not a video that can be read.', kept: 'Nothing was added.', todo: 'Choose an MP4, MOV or WebM file.' },
  })

export const filmTooLarge = (maxBytes: number) =>
  new CodedError({
    code: 'create.film_too_large',
    status: 422,
    fr: { what: `Cette vidéo dépasse ${maxBytes / 1e9} Go.`, kept: 'Rien n’a été ajouté.', todo: 'Exportez-la plus légère ou coupez-la.' },
    en: { what: `This video is larger than ${maxBytes / 1e9} GB.`, kept: 'Nothing was added.', todo: 'Export it lighter, or cut it.' },
  })

export const noFilmTools = () =>
  new CodedError({
    code: 'create.no_film_tools',
    status: 503,
    fr: {
      what: 'Ce serveur n’a pas ffmpeg, qui prépare les vidéos.',
      kept: 'Rien n’a été ajouté.',
      todo: 'Demandez à qui tient le serveur d’installer ffmpeg (apt install ffmpeg).',
    },
    en: {
      what: 'This server has no ffmpeg, which prepares videos.',
      kept: 'Nothing was added.',
      todo: 'Ask whoever keeps the server to install ffmpeg (apt install ffmpeg).',
    },
  })
