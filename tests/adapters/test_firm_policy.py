"""firm.yaml is read, and what is wrong with it is said with its line."""

from datetime import timedelta
from pathlib import Path

import pytest

from adapters.firm_policy import load
from domain.analysis import ANSWERABLE, Language
from domain.failures import Misconfigured
from domain.routing import Mode

_SHIPPED = Path(__file__).parents[2] / "firm.yaml"
_WHOLE = _SHIPPED.read_text(encoding="utf-8")


def _written(folder: Path, text: str) -> Path:
    path = folder / "firm.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def _line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_the_shipped_policy_is_read() -> None:
    policy = load(_SHIPPED)
    assert policy.mode is Mode.AUTO
    assert set(policy.routing.answerable) <= ANSWERABLE
    assert policy.conversation.quiet_period == timedelta(seconds=6)
    assert policy.conversation.idle_after == timedelta(hours=12)
    for language in Language:
        assert policy.texts.disclosure.in_language(language)
        assert len(policy.texts.office_info.in_language(language)) < 3000
        assert policy.texts.send_again.in_language(language)


def test_a_policy_of_before_has_words_to_ask_for_a_file_again(tmp_path: Path) -> None:
    before = _WHOLE[: _WHOLE.index("  # Drafted for a lawyer")]
    own = _WHOLE.replace("Mohon kirimkan sekali lagi.", "Kirim ulang, ya.")
    assert "sekali lagi" in load(_written(tmp_path, before)).texts.send_again.id
    assert "Kirim ulang, ya." in load(_written(tmp_path, own)).texts.send_again.id


@pytest.mark.parametrize(
    ("part", "instead", "place"),
    [
        ("mode: auto", "mode: automatic", "assistant.mode"),
        ("mode: auto", "mode:", "assistant.mode"),
        ("mode: auto", "mdoe: auto", "assistant.mode"),
        ("  confidence: 0.8", "  confidence: 1.5", "assistant.confidence"),
        ("  confidence: 0.8", "  confidence: much", "assistant.confidence"),
        ("may_answer: [greeting", "may_answer: [greetings", "assistant.may_answer.0"),
        ("document_submission]", "legal_advice]", "assistant.may_answer"),
        ("quiet_period: 6s", "quiet_period: 6", "conversation.quiet_period"),
        ("quiet_period: 6s", "quiet_period: six seconds", "conversation.quiet_period"),
        ("quiet_period: 6s", "quiet_period: -6s", "conversation.quiet_period"),
        ("  idle_after: 12h", "  idle_after: 12h\n  extra: 1", "conversation.extra"),
        ("    en: You are welcome", "    fr: De rien", "texts.thanks.en"),
        ("firm_name: Kantor Hukum Contoh & Rekan", "firm_name: ''", "firm_name"),
    ],
)
def test_a_typo_is_told_with_its_file_line_and_place(
    tmp_path: Path, part: str, instead: str, place: str
) -> None:
    path = _written(tmp_path, _WHOLE.replace(part, instead, 1))
    with pytest.raises(Misconfigured) as raised:
        load(path)
    told = str(raised.value)
    assert "\n" not in told
    start, _, rest = told.partition(f"{path}:")
    assert not start
    line, _, rest = rest.partition(": ")
    assert rest.startswith(f"{place}: ")
    text = path.read_text(encoding="utf-8")
    exact = {_line_of(text, instead.strip()), _line_of(text, instead.strip().split("\n")[-1])}
    section = place.split(".", maxsplit=1)[0]
    parents = {_line_of(text, f"{section}:"), _line_of(text, "  thanks:")}
    assert int(line) in exact | parents


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("firm_name: [", 2),
        ("firm_name: a\n\tb: c\n", 2),
        ("firm_name: a\nassistant: {mode: auto\n", 3),
        ("&a [*a", 1),
    ],
)
def test_what_is_not_yaml_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(Misconfigured) as raised:
        load(_written(tmp_path, text))
    assert "\n" not in str(raised.value)
    assert abs(int(str(raised.value).split(":")[1]) - line) <= 1


@pytest.mark.parametrize("text", ["", "7", "[]", "null", "just words"])
def test_a_file_that_is_no_policy_is_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(Misconfigured, match=r"firm\.yaml:1: "):
        load(_written(tmp_path, text))


def test_a_file_that_is_missing_or_not_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="FIRM_POLICY"):
        load(tmp_path / "nothing.yaml")
    with pytest.raises(Misconfigured, match="FIRM_POLICY"):
        load(tmp_path)
    (tmp_path / "latin.yaml").write_bytes(b"firm_name: \xe9\n")
    with pytest.raises(Misconfigured, match="UTF-8"):
        load(tmp_path / "latin.yaml")


def test_yaml_makes_nothing_but_plain_values(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured):
        load(_written(tmp_path, "firm_name: !!python/object/apply:os.getcwd []\n"))
