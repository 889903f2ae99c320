"""The same name, however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.names import (
    Likeness,
    NameForm,
    forms_in_text,
    forms_looked_for,
    name_forms,
)


def _likeness(party: str, looked_for: tuple[NameForm, ...]) -> Likeness | None:
    """How somebody is found among the parties; None: not at all."""
    found = {form.likeness for form in {*name_forms(party)} & {*looked_for}}
    return next((each for each in Likeness if each in found), None)


def _alike(party: str, name: str) -> Likeness | None:
    return _likeness(party, forms_looked_for(name))


def _named(party: str, text: str) -> Likeness | None:
    return _likeness(party, forms_in_text(text, 10_000))


@pytest.mark.parametrize(
    ("party", "name"),
    [
        ("Budi Santoso", "BUDI  SANTOSO"),
        ("Dr. H. Budi Santoso, S.H., M.H.", "Budi Santoso"),
        ("Budi Santoso", "Prof. Dr. Ir. Budi Santoso, M.Sc., Ph.D"),
        ("Budi Santoso", "Bapak Budi Santoso SH. MH"),
        ("Budi Santoso", "Bpk. H. Budi Santoso, S. H."),
        ("Hj. Siti Aminah", "Ibu Siti Aminah"),
        ("KH. Ma'ruf Amin", "Ma’ruf Amin"),  # noqa: RUF001 - as phones write it
        ("R.A. Kartini Putri", "Kartini Putri"),
        ("Rénald Kasáli", "Renald Kasali"),
        ("Siti Aminah binti Ahmad", "Siti Aminah"),
        ("Ahmad bin Yusuf", "Ahmad Yusuf"),
        ("Budi Santoso alias Budi Gendut", "Budi Gendut"),
        ("PT. Maju Jaya Abadi Tbk", "Maju Jaya Abadi"),
        ("PT Maju Jaya Abadi", "PT MAJU JAYA"),
        ("PT Bank Mandiri (Persero) Tbk", "Bank Mandiri"),
        ("Bagir Manan", "Prof. Bagir Manan, S.H., M.CL."),
        # Short and long forms of one name.
        ("Budi Santoso Wijaya", "Budi Santoso"),
        ("Budi Santoso Wijaya", "Budi Wijaya"),
        ("Budi Santoso", "Budi Santoso Wijaya"),
        ("Budi Wijaya", "Budi Santoso Wijaya"),
        # A first name that is left out.
        ("Muhammad Rizki Pratama", "Rizki Pratama"),
        ("M. Rizki Pratama", "Rizki Pratama"),
        ("Moch. Rizki Pratama Putra", "Rizki Pratama Putra"),
        ("Achmad Fauzi Lubis", "Fauzi Lubis"),
        ("Hj. Siti Nur Aminah Lubis", "Aminah Lubis"),
        ("Rizki Pratama", "Muhammad Rizki Pratama"),
        ("Rizki Pratama Putra", "Moh. Rizki Pratama Putra"),
        # As lists have it.
        ("Santoso, Budi", "Budi Santoso"),
        ("Budi Santoso", "SANTOSO, Dr. Budi, S.H."),
        ("Pratama, Muhammad Rizki", "Rizki Pratama"),
        # Many have one word only.
        ("Sukarno", "sukarno"),
        ("Haji Sulaiman", "H. Sulaiman"),
    ],
)
def test_the_same_name_in_other_clothes_is_the_same(party: str, name: str) -> None:
    assert _alike(party, name) is Likeness.EXACT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Soeharto", "Suharto"), ("Djoko", "Joko"), ("Tjahjo", "Cahyo"), ("Jusuf", "Yusuf"),
        ("Soeharjo", "Suharyo"), ("Achmad", "Ahmad"), ("Akhmad", "Achmad"), ("Ahmat", "Ahmad"),
        ("Chairul", "Khairul"), ("Hairul", "Chairul"), ("Chandra", "Candra"), ("Sjarif", "Syarif"),
        ("Sarif", "Syarif"), ("Fitri", "Vitri"), ("Arif", "Arip"), ("Zaenal", "Jainal"),
        ("Rizal", "Rijal"), ("Aziz", "Azis"), ("Harjanto", "Harianto"), ("Haryanto", "Harianto"),
        ("Prijono", "Priono"), ("Mochtar", "Mukhtar"), ("Mochtar", "Muchtar"), ("Sholeh", "Soleh"),
        ("Fatimah", "Fatima"), ("Fadhli", "Fadli"), ("Thamrin", "Tamrin"), ("Dhani", "Dani"),
        ("Rudy", "Rudi"), ("Rachmat", "Rahmat"), ("Rakhmat", "Rahmat"), ("Dzulkifli", "Zulkifli"),
        ("Utsman", "Usman"), ("Oesman", "Usman"), ("Yakub", "Yakup"), ("Widjaja", "Wijaya"),
        ("Setiawan", "Setyawan"), ("Husein", "Husain"), ("Erick", "Erik"), ("Alex", "Aleks"),
        ("Qomar", "Komar"), ("Njoman", "Nyoman"), ("Wahjoe", "Wahyu"), ("Heru", "Herru"),
        ("Mohammad", "Muhamad"), ("Moch.", "Muhammad"), ("Muh.", "Mohamad"), ("Moh", "Muchammad"),
        ("Abdurrahman", "Abdul Rahman"), ("Nurhayati", "Nur Hayati"),
    ],
)  # fmt: skip
def test_old_and_new_spellings_sound_the_same(one: str, other: str) -> None:
    for surname in ("", " Lubis"):
        assert _alike(one + surname, other + surname) is Likeness.PHONETIC
        assert _alike(other + surname, one + surname) is Likeness.PHONETIC


def test_an_m_in_front_is_a_muhammad() -> None:
    assert _alike("Muhammad Yusuf Kalla", "M. Jusuf Kalla") is Likeness.PHONETIC
    assert _alike("M.Yusuf Kalla", "Moh. Yusuf Kalla") is Likeness.PHONETIC


@pytest.mark.parametrize(
    ("party", "name"),
    [
        ("Budi Santoso", "Budi Susanto"),
        ("Hartono", "Hartanto"),
        ("Sari", "Sri"),
        ("Andi Lubis", "Anti Lubis"),
        ("Hadi Santoso", "Adi Santoso"),
        ("Eko Prasetyo", "Eka Prasetyo"),
        ("Tono Wijaya", "Toni Wijaya"),
        # One word of two is no name, and two people may share two words of three.
        ("Budi Santoso", "Budi"),
        ("Budi", "Budi Santoso"),
        ("Muhammad Rizki Ramadhan", "Muhammad Rizki Pratama"),
        ("Ahmad Rizki Pratama", "Muhammad Rizki Pratama"),
        ("Muhammad Rizki Pratama", "Rizki Ramadhan"),
        ("Muhammad Rizki", "Rizki"),
        ("Rizki", "Muhammad Rizki"),
        ("Muhammad Rizki Pratama", "Rizki Pratama Lubis"),
        ("Budi Santoso", "Santoso Budi"),
        ("PT Nur Maju Jaya", "Maju Jaya"),
        ("PT Maju, Jaya Abadi", "Jaya Abadi"),
        ("PT Maju Jaya", "PT Maju Mundur"),
        ("Budi Santoso", ""),
        ("", "Budi Santoso"),
        ("S.H., M.H.", "Drs."),
    ],
)
def test_other_names_are_others(party: str, name: str) -> None:
    assert _alike(party, name) is None


@pytest.mark.parametrize(
    "text",
    [
        "selamat pagi, saya digugat oleh Budi Santoso di PN Jakarta Selatan",
        "lawan saya pak budi santoso sudah kirim somasi",
        "nama saya Budi Santoso",
        "BUDI SANTOSO vs saya",
        "melawan\nBUDI\nSANTOSO, S.H.",
        "saya H. Budi Santoso, mau konsultasi",
        "Tergugat: Budi Santoso; alamat di Depok",
    ],
)
def test_a_name_in_a_text_is_found(text: str) -> None:
    assert _named("Budi Santoso", text) is Likeness.EXACT


def test_a_name_in_a_text_is_found_as_it_sounds() -> None:
    assert _named("Soeharto Widjaja", "digugat pak suharto wijaya kemarin") is Likeness.PHONETIC
    assert _named("PT Djaja Abadi", "kontrak dengan PT. Jaya Abadi") is Likeness.PHONETIC


@pytest.mark.parametrize(
    "text", ["nama saya Sukarno", "saya Sukarno", "a.n. Sukarno", "rekening atas nama Sukarno",
             "my name is Sukarno"],
)  # fmt: skip
def test_one_word_is_a_name_where_it_is_introduced_as_one(text: str) -> None:
    assert _named("Sukarno", text) is Likeness.EXACT


def test_one_word_elsewhere_in_a_text_is_no_name() -> None:
    assert _named("Indah", "taman kota itu indah sekali") is None
    assert _named("Indah", "terima kasih, indah") is None
    assert _named("PT Cahaya", "cahaya lampu") is None
    assert _named("PT Cahaya", "kami dari PT. Cahaya") is Likeness.EXACT


def test_a_pause_is_no_part_of_a_name() -> None:
    assert _named("Budi Santoso", "ada budi, santoso juga") is None
    assert _named("Budi Santoso", "budi dan santoso") is None


def test_no_more_forms_of_a_text_are_given_than_asked_for() -> None:
    assert len(forms_in_text("budi santoso wijaya kusuma " * 100, 7)) == 7
    assert forms_in_text("budi santoso", 0) == ()


@given(st.text(max_size=200))
def test_every_name_has_forms_and_finds_itself(name: str) -> None:
    kept = name_forms(name)
    assert len(kept) == len({form.text for form in kept})
    assert all(form.text.startswith(f"{form.likeness}:") for form in kept)
    assert bool(kept) == bool({*kept} & {*forms_looked_for(name)})


@given(st.text(max_size=500))
def test_any_text_has_forms(text: str) -> None:
    assert len(forms_in_text(text, 50)) <= 50
