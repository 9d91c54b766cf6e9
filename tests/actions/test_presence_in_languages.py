"""That an interpreter has come, and that somebody else writes now: heard in each of the languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk import Desk
from bot.language import catalogue
from bot.language.catalogue import catalogues
from bot.triage import Facts
from bot.triage.presence import takes_over
from bot.triage.relaying import read_relay
from tests.actions.conversation import Conversation
from tests.actions.messages import FOOD, HIT, NEXT, RESPOND, Begin
from tests.triage.says import danger, said

INTERPRETER_IS_HERE = {
    "ar": "المترجمة وصلت، نقدر نبدأ",
    "bn": "দোভাষী এসে গেছেন, শুরু করা যায়",
    "el": "ήρθε η διερμηνέας, μπορούμε να αρχίσουμε",
    "es": "ya llegó la intérprete, podemos empezar",
    "fa": "مترجم اومد، می‌تونیم شروع کنیم",
    "fil": "nandito na po ang interpreter, puwede na tayo",
    "hi": "दुभाषिया आ गई हैं, शुरू करते हैं",
    "it": "è arrivata l'interprete, possiamo iniziare",
    "ko": "통역사님이 오셨어요, 시작해도 돼요",
    "ne": "दोभाषे आइपुग्नुभयो, सुरु गरौं",
    "pa": "ਦੁਭਾਸ਼ੀਆ ਆ ਗਿਆ, ਸ਼ੁਰੂ ਕਰੀਏ",
    "prs": "ترجمان رسید، شروع کنیم",
    "so": "turjubaankii waa yimid, waan bilaabi karnaa",
    "ta": "மொழிபெயர்ப்பாளர் வந்துட்டாங்க, ஆரம்பிக்கலாம்",
    "th": "ล่ามมาถึงแล้วค่ะ เริ่มได้เลย",
    "tr": "tercümanım geldi, başlayabiliriz",
    "ur": "ترجمان آ گئے، شروع کرتے ہیں",
    "vi": "thông dịch viên đến rồi, mình bắt đầu được",
    "zh-Hans": "口译员已经到了，可以开始",
    "zh-Hant": "傳譯員嚟咗，可以開始",
}
INTERPRETER_HAS_LEFT = {
    "ar": "المترجم راح",
    "bn": "দোভাষী চলে গেছেন",
    "el": "έφυγε ο διερμηνέας",
    "es": "se fue el intérprete",
    "fa": "مترجم رفت",
    "fil": "umalis na po ang interpreter",
    "hi": "दुभाषिया चले गए",
    "it": "l'interprete è andata via",
    "ko": "통역사님이 가셨어요",
    "ne": "दोभाषे जानुभयो",
    "pa": "ਦੁਭਾਸ਼ੀਆ ਚਲਾ ਗਿਆ",
    "prs": "ترجمان رفت",
    "so": "turjubaankii wuu baxay",
    "ta": "மொழிபெயர்ப்பாளர் போயிட்டாங்க",
    "th": "ล่ามกลับไปแล้ว",
    "tr": "tercüman gitti",
    "ur": "مترجم چلا گیا",
    "vi": "thông dịch viên đi rồi",
    "zh-Hans": "翻译走了",
    "zh-Hant": "傳譯員走咗",
}
NOT_HERE = [
    ("ar", "متى يصل المترجم؟"),
    ("ar", "هل وصل المترجم؟"),
    ("bn", "দোভাষী কি এসেছেন"),
    ("el", "ο διερμηνέας δεν είναι εδώ"),
    ("es", "¿ya llegó el intérprete?"),
    ("es", "necesito un intérprete aquí"),
    ("fa", "مترجم اینجا نیست"),
    ("fil", "dumating na ba ang interpreter"),
    ("fil", "hindi pa dumating ang interpreter"),
    ("hi", "क्या दुभाषिया आ गया"),
    ("hi", "दुभाषिया आ गया क्या?"),
    ("it", "l'interprete non è qui"),
    ("ko", "통역사가 안 왔어요"),
    ("ne", "दोभाषे चाहियो"),
    ("pa", "ਕੀ ਦੁਭਾਸ਼ੀਆ ਆ ਗਿਆ"),
    ("prs", "یک ترجمان کار دارم"),
    ("so", "turjubaan ayaan u baahanahay"),
    ("ta", "மொழிபெயர்ப்பாளர் வேண்டும்"),
    ("th", "ล่ามมาแล้วหรือยัง"),
    ("tr", "tercüman burada değil"),
    ("tr", "tercüman geldi mi"),
    ("ur", "کیا ترجمان آ گئے"),
    ("vi", "thông dịch viên chưa đến"),
    ("zh-Hans", "翻译来了吗"),
    ("zh-Hant", "傳譯員未到"),
]
SOMEBODY_ELSE = {
    "ar": "مرحبا، شخص آخر يستخدم هذا الآن",
    "bn": "এখন অন্য কেউ ব্যবহার করছে",
    "el": "τώρα το χρησιμοποιεί κάποιος άλλος",
    "es": "hola, ahora otra persona está usando esto",
    "fa": "الان یه نفر دیگه داره استفاده می‌کنه",
    "fil": "ibang tao na po ang gumagamit nito, iba na po ang gumagamit",
    "hi": "अब इसे कोई और इस्तेमाल कर रहा है",
    "it": "adesso lo sta usando un'altra persona",
    "ko": "지금 다른 사람이 사용하고 있어요",
    "ne": "अहिले अर्कै मान्छेले चलाइरहेको छ",
    "pa": "ਹੁਣ ਇਹ ਕੋਈ ਹੋਰ ਵਰਤ ਰਿਹਾ ਹੈ",
    "prs": "حالی کس دیگه استفاده می‌کنه",
    "so": "hadda qof kale ayaa isticmaalaya",
    "ta": "இப்போது வேறு ஒருவர் பயன்படுத்துகிறார்",
    "th": "ตอนนี้คนอื่นใช้อยู่ค่ะ",
    "tr": "şu an bunu başkası kullanıyor",
    "ur": "اب اسے کوئی اور استعمال کر رہا ہے",
    "vi": "bây giờ người khác đang dùng máy này",
    "zh-Hans": "你好，现在是别人在用",
    "zh-Hant": "你好，而家係第二個人用緊",
}
OF_KIN = {
    "ar": "أنا زوجته",
    "bn": "আমি তার স্ত্রী",
    "el": "είμαι η γυναίκα του",
    "es": "soy su esposa",
    "fa": "من زنش هستم",
    "fil": "asawa niya ako",
    "hi": "मैं उनकी पत्नी हूँ",
    "it": "sono sua moglie",
    "ko": "제가 남편이에요",
    "ne": "म उहाँको श्रीमती हुँ",
    "pa": "ਮੈਂ ਉਹਦਾ ਘਰਵਾਲਾ ਹਾਂ",
    "prs": "مه خانمش هستم",
    "so": "waxaan ahay xaaskiisa",
    "ta": "நான் அவரோட மனைவி",
    "th": "ผมเป็นสามีเธอครับ",
    "tr": "ben onun eşiyim",
    "ur": "میں ان کی بیوی ہوں",
    "vi": "tôi là vợ anh ấy",
    "zh-Hans": "我是他老婆",
    "zh-Hant": "我係佢太太",
}
HAS_GONE = {
    "ar": "خرج من البيت",
    "bn": "সে বাইরে চলে গেছে",
    "el": "έχει φύγει τώρα",
    "es": "ya estoy sola",
    "fa": "رفت، الان تنهام",
    "fil": "wala na siya, umalis",
    "hi": "अब चले गए",
    "it": "è uscito, adesso sono sola",
    "ko": "이제 나갔어요",
    "ne": "अब एक्लै छु",
    "pa": "ਹੁਣ ਉਹ ਚਲਾ ਗਿਆ",
    "prs": "رفت حالی تنها استم",
    "so": "hadda wuu baxay",
    "ta": "அவர் போயிட்டார்",
    "th": "เขาออกไปแล้วค่ะ",
    "tr": "evden çıktı, yalnızım",
    "ur": "اب وہ چلا گیا",
    "vi": "chồng tôi đi rồi",
    "zh-Hans": "他出去了",
    "zh-Hant": "佢出咗去喇",
}
#: The same people, spoken of.
SPOKEN_OF = [
    ("ar", "زوجته معي هنا"),
    ("es", "mi esposa necesita un médico"),
    ("es", "soy su esposa y necesito comida para los niños esta noche"),
    ("fil", "kailangan ng asawa ko ng doktor"),
    ("hi", "मेरी पत्नी को डॉक्टर चाहिए"),
    ("it", "mio marito è con me"),
    ("ko", "남편이 아파요"),
    ("tr", "eşim hasta"),
    ("vi", "chồng tôi bị bệnh"),
    ("zh-Hans", "我老婆需要看医生"),
]


def begun(conversation: Begin, code: str) -> Conversation:
    """Somebody who asked for food, in a language."""
    talk = conversation()
    talk.say(FOOD, NEXT)
    talk.slots["speech"] = code
    talk.slots["language"] = code
    return talk


def texts_of(response: str, code: str) -> str:
    with catalogue.speaking(code):
        return catalogue.text(response)


def test_every_language_is_here() -> None:
    for said_in in (INTERPRETER_IS_HERE, INTERPRETER_HAS_LEFT, SOMEBODY_ELSE, OF_KIN, HAS_GONE):
        assert set(said_in) == catalogues()


@pytest.mark.parametrize("code", sorted(INTERPRETER_IS_HERE))
def test_an_interpreter_who_comes_and_leaves_is_noticed(conversation: Begin, code: str) -> None:
    talk = begun(conversation, code)

    came = talk.say(said(INTERPRETER_IS_HERE[code]), NEXT)
    present = talk.slots["interpreter"]
    left = talk.say(said(INTERPRETER_HAS_LEFT[code]), NEXT)

    assert texts_of("utter_interpreter_present", code) in came[0].text
    assert present == "present"
    assert talk.slots["interpreter"] == "wanted"
    assert texts_of("utter_interpreter_gone", code) in left[0].text


@pytest.mark.parametrize(("code", "text"), NOT_HERE)
def test_an_interpreter_who_is_asked_for_or_missing_is_not_here(code: str, text: str) -> None:
    relay = read_relay(said(text), code)

    assert relay is None or relay.event is None


@pytest.mark.parametrize("code", sorted(SOMEBODY_ELSE))
@pytest.mark.parametrize("sentences", [SOMEBODY_ELSE, OF_KIN], ids=["somebody", "kin"])
def test_whoever_takes_over_is_told_nothing_of_before(
    conversation: Begin, code: str, sentences: dict[str, str]
) -> None:
    talk = begun(conversation, code)

    replies = talk.say(said(sentences[code]), NEXT)

    assert replies[0].text.startswith(texts_of("utter_somebody_else", code))
    assert not any(reply.cards for reply in replies)
    assert talk.slots["memory"]["sealed"]["needs"] == ["emergency_relief"]  # For the desk alone.
    assert talk.slots["safe_to_talk"] == "no"


@pytest.mark.parametrize(("code", "text"), SPOKEN_OF)
def test_speaking_of_others_is_no_taking_over_in_any_language(code: str, text: str) -> None:
    assert not takes_over(Facts(needs=("transport",), speech=code), said(text))


@pytest.mark.parametrize("text", ["I'm his wife", "hi, i'm her husband", "sorry, im his mum"])
def test_kin_alone_is_another_person_where_the_first_spoke_of_themselves(text: str) -> None:
    assert takes_over(Facts(needs=("transport",)), said(text))
    assert not takes_over(Facts(needs=("transport",), people=("partner",)), said(text))


def test_after_violence_kin_is_somebody_else_whoever_was_spoken_of(conversation: Begin) -> None:
    talk = conversation()
    talk.say(HIT, RESPOND)
    talk.slots["people"] = ["partner"]

    (reply,) = talk.say(said("i'm her husband"), NEXT)

    assert reply.response == "utter_somebody_else"


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("somebody else is using this now", True),
        ("someone else is using the phone", True),
        ("somebody else is using my bank card", False),
        ("someone else is using this medicare card", False),
    ],
)
def test_somebody_else_who_uses_this_is_at_the_keyboard(text: str, taken: bool) -> None:
    assert takes_over(Facts(needs=("transport",)), said(text)) is taken


GUESSED = danger("family_violence", "T3", code="classifier.family_violence.serious")


def test_danger_that_is_only_guessed_from_the_words_of_a_takeover_goes_to_a_person(
    conversation: Begin, desk: Desk
) -> None:
    talk = begun(conversation, "it")

    (reply,) = talk.say(said(SOMEBODY_ELSE["it"], "danger_serious", risk=GUESSED), RESPOND)

    case = desk.open_case_of(talk.sender)
    assert reply.text.startswith(texts_of("utter_somebody_else", "it")[:40])
    assert reply.safety
    assert case is not None
    assert case.reason == "danger"


@pytest.mark.parametrize(
    ("text", "risk"),
    [
        ("sono suo marito e adesso la ammazzo di botte se non smette di scrivere", GUESSED),
        (SOMEBODY_ELSE["it"], danger("family_violence", "T3")),
        (SOMEBODY_ELSE["it"], danger("medical_emergency", "T4", code="classifier.x")),
    ],
)
def test_danger_beside_a_takeover_is_answered_as_danger(
    conversation: Begin, text: str, risk: dict[str, object]
) -> None:
    talk = begun(conversation, "it")
    intent = "danger_now" if risk["tier"] == "T4" else "danger_serious"

    replies = talk.say(said(text, intent, risk=risk), RESPOND)

    assert not replies[0].text.startswith(texts_of("utter_somebody_else", "it")[:40])


@pytest.mark.parametrize("code", sorted(HAS_GONE))
def test_when_who_read_along_has_gone_it_is_asked_whether_it_is_safe(
    conversation: Begin, code: str
) -> None:
    talk = begun(conversation, code)
    talk.slots["safe_to_talk"] = "no"
    gone = replace(said(HAS_GONE[code], "goodbye"), language={"code": code, "reliable": True})

    replies = talk.say(gone, NEXT)

    assert replies[0].text.startswith(texts_of("utter_ask_safe_to_talk", code))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ne", "अब अरूले लेख्दैछ"),
        ("ne", "फोन अर्कोले लियो"),
        ("ne", "फोन अब मसँग छ"),
        ("fil", "ako na po ito, yung kapatid niya, ako na ang nagta-type"),
        ("ko", "저 아들인데요 엄마 대신 제가 쓸게요"),
        ("prs", "مه بچیش استم، حالی مه نوشته میکنم"),
    ],
)
def test_short_words_of_taking_over_are_heard_whatever_they_were_taken_for(
    conversation: Begin, code: str, text: str
) -> None:
    replies = begun(conversation, code).say(said(text, "request_human"), NEXT)

    assert replies[0].text.startswith(texts_of("utter_somebody_else", code))
