"""How texts are taken apart: stems, compounds, numbers, and what people type."""

import pytest

from api.errors import Malformed
from api.services.searching.compounds import parts
from api.services.searching.folding import fold
from api.services.searching.language import PLAIN, SWEDISH, stem, stemmer_of
from api.services.searching.queries import read as ask
from api.services.searching.words import dotted, found_by, hyphened, numbers, words

FORMS = """
kostnad kostnaden kostnader kostnadernas
marknad marknaden marknader
kurator kuratorn kuratorer kuratorerna
arbetsplats arbetsplatsen arbetsplatser
anmälan anmälningar anmälningarna
ansökan ansökningar
vuxen vuxna vuxet
bostad bostaden bostäder bostäderna
vinterbostad vinterbostäder
gärningsman gärningsmän gärningsmannen gärningsmännen
storstad storstäder
anställd anställda anställt
egen eget egna
tjänsteman tjänstemän tjänstemännen
bror bröder
förälder föräldrar föräldrarna
reducering reduceringar reduceringarna
nyckel nycklar nyckeln nycklarna
fönster fönstret fönstren
tecken tecknet tecknen
regel regler reglerna regeln
artikel artiklar artikeln
vinter vintern vintrar
syster systern systrar systrarna
kvinna kvinnor kvinnan kvinnorna kvinnornas
mottagning mottagningen mottagningar mottagningarna mottagningarnas mottagnings
människohandel människohandeln människohandelns
öppen öppet öppna
kostnadsfri kostnadsfritt kostnadsfria
sexuell sexuellt sexuella
gammal gammalt gamla
numret nummer nummers
köpare köparen köparna köpares
utsatt utsatta utsattas
anhörig anhöriga anhörigas
åklagare åklagaren åklagarens
samordnare samordnaren samordnarna
studie studien studier studierna
säker säkert säkra
möte möten mötet mötena
individuell individuellt individuella
problematisk problematiskt problematiska
stöd stödet stöden stöds
hus huset husen husens
barn barnet barnen barnens barns
ungdom ungdomar ungdomen ungdomarna ungdomars
kommun kommunen kommuner kommunerna kommunernas kommuns
flicka flickor flickan flickorna
skola skolor skolan skolorna
man mannen män männen mäns männens
rum rummet rummen
program programmet programmen
bok boken böcker böckerna
hand handen händer händerna
stad staden städer städerna
våld våldet våldets
gata gatan gator
svår svårt svåra
ung unga ungt
resultat resultatet resultaten
år året åren årens
fängelse fängelset fängelser
handläggare handläggaren handläggarna
region regionen regioner regionerna
polis polisen polisens poliser
telefon telefonen telefoner
sjukhus sjukhuset
arbete arbetet arbeten
ärende ärendet ärendena ärenden
land länder landet länderna
upplevelse upplevelser upplevelserna
tjänst tjänsten tjänster tjänsterna
centrum centrumet
gymnasium gymnasiet gymnasier gymnasierna
museum museet museer
näsa näsan
sjuk sjukt sjuka
trygg tryggt trygga
social socialt sociala
chef chefen chefer cheferna
ledamot ledamöter
styrelse styrelsen styrelser styrelserna styrelsens
erfarenhet erfarenheter
lärare läraren lärarna
elev eleven elever
patient patienten patienter
beslut beslutet besluten
vård vården vårdens
skydd skyddet
brott brottet brotten
hot hotet hoten
relation relationer relationen
"""


@pytest.mark.parametrize("forms", FORMS.strip().splitlines())
def test_all_forms_of_a_word_have_one_stem(forms):
    assert len({stem(fold(each), SWEDISH) for each in forms.split()}) == 1


OTHERS = """
vag väg
lan län
har här
mal mål
barn bar
hand handel
organ org
handlar handel
kast kastrull
kost kostnad
mark marknad
offer offert
väg vägran
svar svart
hund hundra
kontor kontrast
dam damm
disk diskret
extern extra
vård vårdnad
hand händelse
part partner
kammare kamrat
balans balett
brun brunn
stad städare
konsul konsult
papper pappa
hem hemlighet
lag lager
ord order
fara farlig
adress adressat
saker säker
ung ungdom
bo bok
"""


@pytest.mark.parametrize(("one", "other"), [pair.split() for pair in OTHERS.strip().splitlines()])
def test_other_words_have_other_stems(one, other):
    assert stem(fold(one), SWEDISH) != stem(fold(other), SWEDISH)


@pytest.mark.parametrize(
    ("word", "stems"),
    [
        ("stödmottagningar", "stöd mottagning"),
        ("prostitutionsrelaterad", "prostitution relaterad"),
        ("människohandel", "människa handel"),
        ("mikamottagning", "mika mottagning"),
        ("mottagningskapten", "mottagning kapten"),
        ("länsstyrelsen", "län styrelse"),
        ("skolsköterska", "skola sköterska"),
        ("gatubelysning", "gata belysning"),
        ("busstation", "buss station"),
        ("ungdomsmottagningsbesök", "ungdom mottagning besök ungdomsmottagning mottagningsbesök"),
        ("mottagning", ""),
        ("kommunikation", ""),
        ("personlig", ""),
        ("kastrull", ""),
        ("forum", ""),
        ("rapport", ""),
        ("hospital", ""),
        ("individ", ""),
        ("sms", ""),
        ("2026", ""),
        ("x" * 41, ""),
    ],
)
def test_compounds_are_taken_apart_and_nothing_else(word, stems):
    assert parts(word) == {stem(each, SWEDISH) for each in stems.split()}


def test_letters_of_their_own_stay_and_accents_go():
    assert fold("ÅÄÖ Café") == "åäöcafe"
    assert fold("Šaddá æbler ÆØ ß") == "saddaäbleräöss"
    assert fold("a" * 100) == "a" * 64


@pytest.mark.parametrize(
    ("locale", "stemmer"),
    [("sv", SWEDISH), ("sv-simple", SWEDISH), ("en-GB", "english"), ("fi", "finnish"), ("se", PLAIN), ("rom", PLAIN)],
)
def test_a_language_has_its_own_stemmer(locale, stemmer):
    assert stemmer_of(locale) == stemmer


def test_words_know_where_they_stand():
    text = "Mika-\u00admottagning, ”tjat” och e-post."
    assert [text[each.start : each.end] for each in words(text)][:2] == ["Mika", "mottagning"]
    assert [each.text for each in words(text)] == ["mika", "mottagning", "tjat", "och", "e", "post"]
    assert [each.text for each in hyphened(text)] == ["mikamottagning", "epost"]
    assert [each.text for each in dotted("Skriv till a.b@c.se, t.ex. 1.2")] == ["a.b@c.se", "t.ex"]


@pytest.mark.parametrize(
    "written",
    [
        "070-190 27 35", "0701902735", "+46 70 190 27 35", "+46 (0)70-190 27 35", "0046 701902735", "070/190.27.35",
        "46701902735",
    ],
)  # fmt: skip
def test_a_phone_number_is_one_however_it_is_written(written):
    [number] = numbers(f"Ring {written}, tack.")
    assert "#+46701902735" in number.tokens


def test_a_number_too_long_to_be_dialled_is_only_its_groups():
    [number] = numbers("1234 5678 9012 3456 7890")
    assert number.tokens == frozenset()
    assert len(number.groups) == 5


def test_a_word_is_found_without_its_dots_unless_that_is_another():
    assert "~ornskoldsvik" in found_by("örnsköldsvik", SWEDISH)
    assert "~ange" in found_by("ånge", SWEDISH)
    assert not any(each.startswith("~") for each in found_by("väg", SWEDISH))


@pytest.mark.parametrize("query", ["-mika", '""', "?!", "-", '-"a b"', "”", " - "])
def test_a_query_without_a_word_is_none(query):
    with pytest.raises(Malformed):
        ask(query, (SWEDISH,))


def test_a_query_has_so_many_words():
    assert len(ask(" ".join(f"ord{n}" for n in range(20)), (SWEDISH,)).wanted) == 20
    with pytest.raises(Malformed):
        ask(" ".join(f"ord{n}" for n in range(21)), (SWEDISH,))


def test_a_letter_is_no_beginning():
    assert ask("a b", (SWEDISH,)).begun() is None
    assert ask("ab", (SWEDISH,)).begun()
