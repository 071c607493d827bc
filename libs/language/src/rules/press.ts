import { notMeant, type Rule } from './rule.ts'

export const press: Rule = {
  id: 'press',
  fr: 'Un journaliste attend une réponse : ne répondez pas seul, transmettez tout de suite au service de presse avec l’heure limite.',
  en: 'A journalist waits for an answer: do not answer alone, pass it on to the press office at once with the deadline.',
  sets: { urgent: true, intent: 'crisis_signal' },
  when: [
    /\b(journaliste|redaction|grand reporter|(?:a|the|am|are) reporter|reporter (?:for|from|at|with)|reporteur|journalist|newsroom|afp|bfm\w*|france ?info|radio|le monde|le parisien|liberation|mediapart|tf1|france (2|3|inter)|reuters|bbc|cnn|the guardian|the times|daily mail)\b.{0,170}\b(reaction|reagir|confirm\w+|commenter|commentaire|reponse|repondre|souhaitez-vous|dementez|boucle\w*|publication|publions|bouclage|antenne|flash|avant \d{1,2} ?h|comment|respond|response|statement|confirm|deadline|publish\w*|on air|by \d|before \d|right of reply)\b/,
    /\b(enquete|sujet|reportage|article|investigation|story|piece)\b.{0,60}\b(sur vous|sur votre|a votre sujet|sur vos|about you|about your|on your)\b.{0,120}\b(reponse|reaction|repondre|commentaire|avant|publication|publi\w+|comment|response|deadline|publish\w*)\b/,
    // Who it is and until when, whatever is asked.
    /\b(je suis|ici|bonjour,?) (une? )?(journaliste|reporter|la redaction|grand reporter)\b.{0,120}\b(avant (midi|ce soir|demain|\d)|d'ici (midi|ce soir|une heure|\d)|dans l'heure|ce soir|urgent\w*)\b/,
    /\bi('m| am) (a |the )?(journalist|reporter)\b.{0,120}\b(before (noon|tonight|\d)|by (noon|tonight|\d)|within the hour|on deadline)\b/,
  ],
  unless: [
    ...notMeant.slice(0, 3),
    /\b(si un jour|rien ne presse|no deadline|who'?s the journalist|sans urgence)\b/,
    /\b(lookbook|visuels|dossier de presse|kit presse|press kit|accreditation|invitation|echantillon|sample|high.?res|logo|portrait|entretien sur (son|votre parcours)|interview (croisee|inspirante)|stage|stagiaire|mode,|beaute,)\b/,
    /\b(a la radio ce matin|entendu a la radio|ecoute la radio|poste de radio|autoradio|car radio|radio (fm|marche|grille|a fond)|le monde entier|tout le monde|sur radio|vu sur|lu dans|bravo|felicitations|congrat\w+)\b/,
    // What their own journalist did.
    /^(@\w+ )?(votre|vos) journalistes?\b/,
    /\b(ecole de journalisme|etudiante? en journalisme|student)\b/,
  ],
  yes: [
    'Journaliste à la radio publique, je boucle à 18 h : votre réaction sur les licenciements ?',
    'Je suis journaliste à Libération, pouvez-vous me rappeler avant midi ?',
    'AFP, bonjour. Confirmez-vous le décès dans votre entrepôt ?',
    'Journaliste à l’AFP : un candidat de votre émission est mort, une réaction avant 18 h ?',
    'La rédaction prépare un sujet sur vos conditions de travail, une réponse avant 17 h ?',
    'Hi, BBC News here. Do you have a statement on the recall before 6 pm?',
    'I am a reporter working on a story about your data, deadline tonight, any comment?',
  ],
  no: [
    'Journaliste mode, je souhaite recevoir le lookbook et deux visuels',
    'Bravo pour votre passage à la radio ce matin',
    'Le journal ne prend plus les commentaires',
    'Étudiante en journalisme, je cherche un stage',
    'Nous souhaiterions reporter le déménagement et obtenir confirmation écrite',
    'Votre journaliste a coupé la réponse au milieu, le sens s’inverse',
    'Lu dans Le Monde : votre article est excellent, une réponse au lecteur ?',
    'Could I get the press kit and the logo in high-res? I am a journalist',
  ],
}
