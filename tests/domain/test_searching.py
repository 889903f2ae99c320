"""Words are found however they are written, and shown with what stands around them."""

import pytest

from domain.searching import snippet, words_of_search


@pytest.mark.parametrize(
    ("text", "sought", "shown"),
    [
        ("Sidang besok", "sidang", "Sidang besok"),
        ("Sidang\n\n besok", "besok  SIDANG", "Sidang besok"),
        ("Persidangan", "sidang", "Persidangan"),
        ("ﬁle Straße", "file STRASSE", "file Straße"),
        ("jam 10.30 (pagi)", "(pagi)", "jam 10.30 (pagi)"),
        ("Sidang", "sidang besok", None),
        ("", "x", None),
        ("x", " ", None),
    ],
)
def test_all_words_must_stand_in_a_text(text: str, sought: str, shown: str | None) -> None:
    assert snippet(text, words_of_search(sought)) == shown


def test_a_long_text_is_cut_around_the_words() -> None:
    shown = snippet(f"{'a ' * 200}sidang{' b' * 200}", ("sidang",))
    assert shown is not None
    assert shown.startswith("…a")
    assert shown.endswith("b…")
    assert "sidang" in shown
    assert len(shown) < 140
