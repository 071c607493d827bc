/** French words by class; `content|e|s` stands for content, contente, contents. */
import type { WordLists } from './lexicon.ts'

export const fr: WordLists = {
  good: `bon|s|ne|nes bien super génial|e|es géniaux excellent|e|s|es parfait|e|s|es top magnifique|s adore|r|nt adoré|e|s aime|s|r aimé bravo
    merveilleux merveilleuse|s formidable|s délicieux délicieuse|s régal régalé|e|s régale content|e|s|es ravi|e|s|es satisfait|e|s|es heureux
    heureuse|s efficace|s rapide|s sympa|s sympathique|s gentil|s|le|les accueillant|e|s|es souriant|e|s|es chaleureux chaleureuse agréable|s
    recommande|r recommandé beau|x belle|s joli|e|s|es impeccable|s nickel extra sublime|s incroyable|s extraordinaire|s fantastique|s
    remarquable|s professionnel|s|le|les qualité félicitations chapeau respect fier|s fière|s plaisir bonheur kiffe|r kiffé pépite réussi|e|s|es
    savoureux savoureuse|s fraîche frais douce doux confortable|s pratique|s utile|s clair|e|s|es réactif|s réactive|s patient|e|s
    attentionné|e|s serviable|s aimable|s poli|e|s cool mignon|ne|s|nes drôle|s amusant|e|s hâte vivement meilleur|e|s|es mieux parfaitement
    tip-top ouf dingue tuerie bluffant|e|s bluffé|e|s impressionnant|e|s inoubliable|s exceptionnel|s|le|les charmant|e|s délice|s tendre|s
    généreux généreuse sauvé|e réconfortant|e|s rassuré|e rassurant|e bienveillant|e|s bienveillance sincère|s honnête|s juste soulagé|e sourire|s`,
  bad: `mauvais|e|es mal nul|s|le|les pire|s horrible|s affreux affreuse|s déçu|e|s|es décevant|e|s|es déception|s dégoûté|e|s dégoûtant|e|s
    dégueulasse|s immonde|s infect|e|s catastrophe|s catastrophique|s scandaleux scandaleuse scandale honte honteux honteuse|s inadmissible|s
    inacceptable|s lamentable|s pitoyable|s minable|s médiocre|s arnaque|s arnaqué|e|s arnaqueur|s escroc|s escroquerie|s voleur|s voleuse|s vol|é
    panne|s bug|s bugué|e bugge plante cassé|e|s|es abîmé|e|s|es défectueux défectueuse|s périmé|e|s|es sale|s froid|e|s|es lent|e|s|es retard|s
    attente impossible|s problème|s souci|s erreur|s faux fausse|s incompétent|e|s|es incompétence mépris méprisant|e|s désagréable|s impoli|e|s
    malpoli|e|s arrogant|e|s agressif|s agressive|s froissé|e perdu|e|s|es jamais marre insupportable|s ridicule|s absurde|s aberrant|e|s
    déplorable|s regrettable|s dommage regrette|r triste|s ennuyeux ennuyeuse|s cher|s chère|s trop fuir fuyez évitez éviter déconseille|r
    moche|s pourri|e|s|es raté|e|s|es vide|s manque manquant|e|s insuffisant|e|s injuste|s abusé|e abus abusif|s abusive|s mensonge|s menteur|s
    mensonger|s mensongère faible|s brûlé|e|s dur|e|s|es mou|s fade|s gras|se insipide|s malade|s plainte|s réclamation|s foutage bâclé|e|s
    indigne|s intolérable|s inutile|s injoignable|s introuvable|s inexistant|e|s interminable|s énervant|e|s agaçant|e|s pénible|s
    gâché|e|s gâche détruit|e|s refuse|nt refusé|e ignore|nt ignoré|e|s moisi|e|s toxique|s puant|e pue|nt vieux hors-service galère|s`,
  negator: `ne n pas plus jamais rien aucun|e sans ni guère nullement non pa jamai`,
  much: `très trop vraiment tellement si super hyper ultra extrêmement carrément totalement complètement absolument énormément franchement
    grave vachement tout|e|s|es encore toujours assez beaucoup`,
  insult: `connard|s|e connasse|s con|s|ne|nes abruti|e|s crétin|e|s débile|s imbécile|s idiot|e|s|es salaud|s salope|s pute|s putain|s enculé|e|s
    bâtard|e|s ordure|s raclure|s pourriture|s merdeux merdeuse tocard|e|s bouffon|ne|s clown|s clochard|e|s boloss bolosse charlatan|s
    incapable|s guignol|s branleur|s branleuse feignant|e|s feignasse|s fainéant|e|s ducon bourrin|s attardé|e|s mongol|e|s gogol|s
    trou-du-cul tarlouze|s fdp tdc ntm tg pétasse|s grognasse|s morue|s thon|s truie|s porc|s cochonne garce|s pouffiasse|s poufiasse blaireau|x
    cassos crevard|e|s pouilleux pouilleuse rat|s parasite|s larbin|s lâche|s hypocrite|s menteuse|s pervers pervert minus nullos gland|s
    glandu|e|s baltringue|s vermine|s déchet|s sous-merde|s mange-merde cinglé|e|s taré|e|s dégénéré|e|s gueule moche|s gros|se thon cruche|s bécasse`,
  profanity: `merde|s putain bordel chier chiant|e|s|es fait-chier foutre foutu|e|s fous fout emmerde|r|nt emmerdé|e couille|s cul bite|s chiotte|s
    niquer nique niqué|e|s baise|r baisé|e|s zut ptn wtf pd enfoiré|e|s saloperie|s dégage|z casse-toi crotte`,
  you: `tu te toi t ton ta tes vous votre vos vou tes`,
  me: `je j moi me m mon ma mes nous notre nos on`,
  they: `ils elles eux leur|s ces ceux celles`,
  violence: `tuer tue|nt tuez tuerai tuerait crever crève|s crèvent crevez mourir meurs meure|nt frapper frappe|r cogner cogne défoncer défonce|r buter
    bute|r égorger égorge poignarder planter brûler brûle|z cramer crame exploser casser pendre pendu|e|s pendez gazer fusiller flinguer
    exterminer éliminer violer viole|r trouver retrouver attends attendre gueule bombe bâton lyncher lynchez écraser écrase|r noyer massacrer
    abattre éclater éclate|r tabasser démolir virer saigner couteau flingue fusil cercueil tombe sang mort|s`,
  wish: `espère|nt j'espère souhaite|nt voudrais aimerais aimerait devrait devraient faudrait faut mérite|nt mériterait méritez`,
  contrast: `mais cependant pourtant néanmoins sauf malgré quoique bémol hormis sinon toutefois contrairement dommage seul`,
  asking: `quand combien comment pourquoi où qui quel|s|le|les quoi lequel laquelle lesquels est-ce esce estce savoir connaître horaire|s dispo
    disponible|s possible existe|nt prix tarif|s ouvert|e|s ouvrez faites vendez proposez acceptez livrez avez auriez peut-on puis-je`,
  please: `svp stp s'il plaît plait pouvez pourriez veuillez merci-de besoin voudrais souhaite aimerais demande|r réserver réservation commander
    commande rappelez rappeler remboursez remboursement rembourser annuler annulez envoyez envoyer contactez contacter répondez répondre
    aidez aider aide changer échanger échange modifier renvoyer rappel résilier résiliation récupérer facture devis rdv rendez dm mp`,
  thanks: `merci|s remercie|r remerciement|s remercions reconnaissant|e|s gratitude mercii`,
  greeting: `bonjour bonsoir salut coucou hello bjr bsr slt cc madame monsieur mesdames messieurs cordialement cdt cdlt bonne journée`,
  staff: `équipe|s vendeur|s vendeuse|s caissier|s caissière|s conseiller|s conseillère|s serveur|s serveuse|s livreur|s livreuse|s employé|s|e|es
    personnel staff sav service standard opératrice opérateur|s hôtesse|s hotesse modo|s modérateur|s modératrice cm community manager
    responsable|s directeur directrice patron|ne gérant|e technicien|s|ne chauffeur|s contrôleur|s agent|s guichet guichetier|s guichetière
    accueil stagiaire|s secrétaire réceptionniste infirmière|s infirmier|s docteur médecin|s prof|s professeur|s admin|s boss chef|fe`,
  danger: `incendie|s feu flammes fumée brûlure|s explosion|s explosé gaz fuite électrocuté|e électrocution allergie allergique|s allergène|s
    intoxication intoxiqué|e|s vomi|t|s vomissements hôpital hospitalisé|e|s urgences samu pompiers police plainte avocat|e|s tribunal
    justice huissier mise-en-demeure rappel étouffé|e s'étouffe étouffer asphyxie malaise évanoui|e inconscient|e blessé|e|s blessure|s sang
    suicide|r suicider disparu|e|s enlevé|e kidnappé piraté|e|s piratage hacké|e fuite données rgpd cnil journaliste|s presse article
    enquête rédaction bloqué|e|s coincé|e|s danger|s dangereux dangereuse|s verre lame métal plomb listeria salmonelle accident|s
    fraude frauduleux frauduleuse harcèlement harcelé|e agressé|e agression racisme raciste|s discrimination boycott mortel|le`,
  laugh: `mdr|r|rr lol ptdr xd haha hahaha hihi héhé rire rires mdrr mort-de-rire jpp blague|s plaisante|r rigole|r humour jk`,
  being: `est sont es êtes suis sommes était étaient être serait sera c'est ai ont`,
  suggesting: `pourriez-vous devriez devrait idée|s suggestion|s suggère|r propose|r serait ajouter ajoutez ajout améliorer amélioration pensez
    pourquoi-pas faudrait mettez rajouter rajoutez manquerait envisager penser option proposition idéal mieux imaginez`,
  now: `urgent|e urgence maintenant immédiatement vite tout-de-suite direct actuellement là minuit nuit soir heures minutes seul|e vient instant
    aidez secours sos help alerte attention`,
  selling: `gagnez gagner gratuit|s|e promo followers abonnés likes cliquez clique lien bio investissement investir crypto bitcoin trading forex
    whatsapp telegram revenu|s euros/jour rentable crédit prêt prêteur voyance marabout médium casino pari|s paris bonus code parrainage
    formation coach boostez visibilité collab collaboration partenariat profil dm rencontre|s iphone offre|s inscription`,
  dehumanising: `cafard|s vermine|s rat|s parasite|s nuisible|s animaux bête|s singe|s cancer|s peste virus chien|s chienne|s porc|s déchet|s invasion
    envahisseur|s envahissent sous-homme|s inférieur|e|s sauvage|s race|s pullulent dehors renvoyez expulser déporter retournez rentrez`,
  fear: `peur|s inquiet|s inquiète|s inquiétude angoisse|s angoissé|e stressé|e stress panique|r paniqué|e terrifié|e effrayé|e effrayant|e|s crains
    craindre tremble paniquée flippe flippant|e affolé|e`,
  sorrow: `triste|s tristesse pleure|r pleuré larmes deuil décès décédé|e|s mort|e perdu manque|s condoléances chagrin peine désolé|e|s coeur-brisé
    hélas malheureusement seul|e adieu regret|s nostalgie`,
  anger: `marre honte scandaleux inadmissible colère énervé|e|s furieux furieuse|s rage ras-le-bol excédé|e révolté|e|s révoltant|e outré|e|s
    hallucinant scandale foutage moque|z moquer assez insupportable inacceptable honteux intolérable exaspéré|e`,
  saying: `dit disent dire traité|e|s traitée appelé|e écrit crié insulté|e|s insulte|s entendu phrase propos mot|s commentaire|s slogan chanson titre
    expression quelqu'un appelle qualifié`,
  puzzled: `comprends compris comprend perdu|e confus|e bizarre|s étrange|s hein quoi sais bug explique|z expliquer incompréhensible flou|e`,
}

/** How a word is usually spelled, for those who type in haste. */
export const abbreviations: Readonly<Record<string, string>> = {
  pk: 'pourquoi',
  pq: 'pourquoi',
  pkoi: 'pourquoi',
  prquoi: 'pourquoi',
  bjr: 'bonjour',
  bjour: 'bonjour',
  bsr: 'bonsoir',
  slt: 'salut',
  cc: 'coucou',
  mrc: 'merci',
  mci: 'merci',
  merki: 'merci',
  qd: 'quand',
  qand: 'quand',
  ds: 'dans',
  pr: 'pour',
  ac: 'avec',
  avc: 'avec',
  tt: 'tout',
  ts: 'tous',
  ttes: 'toutes',
  tjs: 'toujours',
  tjrs: 'toujours',
  bcp: 'beaucoup',
  vs: 'vous',
  vou: 'vous',
  ns: 'nous',
  pb: 'problème',
  pbm: 'problème',
  pblm: 'problème',
  qq1: 'quelqu',
  qqn: 'quelqu',
  qqch: 'quelque',
  rdv: 'rendez',
  chui: 'suis',
  chuis: 'suis',
  jsuis: 'suis',
  jai: 'ai',
  cmt: 'comment',
  cmb: 'combien',
  cb: 'combien',
  auj: 'aujourd',
  ajd: 'aujourd',
  dsl: 'désolé',
  mm: 'même',
  msg: 'message',
  nrv: 'énervé',
  resa: 'réservation',
  ptn: 'putain',
  ptin: 'putain',
  pte: 'pute',
  grv: 'grave',
  vrmt: 'vraiment',
  vrm: 'vraiment',
  tlm: 'monde',
  pcq: 'parce',
  psk: 'parce',
  sv: 'savoir',
  rembourser: 'remboursement',
  remboursez: 'remboursement',
  dispos: 'disponible',
  dispo: 'disponible',
  cdt: 'cordialement',
  cdlt: 'cordialement',
  stp: 'svp',
  siouplait: 'svp',
  mdrr: 'mdr',
  ptdrr: 'ptdr',
  enculer: 'enculé',
  conard: 'connard',
  conasse: 'connasse',
  batar: 'bâtard',
  deg: 'dégueulasse',
  degueu: 'dégueulasse',
}
