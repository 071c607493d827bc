import { notMeant, type Rule, supposed } from './rule.ts'

const someone = "(vous|te|t'|le|la|les|l'|lui|leur|votre \\w+|ta \\w+|ton \\w+|ce \\w+|cette \\w+|you|him|her|them|your \\w+|that \\w+)"
const kill =
  '(tuer|buter|crever|saigner|egorger|flinguer|poignarder|planter|descendre|fumer|demonter|defoncer|massacrer|tabasser|cramer|bruler|exploser la (tete|gueule)|casser la (gueule|tete)|kill|stab|shoot|murder|beat up|slit|burn)'

export const threat: Rule = {
  id: 'threat',
  fr: 'Une menace contre une personne : prévenez la personne visée et la direction, gardez une copie, et appelez la police si elle est crédible.',
  en: 'A threat against a person: warn them and your management, keep a copy, and call the police if it is credible.',
  sets: { urgent: true, toxic: true, neverGood: 'anger' },
  when: [
    new RegExp(
      `\\b(je vais|j'vais|jvais|on va|je viens|je reviens|nous allons|i'?m (going to|gonna)|i will|i'll|we will|we'll) ((venir|revenir|passer|come|go) )?(and |tous |all )?(vous |te |t'|le |la |les |l'|lui )?${kill}( ${someone})?\\b`,
    ),
    /\b(je|on) (te|vous|le|la|les|lui|leur) (bute|tue|creve|creverai|saigne|plante|egorge|tuerai|buterai|flinguerai|ferai la peau|mettrai une balle)\b/,
    /\b(avec|j'ai|au|mon|une|with|got|have|bring\w*|my|a) (un |mon |ma |my |a )?(fusil|flingue|arme|couteau|acide|batte|machette|gun|knife|acid|machete|shotgun)\b.*\b(attends?|viens|verr\w+|rigolez|studio|magasin|parking|fermeture|demain|ce soir|tonight|tomorrow|waiting|see|come)\b/,
    /\b(attends?|viens|coming|waiting|ouvre|demain|samedi|ce soir|tonight|tomorrow)\b.*\b(mon|un|une|au|de l'|my|a|with) ?(fusil|flingue|arme|couteau|acide|batte|machette|gun|knife|acid|machete|shotgun)\b/,
    /\b(je sais|on sait|i know) (tres bien )?(ou|where) (vous |tu |elle |il |you |he |she |they )?(habite[sz]?|vis|vit|vivez|dort|dors|live|lives|sleep)\b/,
    /\b(prendr\w+|mettr\w+|merite\w*|tir\w+|get|put|take)\b.{0,15}\b(une balle|deux balles|a bullet)\b/,
    /\b(je vais|on va|i'?ll|i'm going to|going to|gonna) (poser|mettre|lacher|plant|put|set off) (une|la|a) (bombe|bomb)\b/,
    /\b(you are|you're|ur|youre) (all )?(dead|dead meat)\b.*\b(tonight|tomorrow|monday|friday|outside|find)\b/,
    /\btu (es|vas|va) (mort|creve|mourir|crever)\b(?! de)/,
    /\b(attends?|attend|attendrai|j'attends) (a la sortie|a la fermeture|sur le parking|ce soir a la sortie)\b|\bl'attends a la (fermeture|sortie)\b/,
    // Who is where and when, and what will come of it.
    /\b(je|on|nous) (sais|sait|savons) (tres bien )?(ou|a quelle heure|dans quel \w+|quel bus)\b.{0,90}\b(comprendre|regrett\w+|attend\w*|gaffe|sourire|dommage|brul\w+|crame\w*|essence|acide|pas aimer)\b/,
    /\b(sors|finis|prends|j'ai pris|viens|viendrai|arrive|possede|reviens|repart\w*)\b.{0,25}\b(au |le |mon |un |l'|ma |la )(fusil|essence|bidon d'essence|barre de fer|acide|flingue|carabine)\b/,
    /\b(je vais|jvais|j'vais|on va) (te|vous) (retrouver|regler votre compte|regler ton compte|faire la peau)\b(?!.{0,40}\b(plaisir|marche|stand|festival|joie)\b)/,
    /\b(attends?|attendrai|attendrons)\b.{0,30}\b(avec (le chien|mes freres|des barres|ce qu'il faut|mes cousins|une barre))\b(?!.{0,25}\b(champagne|gateau|fleurs)\b)/,
    /\b(finir|finira|finiras|repartira|rentrera)\b.{0,30}\b(hosto|quatre planches|(le|un|mon) coffre|sur les rails|sur une jambe|pas chez (elle|lui))\b/,
  ],
  unless: [
    ...notMeant,
    ...supposed,
    /\b(bise|cafe|verre|bisous?|belote|tarot|echecs|match|tournoi|macaron|gateau|demander|felicit\w+|remerci\w+|bonjour|merci|autographe|photo|dedicace)\b/,
    /\b(le temps|tuer le temps|kill time|killed it|killing it|ma femme|mon mari|my wife|my husband|my mom|ma mere|mon pere|mon medecin|mon banquier)\b/,
    /\b(m'a|nous a|il m'|elle m'|ils m'|m'ont|nous ont) (\w+ )?(dit|menace|ecrit|crie|envoye)|\b(threatened|told|said|shouted|screamed|yelled) (me|us|that|at|to)\b|\bun homme\b|\bquelqu'un\b|\bsomeone\b|\ba man\b/,
    /["«“]/,
    /\b(limaces?|pneus|moustiques?|pucerons?|frelons?|guepes?|herbes?|cafards?|slugs?|mosquito\w*|wasps?|weeds|whoever|couteau suisse|bullet for (you|them|him|her|that))\b/,
    /\bcrever (de|d')\b/,
  ],
  yes: [
    'Je vais vous buter un par un, bande de rats',
    'je sais où tu habites, fais attention à toi',
    'Je viens demain au magasin avec une batte, préparez-vous',
    'on te crève si tu recommences',
    "Dites au gérant que je l'attends ce soir avec mon couteau",
    'le chef de rayon mérite une balle',
    "I'm going to kill you, all of you",
    'I know where you live, sleep well',
    "I'll come tomorrow with my gun, see who laughs",
    'tu vas mourir, on sait où tu bosses',
    'je sais à quelle heure elle ferme, elle va comprendre',
    'envoyez encore un huissier et je sors le fusil',
    'je vais te retrouver, sale petit modo',
    'je vais te buter avec plaisir, et ton boss avec',
    'le technicien qui viendra repartira entre quatre planches',
  ],
  no: [
    'je vais le tuer, mon frère a fini la glace 😂',
    'ma copine va me tuer, encore une paire de chaussures',
    'Je tuerais pour une place au concert',
    'Un client m’a dit « je vais te tuer », je le signale',
    'je vais tuer le temps dans votre boutique en attendant le train',
    'Ce gâteau me tue, bravo au chef',
    'You killed it last night, what a show',
    "I'm going to kill my brother lol he ate it all",
    'Je sais où acheter mon pain maintenant',
    'je sais à quelle heure vous ouvrez, j’arrive avec les croissants',
    'On va vous retrouver samedi au marché avec plaisir',
    'Je viens demain au magasin avec ma fille',
    'que se passe-t-il si je viens avec un couteau suisse à l’aéroport ?',
  ],
}
