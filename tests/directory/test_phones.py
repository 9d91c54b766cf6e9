"""Numbers are read strictly: a wrong digit on a crisis line costs lives (rule X-17)."""

from __future__ import annotations

import pytest

from directory.phones import BadPhone, PhoneFault, PhoneNumber, expand_words


@pytest.mark.parametrize(
    ("written", "digits", "shown"),
    [
        ("000", "000", "000"),
        ("106", "106", "106"),
        ("112", "112", "112"),
        ("13 11 14", "131114", "13 11 14"),
        ("131 114", "131114", "13 11 14"),
        ("1800 737 732", "1800737732", "1800 737 732"),
        ("1800 55 1800", "1800551800", "1800 551 800"),
        ("1800RESPECT", "1800737732", "1800 737 732"),
        ("1800 RESPECT (1800 737 732)", "1800737732", "1800 737 732"),
        ("13YARN", "139276", "13 92 76"),
        ("1300 MH CALL", "1300642255", "1300 642 255"),
        ("1800 ELDERHelp", "1800353374", "1800 353 374"),
        ("(03) 9345 1800", "0393451800", "(03) 9345 1800"),
        ("03-9345-1800", "0393451800", "(03) 9345 1800"),
        ("+61 3 9345 1800", "0393451800", "(03) 9345 1800"),
        ("+61 (0)3 9345 1800", "0393451800", "(03) 9345 1800"),
        ("+61 1800 737 732", "1800737732", "1800 737 732"),
        ("0477 13 11 14", "0477131114", "0477 131 114"),
        ("+44 20 7946 0958", "+442079460958", "+44 20 7946 0958"),
    ],
)
def test_usual_spellings_are_read(written: str, digits: str, shown: str) -> None:
    number = PhoneNumber(written)
    assert number.digits == digits
    assert str(number) == shown


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("", PhoneFault.EMPTY),
        ("   ", PhoneFault.EMPTY),
        ("1800 732 732", PhoneFault.MISPRINT),
        ("+61 1800 732 732", PhoneFault.MISPRINT),
        ("1800RESPECT (1800 732 732)", PhoneFault.WORD_DIFFERS),
        ("1300 776 491", PhoneFault.MISPRINT),
        ("1800 766 491", PhoneFault.MISPRINT),
        ("(08) 9325 1111", PhoneFault.MISPRINT),
        ("9345 1800", PhoneFault.LENGTH),
        ("03 9345 180", PhoneFault.LENGTH),
        ("1800 737 73", PhoneFault.LENGTH),
        ("1800 737 7322", PhoneFault.LENGTH),
        ("13 11 1", PhoneFault.LENGTH),
        ("911", PhoneFault.LENGTH),
        ("call the front desk", PhoneFault.NOT_A_NUMBER),
        ("03 9345 1800 ext 4", PhoneFault.NOT_A_NUMBER),
        ("03 9345 1800; 03 9345 1801", PhoneFault.NOT_A_NUMBER),
    ],
)
def test_wrong_numbers_are_refused_with_a_named_fault(written: str, fault: PhoneFault) -> None:
    with pytest.raises(BadPhone) as refused:
        PhoneNumber(written)
    assert refused.value.fault is fault
    assert refused.value.mend


def test_respect_spells_737_732_on_the_keypad() -> None:
    assert expand_words("1800 RESPECT") == "1800737732"


def test_the_same_number_in_two_spellings_is_one_number() -> None:
    assert PhoneNumber("1800RESPECT") == PhoneNumber("+61 1800 737 732")


@pytest.mark.parametrize(
    "written", ["03 5550 0101", "02 7010 1234", "1800 160 401", "1300 975 707"]
)
def test_numbers_set_aside_for_fiction_are_known(written: str) -> None:
    assert PhoneNumber(written).is_fictitious


@pytest.mark.parametrize("written", ["13 11 14", "03 9345 1800", "1800 737 732"])
def test_real_numbers_are_not_taken_for_fiction(written: str) -> None:
    assert not PhoneNumber(written).is_fictitious
