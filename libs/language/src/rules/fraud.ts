import { notMeant, type Rule, supposed } from './rule.ts'

const running =
  "(en ce moment|la maintenant|maintenant|a l'instant|en direct|en cours|vient de|viennent de|sont en train|est en train|ce (matin|soir|midi)|cet apres-midi|cette nuit|encore|continue|right now|just now|just|currently|still|keeps?|today|tonight|this (morning|afternoon|evening)|as we speak|il y a (\\d+|dix|quinze|vingt|cinq) minutes|minutes ago)"

export const fraud: Rule = {
  id: 'fraud',
  fr: 'Une fraude est en cours : bloquez le compte ou le paiement, prévenez la sécurité, et avertissez les autres clients si un faux compte agit en votre nom.',
  en: 'A fraud is running: block the account or payment, alert security, and warn other customers if someone acts in your name.',
  sets: { urgent: true, intent: 'crisis_signal', keeps: ['request', 'question'] },
  when: [
    new RegExp(
      `\\b${running}\\b.{0,60}\\b(pirat\\w+|hack\\w*|vid(er|ent|e) mon compte|virements?|paiements? (frauduleux|que j'ai pas|que je n'ai pas|inconnus?)|se fait passer|usurp\\w+|arnaqu\\w+|faux (conseillers?|agents?|sites?|comptes?)|drain\\w* my account|unauthori[sz]ed|impersonat\\w+|pretending to be|fake (account|site|page|agent)|fraudulent|codes? bancaires?)\\b`,
    ),
    new RegExp(
      `\\b(pirat\\w+|hacked|hacker|vid(e|er|ent) mon compte|virements?|paiements?|se fait passer pour|se font passer pour|usurp\\w+|faux (conseillers?|agents?|sites?|compte\\w*)|draining my account|unauthori[sz]ed (payments?|transactions?|charges?)|impersonating|pretending to be|fake (account|site|website|page|agents?)|transactions?)\\b.{0,90}\\b${running}\\b`,
    ),
    /\b(quelqu'un|on|un type|someone|somebody) (se sert|utilise|a acces|passe des commandes|achete|depense|is using|is spending|is ordering|has access|is buying|logged in)\b.{0,50}\b(mon compte|ma carte|mes points|en mon nom|my account|my card|my name)\b/,
    /\b(on m'appelle|quelqu'un m'appelle|je recois un appel|un homme m'appelle|someone (is calling|called)|i'?m on the phone)\b.{0,90}\b(code|codes|mot de passe|carte|virement|password|pin|card number|transfer)\b/,
    /\b(bloquez|opposition|block|freeze|cancel)\b.{0,40}\b(carte|compte|tout|virements?|card|account|payments?)\b.{0,60}\b(vole\w*|pirat\w*|vite|maintenant|en cours|stolen|hacked|now|quick\w*)\b/,
  ],
  unless: [
    ...notMeant,
    ...supposed,
    /\b(un bouton|une option|dans l'appli tuerait|best hacker|recover\w* (your|my)|back today|inbox)\b/,
    /\b(tout est regle|c'est regle|regle depuis|resolu|merci d'avoir (bloque|reagi)|thanks for (blocking|catching|stopping)|all sorted|resolved)\b/,
    /\b(ne (me )?suis pas|n'ai pas ete|pas ete|never been|not been|wasn'?t) (pirate|hacke|hacked)\b/,
    /\b(comment (savoir|reconnaitre|signaler)|how (can|do) i (know|tell|report))\b/,
    /\b(virement|paiement|remboursement|refund|payment)\b.{0,40}\b(toujours pas|pas encore|jamais|still (not|haven'?t|waiting)|not (yet )?received)\b/,
    /\b(mon|le) virement (de \w+ )?(est (encore en attente|arrive)|instantane)\b|\bbloque un virement\b/,
    /\b(paiement|virement) (en (trois|3|plusieurs)|sans contact|par carte)\b|\barnaque (ce|votre|ces) (prix|menu|cafe|produit)/,
  ],
  yes: [
    'On est en train de vider mon compte, trois virements en dix minutes',
    'Un faux site à votre nom encaisse des commandes en ce moment',
    'quelqu’un passe des commandes avec mon compte là maintenant',
    'On m’appelle de votre part et on me demande le code reçu par SMS',
    'Someone is using my card right now, four payments in ten minutes',
    'A fake account is impersonating you right now and asking people for money',
    'My account was hacked just now, block it please',
  ],
  no: [
    'Mon compte a été piraté l’an dernier, tout est réglé',
    'Comment reconnaître un faux conseiller ?',
    'Mon virement n’est toujours pas arrivé, c’est en cours ?',
    'Quelle arnaque ce menu',
    'Do you take contactless payments today?',
    'Merci d’avoir bloqué ma carte si vite ce matin quand elle a été piratée',
    'I am still waiting for the refund payment',
  ],
}
