"""The languages spoken here: direct statements are found without the classifier, sets stay apart."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.risk import screen
from bot.risk.assessment import DOMAINS, Tier
from bot.risk.examples import FOLDER, Example, everyday, measuring, training
from bot.risk.train import URGENT, urgency_of
from tests.risk.by_phrases import highest

SETS = Path(__file__).parent / "sets"
HELD_OUT = measuring(SETS / "languages")
FRESH = measuring(SETS / "languages_fresh")
#: Twenty everyday requests, fourteen dangers and five T4 emergencies a language.
COUNTER = measuring(SETS / "languages_counter")
LANGUAGES = sorted(path.stem for path in (FOLDER / "languages").glob("*.tsv"))


@pytest.mark.parametrize(
    "text",
    [
        "我想死", "他掐我脖子", "她没有呼吸了", "今晚没地方睡", "被逼结婚",
        "唔想做人", "佢揸我條頸", "我透唔到氣", "今晚冇地方瞓", "夾硬要我嫁人",
        "بدي موت", "زوجي خنقني", "ابني لا يتنفس", "ما عندي مكان نام", "ana 3ayez amoot",
        "tôi muốn chết", "chồng bóp cổ tôi", "mẹ tôi xỉu rồi", "con tôi không thở được", "toi nay khong co cho ngu",
        "ਮੈਂ ਮਰਨਾ ਚਾਹੁੰਦੀ ਹਾਂ", "ਪਤੀ ਮੈਨੂੰ ਮਾਰਦਾ ਹੈ", "saah nahi aa reha", "mera pati menu marda hai",
        "मैं मरना चाहता हूँ", "पति मुझे मारता है", "उसकी साँस नहीं आ रही", "mujhe marta hai mera pati",
        "θέλω να πεθάνω", "ο άντρας μου με χτυπάει", "δεν αναπνέει", "thelo na pethano",
        "voglio morire", "mio marito mi picchia", "non respira", "non ho dove dormire",
        "me quiero morir", "mi marido me pega", "no respira", "no tengo dónde dormir",
        "मलाई मर्न मन लाग्यो", "श्रीमानले मलाई कुट्छ", "सास फेर्दैन",
        "gusto ko nang mamatay", "sinasaktan ako ng asawa ko", "hindi siya humihinga",
        "죽고 싶어요", "남편이 때려요", "숨을 안 쉬어요", "오늘 잘 곳이 없어요",
        "می‌خوام بمیرم", "شوهرم منو میزنه", "نفس نمی کشه", "mikham bemiram",
        "شویم مره لت می‌کنه", "جای خو ندارم",
        "ölmek istiyorum", "kocam beni dövüyor", "nefes almıyor",
        "நான் சாகணும்", "கணவர் என்னை அடிக்கிறார்", "மூச்சு விடல",
        "میں مرنا چاہتا ہوں", "شوہر مجھے مارتا ہے", "سانس نہیں لے رہا",
        "আমি মরতে চাই", "স্বামী আমাকে মারে", "শ্বাস নিচ্ছে না",
        "อยากตาย", "สามีตีฉัน", "เขาไม่หายใจ",
        "waxaan rabaa inaan dhinto", "ninkaygu wuu i garaacaa", "ma neefsanayo",
        "شوهرم گلوم رو فشار داد", "लोग्नेले घाँटी समात्यो", "ลูกชายชักเกร็ง", "ما عندي حق الدوا",
        "thelw na pethanw", "eimai astegos", "den exoume fagito", "nan nadarem", "gharma khana chaina", "baba make mare",
        "main beghar hu", "mun chet", "veetla saapadu illa", "ha2tlo", "業主話聽日要搬走", "xiang tiao lou",
        "mi marido me quitó los documentos", "남편이 신분증을 뺏어갔어요", "kocam kimliğimi vermiyor",
        "mi nieto me quita la pensión", "dumudugo ang ulo ng anak ko", "malai bachna mandaina", "mujhe zinda nahi rehna",
    ],
)  # fmt: skip
def test_a_direct_statement_is_found_by_phrases_alone(text: str) -> None:
    assert highest(text) >= Tier.T3


@pytest.mark.parametrize(
    "text",
    [
        "بنتي الصغيرة بلعت مبيض", "আমার মেয়ে ফিনাইল খেয়ে ফেলেছে", "το παιδί ήπιε χλωρίνη", "la nena tomó lavandina",
        "پسر کوچکم وایتکس خورد", "nakainom ng bleach ang anak ko", "बेटी ने फिनाइल पी लिया",
        "la bambina ha bevuto la candeggina", "아이가 락스를 마셨어요", "छोरीले हार्पिक पिई", "ਧੀ ਨੇ ਫਿਨਾਇਲ ਪੀ ਲਈ",
        "دخترکم تیزاب خورد", "gabadhaydu waxay cabtay bilij", "பொண்ணு பினாயில் குடிச்சிட்டா", "ลูกสาวดื่มไฮเตอร์",
        "kızım çamaşır suyu içti", "بیٹی نے تیزاب پی لیا", "con gái tôi uống nhầm thuốc tẩy", "女儿误食洗衣液", "個女飲咗漂白水",
        "beti ne phenyl pi liya", "ibni shereb kloroks", "bacham vaytex khord", "to moro ipie xlorini",
    ],
)  # fmt: skip
def test_a_child_that_swallowed_what_cleans_is_an_emergency_by_phrases_alone(text: str) -> None:
    assert highest(text) is Tier.T4


@pytest.mark.parametrize(
    "text",
    [
        "笑死我了", "想死你了", "打我电话", "từ từ thôi", "nóng muốn chết", "chồng tôi đánh răng",
        "متت من الضحك", "हँस हँस के मर गए", "πέθανα στα γέλια", "sono morto dal ridere",
        "me muero de hambre", "patayin mo ang ilaw", "배고파 죽겠어요", "مردم از خنده",
        "gülmekten öldüm", "ร้อนจะตาย", "qosol baan la dhintay", "té trầy da xíu thôi", "혼자 살아요",
    ],
)  # fmt: skip
def test_a_figure_of_speech_is_not_flagged_by_phrases(text: str) -> None:
    assert highest(text) < Tier.T2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_learned_and_measured_in_every_domain(language: str) -> None:
    measured = Counter(e.domain for e in HELD_OUT if e.language == language and e.tier >= Tier.T1)
    assert set(measured) == set(DOMAINS)
    assert min(measured.values()) >= 12


def test_no_sentence_is_both_learned_and_measured() -> None:
    def text(examples: list[Example]) -> set[str]:
        return {example.text for example in examples if example.language != "en"}

    assert not text([*training(), *everyday()]) & text([*HELD_OUT, *FRESH, *COUNTER])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fresh_set_has_danger_and_harmless_talk_of_a_language(language: str) -> None:
    mine = [example for example in FRESH if example.language == language]
    assert {example.domain for example in mine} >= set(DOMAINS)
    assert sum(example.tier >= Tier.T3 for example in mine) >= 20
    assert sum(example.tier is Tier.T0 for example in mine) >= 15


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_alone_call_an_emergency_at_once_and_leave_errands_alone(language: str) -> None:
    mine = [example for example in COUNTER if example.language == language]
    errands = [e.text for e in mine if e.tier is Tier.T0]
    emergencies = [e.text for e in mine if e.tier is Tier.T4]
    assert len(errands) == 20
    assert len(emergencies) >= 5
    assert [text for text in errands if highest(text) >= Tier.T2] == []
    assert [text for text in emergencies if highest(text) is not Tier.T4] == []


def test_every_language_teaches_what_is_about_this_very_hour() -> None:
    taught = Counter(
        e.language for e in training() if e.language != "en" and urgency_of(e) == URGENT
    )
    assert {language for language, count in taught.items() if count >= 40} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_alone_rarely_flag_harmless_talk(language: str) -> None:
    harmless = [e.text for e in HELD_OUT if e.language == language and e.tier is Tier.T0]
    flagged = [text for text in harmless if highest(text) >= Tier.T2]
    assert len(flagged) <= 0.03 * len(harmless) + 1, flagged


@pytest.mark.parametrize(
    "text",
    [
        "tengo miedo", "ho tanta paura", "我好害怕", "我好驚", "em sợ lắm", "em so lam", "φοβάμαι πολύ", "मुझे बहुत डर लग रहा है",
        "مجھے ڈر لگتا ہے", "أنا خايفة كتير", "میترسم", "natatakot po ako", "너무 무서워요", "çok korkuyorum", "பயமா இருக்கு",
        "আমার ভয় লাগছে", "ฉันกลัวมาก", "waan baqayaa", "ਮੈਨੂੰ ਡਰ ਲੱਗਦਾ", "डर लाग्यो", "khayfe ktir", "mujhe dar lag raha hai",
    ],
)  # fmt: skip
def test_who_is_afraid_is_asked_about_it_in_every_language_as_in_english(text: str) -> None:
    assert highest(text) is highest("i'm so scared") is Tier.T1


@pytest.mark.parametrize(
    "text",
    ["ho paura che sia tardi", "tengo miedo a los perros", "我怕狗", "em sợ trễ giờ", "我怕迟到"],
)
def test_a_figure_of_speech_and_a_fear_of_dogs_are_no_sign(text: str) -> None:
    assert highest(text) is Tier.T0


@pytest.mark.parametrize(
    ("harmless", "danger"),
    [
        ("dung cho con toi dich", "dung cho con toi chet"),
        ("khi nao tien ve", "khong cho con toi an"),
        ("ni hao, wo xiang zhao fanyi", "wo xiang si"),
        ("我自己個女幫我翻", "我個女想死"),
        ("mere munde nu na bulao", "mere munde ne menu kuttia"),
    ],
)
def test_who_may_interpret_and_when_money_comes_are_no_danger(harmless: str, danger: str) -> None:
    assert screen(harmless).tier is Tier.T0
    assert screen(danger).tier >= Tier.T3
