"""What people do in their own online account, and what only sounds like asking for it."""

from __future__ import annotations

import pytest

from bot.language import catalogue
from bot.language.catalogue import catalogues
from bot.triage.self_service import asks_for_self_service
from tests.triage.says import said

IN_LANGUAGES = {
    "ar": "كيف أبلغ عن دخلي على الإنترنت",
    "bn": "ফর্ম কোথায় আপলোড করব",
    "el": "πώς δηλώνω το εισόδημά μου στο ίντερνετ",
    "es": "¿cómo declaro mis ingresos por internet?",
    "fa": "چطور درآمدم رو گزارش بدم",
    "fil": "paano po i-report ang kita ko online",
    "hi": "अपना फ़ॉर्म कहाँ अपलोड करूँ",
    "it": "dove carico il mio modulo",
    "ko": "소득을 어떻게 신고해요",
    "ne": "फारम कहाँ अपलोड गर्ने",
    "pa": "ਫਾਰਮ ਕਿੱਥੇ ਅਪਲੋਡ ਕਰਾਂ",
    "prs": "فورم خود را آپلود چطور کنم",
    "so": "sidee dakhligayga u sheegaa online",
    "ta": "படிவத்தை எங்கே பதிவேற்றுவது",
    "th": "แจ้งรายได้ออนไลน์ยังไง",
    "tr": "gelirimi internetten nasıl bildiririm, formu nereye yüklerim",
    "ur": "فارم کہاں اپ لوڈ کروں",
    "vi": "khai thu nhập trên mạng thế nào",
    "zh-Hans": "怎么在网上申报收入",
    "zh-Hant": "點樣上網申報收入",
}


@pytest.mark.parametrize(
    "text",
    [
        "How do I report my income online",
        "how do i link my mygov",
        "where do I upload my form",
        "report income",
        "i need to report my fortnightly earnings and don't know how",
        "cant log in to my gov",
        "where can she submit her medical certificate",
        "how do i get the centrelink app",
        "can someone help me lodge my claim online",
    ],
)
def test_what_is_done_in_the_own_account_is_recognised(text: str) -> None:
    assert asks_for_self_service(said(text))


@pytest.mark.parametrize(
    "text",
    [
        "how much youth allowance do i get",
        "i report my income every fortnight and it is still hard",
        "why was my payment cut off, i reported my income",
        "where do i lodge my court form",
        "how do i lodge a form for my rental bond",
        "i got a letter on mygov",
        "can you report my boss",
        "how do i report a crime",
        "i have no income",
    ],
)
def test_payments_courts_and_stories_are_other_matters(text: str) -> None:
    assert not asks_for_self_service(said(text))


@pytest.mark.parametrize("code", sorted(catalogues()))
def test_it_is_heard_in_every_language_and_mygov_by_its_name(code: str) -> None:
    with catalogue.speaking(code):
        assert asks_for_self_service(said(IN_LANGUAGES[code]))
        assert asks_for_self_service(said("myGov?"))


def test_the_account_of_a_partner_is_another_matter() -> None:
    with catalogue.speaking("es"):
        assert not asks_for_self_service(said("mi ex tiene mi contraseña de myGov"))
