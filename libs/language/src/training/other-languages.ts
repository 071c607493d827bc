/** Sentences in languages that the model does not read, so that it can say "another one". Written for this purpose. */
import type { Example } from './data.ts'
import { targetOf } from './targets.ts'

const written: Readonly<Record<string, string>> = {
  pl: `Dzień dobry, czy sklep jest otwarty w niedzielę?|Moja paczka jeszcze nie dotarła, proszę o pomoc|Dziękuję bardzo za szybką odpowiedź|To jest
    najgorsza obsługa jaką widziałem|Kiedy będzie dostępny nowy produkt|Wszystko działa świetnie, polecam każdemu|Nie mogę zalogować się na swoje konto|
    Gdzie mogę zwrócić zakupione buty|Pozdrawiam serdecznie z Krakowa|Jestem bardzo zadowolona z zakupu|Co się stało z waszą stroną|Nie wiem co zrobić`,
  cs: `Dobrý den, máte v neděli otevřeno?|Můj balík ještě nepřišel, prosím o pomoc|Děkuji moc za rychlou odpověď|To je nejhorší obsluha, jakou jsem zažil|
    Kdy bude nový výrobek k dispozici|Všechno funguje skvěle, doporučuji|Nemůžu se přihlásit ke svému účtu|Kde mohu vrátit boty|Jsem velmi spokojená s
    nákupem|Co se stalo s vašimi stránkami|Nevím, co mám dělat|Těším se na vás příští týden`,
  ro: `Bună ziua, magazinul este deschis duminică?|Coletul meu nu a ajuns încă, vă rog să mă ajutați|Mulțumesc mult pentru răspunsul rapid|Este cel mai
    prost serviciu pe care l-am văzut|Când va fi disponibil noul produs|Totul funcționează foarte bine|Nu pot intra în contul meu|Unde pot returna pantofii|
    Sunt foarte mulțumită de cumpărătură|Ce s-a întâmplat cu site-ul vostru|Nu știu ce să fac`,
  tr: `Merhaba, pazar günü açık mısınız?|Kargom hâlâ gelmedi, lütfen yardım edin|Hızlı cevabınız için çok teşekkür ederim|Gördüğüm en kötü hizmet bu|Yeni ürün
    ne zaman satışa çıkacak|Her şey harika çalışıyor, herkese tavsiye ederim|Hesabıma giriş yapamıyorum|Ayakkabıları nereye iade edebilirim|Çok memnun kaldım|
    Sitenize ne oldu|Ne yapacağımı bilmiyorum|Bugün hava çok güzel`,
  sv: `Hej, har ni öppet på söndag?|Mitt paket har inte kommit fram ännu, snälla hjälp mig|Tack så mycket för det snabba svaret|Det här är den sämsta servicen
    jag har upplevt|När kommer den nya produkten|Allt fungerar jättebra, rekommenderas|Jag kan inte logga in på mitt konto|Var kan jag lämna tillbaka skorna|
    Jag är mycket nöjd med köpet|Vad har hänt med er sida|Jag vet inte vad jag ska göra`,
  da: `Hej, har I åbent på søndag?|Min pakke er ikke kommet endnu, hjælp mig venligst|Mange tak for det hurtige svar|Det er den dårligste service jeg har oplevet|
    Hvornår kommer det nye produkt|Alt virker rigtig godt, kan anbefales|Jeg kan ikke logge ind på min konto|Hvor kan jeg returnere skoene|Jeg er meget glad
    for mit køb|Hvad er der sket med jeres side|Jeg ved ikke hvad jeg skal gøre`,
  no: `Hei, har dere åpent på søndag?|Pakken min har ikke kommet ennå, vær så snill å hjelpe meg|Tusen takk for raskt svar|Dette er den verste servicen jeg har
    opplevd|Når kommer det nye produktet|Alt fungerer kjempebra|Jeg får ikke logget inn på kontoen min|Hvor kan jeg levere tilbake skoene|Hva har skjedd med
    nettsiden deres|Jeg vet ikke hva jeg skal gjøre`,
  fi: `Hei, oletteko auki sunnuntaina?|Pakettini ei ole vielä saapunut, voitteko auttaa|Kiitos paljon nopeasta vastauksesta|Tämä on huonoin palvelu mitä olen
    saanut|Milloin uusi tuote tulee myyntiin|Kaikki toimii todella hyvin|En pääse kirjautumaan tililleni|Mihin voin palauttaa kengät|Olen erittäin tyytyväinen|
    Mitä sivuillenne on tapahtunut|En tiedä mitä tehdä`,
  hu: `Jó napot, nyitva vannak vasárnap?|A csomagom még nem érkezett meg, kérem segítsenek|Nagyon köszönöm a gyors választ|Ez a legrosszabb kiszolgálás amit
    láttam|Mikor lesz elérhető az új termék|Minden nagyszerűen működik, mindenkinek ajánlom|Nem tudok bejelentkezni a fiókomba|Hol tudom visszaküldeni a cipőt|
    Nagyon elégedett vagyok|Mi történt az oldalukkal|Nem tudom mit csináljak`,
  hr: `Dobar dan, radite li nedjeljom?|Moj paket još nije stigao, molim pomoć|Hvala puno na brzom odgovoru|Ovo je najgora usluga koju sam vidio|Kada će novi
    proizvod biti dostupan|Sve radi odlično, preporučujem|Ne mogu se prijaviti na svoj račun|Gdje mogu vratiti cipele|Jako sam zadovoljna kupnjom|Što se
    dogodilo s vašom stranicom|Ne znam što da radim`,
  ca: `Bon dia, obriu el diumenge?|El meu paquet encara no ha arribat, ajudeu-me si us plau|Moltes gràcies per la resposta tan ràpida|És el pitjor servei que he
    vist mai|Quan estarà disponible el producte nou|Tot funciona molt bé, ho recomano a tothom|No puc entrar al meu compte|On puc tornar les sabates|Estic molt
    contenta amb la compra|Què ha passat amb la vostra pàgina|No sé què fer`,
  id: `Selamat pagi, apakah buka hari minggu?|Paket saya belum sampai, tolong dibantu|Terima kasih banyak atas jawabannya|Ini pelayanan terburuk yang pernah saya
    lihat|Kapan produk baru tersedia|Semuanya berjalan dengan baik|Saya tidak bisa masuk ke akun saya|Di mana saya bisa mengembalikan sepatu|Saya sangat puas|
    Ada apa dengan situs kalian|Saya tidak tahu harus bagaimana`,
  vi: `Xin chào, chủ nhật cửa hàng có mở cửa không?|Gói hàng của tôi vẫn chưa đến, xin giúp tôi|Cảm ơn bạn rất nhiều|Đây là dịch vụ tệ nhất tôi từng thấy|Khi nào có
    sản phẩm mới|Mọi thứ hoạt động rất tốt|Tôi không thể đăng nhập vào tài khoản|Tôi có thể trả giày ở đâu|Tôi rất hài lòng|Tôi không biết phải làm gì`,
  hi: `Namaste, kya aap ravivar ko khule hain?|Mera parcel abhi tak nahi aaya, kripya madad kijiye|Bahut bahut dhanyavaad|Yeh sabse kharab seva hai|Naya product kab
    aayega|Sab kuch bahut accha chal raha hai|Main apne account mein login nahi kar pa raha hoon|Mujhe nahi pata kya karna hai yaar|aap log kya kar rahe ho bhai`,
  br: `Demat deoc'h, digor e vo ar stal disul?|N'eo ket erruet va fakad c'hoazh|Trugarez vras evit ho respont buan|Mont a ra mat-tre pep tra|Ne ouzon ket petra ober`,
  eu: `Egun on, igandean irekita zaudete?|Nire paketea ez da oraindik iritsi, lagundu mesedez|Eskerrik asko erantzun azkarragatik|Dena oso ondo dabil|Ez dakit zer egin`,
}

/** Three times each: they are few beside the eight languages. */
const times = 3

export function makeOthers(): Example[] {
  const targets = [targetOf('register', { allowed: ['false'], weight: 0.1 })]
  return Object.entries(written).flatMap(([lang, text]) =>
    text
      .replace(/\s+/g, ' ')
      .split('|')
      .flatMap((line) => Array.from({ length: times }, () => ({ text: line.trim(), lang, source: 'others', targets, development: false }))),
  )
}
