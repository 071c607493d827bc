import { notMeant, type Rule, supposed } from './rule.ts'

export const dataLeak: Rule = {
  id: 'data-leak',
  fr: 'Des données d’autres personnes semblent visibles : prévenez l’informatique et le délégué à la protection des données, le délai légal est de 72 heures.',
  en: 'Other people’s data seem to be exposed: alert IT and the data protection officer, the legal delay is 72 hours.',
  sets: { urgent: true, intent: 'crisis_signal' },
  when: [
    /\b(je vois|j'ai acces|je tombe sur|je recois|j'ai recu|on voit|me donne|viens? de recevoir|affiche|i (can )?see|i have access|i('m| am)? (getting|receiving)|i (got|received|was sent)|shows? me)\b.{0,70}\b(d'une? autres? (personne|client\w*|famille|patient\w*|adherent\w*)|d'autres (clients?|personnes|patients?|abonnes|gens|familles)|d'(un )?inconnu\w*|d'une inconnue|de quelqu'un d'autre|d'AUTRES clients|autres clients|tous vos clients|someone else'?s?|other (people|customers|clients|patients|users)('s|s')?|another (customer|client|patient|person|user)('s)?|a stranger'?s?|strangers'?)\b/,
    /\b(donnees|fichier|base( de donnees)?|liste|mots de passe|adresses|passeports|dossiers|data|database|passwords|records|files?|customer list|api keys?|cles? api)\b.{0,50}\b(en clair|en ligne|accessibles? (a|par) tou\w+|telechargeables?|publique?s?|dans la nature|en vente|fuite\w*|exposed|leaked|for sale|publicly (accessible|available)|in plain text|on the dark web|in a public)\b/,
    /\b(une|la|confirm\w+|parle d'une|votre) (fuite de (donnees|\d)|fuite chez)\b.{0,60}(\?|forum|vente|comptes|chez vous)|\bfuite chez vous\b|\b(is there|there('s| is)|confirm|about) (a|the) data (leak|breach)\b/,
    /\b(vous avez|you( have|'ve)?) (divulgue|publie|leaked|published|exposed) (mon (numero|adresse|rib|dossier)|l'adresse|les (noms|adresses|numeros|donnees)|un fichier|my (address|number|data|medical)|a file|our data)/,
    /\b(recu|envoye|received|sent)\b.{0,25}\b(par erreur|by mistake|by accident)\b.{0,50}\b(fichier|tableur|excel|liste|dossiers?|resultats|passeports?|contrats?|file|spreadsheet|list|records|results)\b/,
  ],
  unless: [
    ...notMeant,
    ...supposed,
    /\b(de |d'|en |in |of )?(janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|january|february|april|august|september|october|november|december)\b|\b(retour d'experience|avez prevenu|rien remarque|par la presse|confreres|forum de)\b/,
    /\b(article|livre|conference|webinaire|formation|webinar|talk)\b.{0,30}\b(fuite|leak|breach)/,
    /\b(colis|courrier|commande|valise|facture papier|repas|plat|parcel|package|meal|order|luggage) d'un(e)? autre\b|\bsomeone else'?s (parcel|package|order|meal|food|luggage|bag)\b/,
    /\b(avis|commentaires?|photos?|recommandations?|reviews?|comments?|pictures?) d'autres\b|\bother (people|customers)'?s? (reviews?|comments?|photos?)\b/,
    /\b(comment|where|ou) (puis-je |est-ce que je )?(supprimer|effacer|exporter|delete|export)\b/,
  ],
  yes: [
    'Je vois les factures d’autres clients dans mon espace',
    "j'ai reçu par erreur un fichier avec tous les dossiers des élèves",
    'Votre base de données est en vente sur un forum',
    'Vous avez publié un fichier avec 3 000 adresses, il est encore téléchargeable',
    'On parle d’une fuite de données chez vous, est-ce vrai ?',
    "I can see another customer's orders in my account",
    'Your database is exposed, anyone can read it',
    "I was sent someone else's medical results",
  ],
  no: [
    'J’ai reçu le colis d’un autre client',
    'je vois les avis d’autres clients et je suis rassuré',
    'Comment supprimer mes données ?',
    "I received someone else's parcel",
    'Votre article sur la fuite de données de 2019 est passionnant',
    'Et si mes données fuyaient, que feriez-vous ? En cas de fuite, prévenez-vous ?',
    'Fuite sous l’évier, il me faut un plombier',
  ],
}
