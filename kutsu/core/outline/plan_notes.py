"""What goes into the columns of pilots and sessions."""

from __future__ import annotations

import datetime as dt

from kutsu.core.columns import MODEL_ID
from kutsu.core.outline.notes import Note, texts

PILOTS = {
    "pilots.stage": Note(
        "Valitse pilotin vaihe.", "Välj pilotens skede.", "Choose the stage of the pilot.", "suunnittelu"
    ),
    "pilots.theme": Note("Valitse aihe.", "Välj tema.", "Choose the theme."),
    "pilots.goal": Note(
        "Valitse strateginen tavoite.", "Välj strategiskt mål.", "Choose the strategic goal.", "kaupungin palvelut"
    ),
    "pilots.unit": Note(
        "Kaupungin yksikkö tai palvelualue.",
        "Stadens enhet eller serviceområde.",
        "The city's unit or service area.",
        texts("Suomenkielinen opetus", "Finskspråkig utbildning", "Education in Finnish"),
    ),
    "pilots.problem": Note(
        "Miksi kokeillaan: asukkaan ongelma.",
        "Varför vi prövar: invånarens problem.",
        "Why it is tried: the resident's problem.",
        texts("Läksyapua on vaikea löytää.", "Läxhjälp är svår att hitta.", "Homework help is hard to find."),
    ),
    "pilots.task": Note(
        "Mitä testaaja tekee.",
        "Vad testaren gör.",
        "What a tester does.",
        texts("Käytä palvelua kuukauden ajan.", "Använd tjänsten i en månad.", "Use the service for a month."),
    ),
    "pilots.effort": Note(
        "Kuinka paljon aikaa kuluu.",
        "Hur mycket tid det tar.",
        "How much time it takes.",
        texts("Tunti viikossa", "En timme i veckan", "An hour a week"),
    ),
    "pilots.places": Note(
        "Missä kokeilu tapahtuu.",
        "Var försöket sker.",
        "Where the pilot takes place.",
        texts("Verkossa", "På nätet", "Online"),
    ),
    "pilots.reward": Note(
        "Mitä testaaja saa; saa olla tyhjä.",
        "Vad testaren får; får vara tomt.",
        "What a tester gets; may be empty.",
        texts("Elokuvalippu", "En biobiljett", "A cinema ticket"),
    ),
    "pilots.funding": Note(
        "Kuka rahoittaa; saa olla tyhjä.", "Vem som finansierar; får vara tomt.", "Who funds it; may be empty."
    ),
    "pilots.partner": Note(
        "Yritys tai yhteisö, jonka kanssa kokeillaan.",
        "Företaget eller organisationen som vi prövar med.",
        "The company or organisation it is tried with.",
        "Malliyritys Oy",
    ),
    "pilots.start": Note("Kokeilun ensimmäinen päivä.", "Försökets första dag.", "First day.", dt.date(2027, 4, 12)),
    "pilots.end": Note("Kokeilun viimeinen päivä.", "Försökets sista dag.", "Last day.", dt.date(2027, 5, 28)),
    "pilots.recruit": Note(
        "Päivä, josta alkaen testaajia haetaan.",
        "Den dag från vilken testare söks.",
        "The day from which testers are wanted.",
        dt.date(2027, 3, 22),
    ),
    "pilots.testers": Note("Montako testaajaa haetaan.", "Hur många testare som söks.", "How many are wanted.", 30),
    "pilots.join": Note(
        "Sivu, jolla ilmoittaudutaan testaajaksi.",
        "Sidan där man anmäler sig som testare.",
        "The page where testers sign up.",
        "https://kokeilut.espoo.example/mukaan",
    ),
    "pilots.privacy": Note(
        "Tietosuojaselosteen osoite.",
        "Dataskyddsbeskrivningens adress.",
        "The address of the privacy notice.",
        "https://kokeilut.espoo.example/tietosuoja",
    ),
    "pilots.results": Note(
        "Tulosten osoite, kun kokeilu on päättynyt.",
        "Resultatens adress när försöket har avslutats.",
        "The address of the results, once it has ended.",
    ),
}
SESSIONS = {
    "sessions.pilots": Note(
        "Pilottien tunnukset, pilkku välissä. Koko kierroksen tilaisuudessa tyhjä.",
        "Piloternas id, med komma emellan. Tomt om mötet gäller hela omgången.",
        "Ids of the pilots, with commas. Empty when the session is about the whole round.",
        MODEL_ID,
    ),
    "sessions.round": Note(
        "Kierroksen tunnus, jos tilaisuus koskee koko kierrosta.",
        "Omgångens id, om mötet gäller hela omgången.",
        "The id of the round, if the session is about all of it.",
    ),
    "sessions.status": Note(
        "Valitse tilanne. Kun valitset {cancelled} ja hyväksyt rivin, asukkaille kerrotaan, että tilaisuutta ei ole.",
        "Välj läge. När du väljer {cancelled} och godkänner raden berättas det att mötet inte blir av.",
        "Choose the status. With {cancelled} and your approval, residents are told that it will not take place.",
        "suunniteltu",
    ),
    "sessions.day": Note(
        "Päivä, vuosi neljällä numerolla.", "Dagen, årtalet med fyra siffror.", "The day.", dt.date(2027, 3, 30)
    ),
    "sessions.start": Note("Alkamisaika.", "Starttid.", "When it starts.", dt.time(17, 0)),
    "sessions.end": Note("Päättymisaika.", "Sluttid.", "When it ends.", dt.time(18, 30)),
    "sessions.doors": Note(
        "Milloin ovet avataan; saa olla tyhjä.", "När dörrarna öppnas; får vara tomt.", "May be empty.", dt.time(16, 30)
    ),
    "sessions.attendance": Note(
        "Valitse osallistumistapa.", "Välj hur man deltar.", "Choose how people attend.", "paikan päällä"
    ),
    "sessions.venue": Note(
        "Paikan tunnus tai nimi välilehdeltä {venues}.",
        "Platsens id eller namn från bladet {venues}.",
        "The id or name of the venue, from the tab {venues}.",
        MODEL_ID,
    ),
    "sessions.room": Note(
        "Huone tai kerros.",
        "Rum eller våning.",
        "Room or floor.",
        texts("2. kerros", "Våning 2", "2nd floor"),
    ),
    "sessions.online": Note("Etäyhteyden osoite.", "Adressen till distansmötet.", "Address of the online meeting."),
    "sessions.languages": Note(
        "Kielet, joilla tilaisuus pidetään, pilkku välissä. Valikossa ovat tavallisimmat.",
        "Mötets språk, med komma emellan. De vanligaste finns i listan.",
        "The languages of the session, with commas. The usual ones are in the list.",
        "suomi, ruotsi",
    ),
    "sessions.support_languages": Note(
        "Kielet, joilla saa apua.", "Språk som man får hjälp på.", "Languages in which help is given.", "englanti"
    ),
    "sessions.registration": Note(
        "Pitääkö ilmoittautua.", "Om man måste anmäla sig.", "Whether one must register.", "vapaaehtoinen"
    ),
    "sessions.register": Note(
        "Sivu, jolla ilmoittaudutaan.",
        "Sidan där man anmäler sig.",
        "The page to register on.",
        "https://kokeilut.espoo.example/ilmo",
    ),
    "sessions.capacity": Note("Montako mahtuu.", "Hur många som ryms.", "How many fit in.", 60),
    "sessions.programme": Note(
        "Mitä tilaisuudessa tapahtuu.",
        "Vad som händer på mötet.",
        "What happens at the session.",
        texts("Esittely ja kysymykset.", "Presentation och frågor.", "A presentation, and questions."),
    ),
    "sessions.access": Note(
        "Tämän tilaisuuden esteettömyys, jos se eroaa paikan tiedoista.",
        "Tillgängligheten på detta möte, om den avviker från platsens.",
        "Accessibility of this session, where it differs from the venue's.",
    ),
    "sessions.recorded": Note(
        "Rasti, jos tilaisuus tallennetaan.", "Kryss om mötet spelas in.", "Tick if recorded.", False
    ),
    "sessions.catering": Note(
        "Rasti, jos on tarjoilua.", "Kryss om det finns servering.", "Tick if there is catering.", False
    ),
    "sessions.children": Note(
        "Rasti, jos lapset ovat tervetulleita.", "Kryss om barn är välkomna.", "Tick if children are welcome.", False
    ),
    "sessions.note": Note(
        "Mitä muuttui ja miksi, kun tilaisuus siirtyy tai peruuntuu.",
        "Vad som ändrades och varför, när mötet flyttas eller ställs in.",
        "What changed and why, when the session moves or is cancelled.",
    ),
}
