"""What WhatsApp would refuse is refused here, with a word on why and none of what was said."""

from dataclasses import replace

import pytest

from domain.failures import UnsendableContent
from domain.media import LARGEST
from domain.messages import MediaKind
from domain.outbound_content import (
    SENDABLE_TYPES,
    Button,
    Buttons,
    Component,
    ContentKind,
    ListMessage,
    MediaMessage,
    OutboundContent,
    Parameter,
    Row,
    Section,
    Template,
    Text,
    check,
    check_size,
    in_parts,
    kind_of,
    words_of,
)

_SECRET = "rahasia"
_ROW = Row(id="1", title="Senin", description="Pagi")
_BUTTONS = Buttons(body="Kapan?", buttons=(Button(id="a", title="Senin"),))
_LIST = ListMessage(body="Kapan?", button="Pilih", sections=(Section(rows=(_ROW,)),))
_FILE = MediaMessage(
    kind=MediaKind.DOCUMENT,
    file_key="a/b",
    mime_type="application/pdf",
    caption="Draf",
    filename="surat.pdf",
)
_TEMPLATE = Template(
    name="pengingat",
    language="id",
    components=(
        Component(part="body", parameters=(Parameter(text="Budi"),)),
        Component(
            part="button", parameters=(Parameter(text="ya"),), sub_type="quick_reply", index=0
        ),
    ),
)


def _rows(count: int) -> tuple[Row, ...]:
    return tuple(Row(id=str(number), title="Hari") for number in range(count))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (Text(body="a" * 10_000), ContentKind.TEXT),
        (_BUTTONS, ContentKind.BUTTONS),
        (
            Buttons(
                body="b" * 1024,
                buttons=tuple(
                    Button(id=f"{number}" * 256, title=f"{number}" * 20) for number in range(3)
                ),
                header="h" * 60,
                footer="f" * 60,
            ),
            ContentKind.BUTTONS,
        ),
        (_LIST, ContentKind.LIST),
        (
            ListMessage(
                body="b" * 4096,
                button="p" * 20,
                sections=tuple(
                    Section(
                        title="s" * 24,
                        rows=(Row(id=f"{number}" * 200, title="t" * 24, description="d" * 72),),
                    )
                    for number in range(10)
                ),
            ),
            ContentKind.LIST,
        ),
        (_FILE, ContentKind.MEDIA),
        (replace(_FILE, caption="c" * 1024), ContentKind.MEDIA),
        (_TEMPLATE, ContentKind.TEMPLATE),
        (Template(name="a", language="en_US"), ContentKind.TEMPLATE),
    ],
)
def test_what_is_within_the_limits_goes(content: OutboundContent, kind: ContentKind) -> None:
    check(content)
    assert kind_of(content) is kind


_TOO_MUCH: list[tuple[OutboundContent, str]] = [
    (Text(body=" \n"), "body: is empty"),
    (Text(body=f"{_SECRET}\x00"), "cannot be sent"),
    (Text(body="\ud800"), "cannot be sent"),
    (replace(_BUTTONS, buttons=()), "buttons: are 0"),
    (replace(_BUTTONS, buttons=(Button(id="1", title="a"),) * 4), "buttons: are 4"),
    (replace(_BUTTONS, buttons=(Button(id="1", title=_SECRET * 3),)), "button 1, title: has 21"),
    (replace(_BUTTONS, buttons=(Button(id="1" * 257, title="a"),)), "button 1, id: has 257"),
    (replace(_BUTTONS, buttons=(Button(id="1", title="a"),) * 2), "button ids: two are the same"),
    (replace(_BUTTONS, body="b" * 1025), "body: has 1025 characters, at most 1024"),
    (replace(_BUTTONS, footer="f" * 61), "footer"),
    (replace(_BUTTONS, header="f" * 61), "header"),
    (replace(_LIST, button="p" * 21), "button: has 21 characters, at most 20"),
    (replace(_LIST, sections=()), "sections: are 0"),
    (replace(_LIST, sections=(Section(rows=_rows(11)),)), "rows: are 11"),
    (
        replace(
            _LIST,
            sections=(
                Section(title="a", rows=_rows(6)),
                Section(title="b", rows=_rows(6)),
            ),
        ),
        "rows: are 12",
    ),
    (
        replace(
            _LIST,
            sections=(
                Section(rows=(Row(id="1", title="a"),)),
                Section(rows=(Row(id="2", title="a"),)),
            ),
        ),
        "section 1, title: is empty",
    ),
    (replace(_LIST, sections=(Section(rows=(Row(id="1", title="t" * 25),)),)), "row 1, title"),
    (
        replace(_LIST, sections=(Section(rows=(replace(_ROW, description="d" * 73),)),)),
        "row 1, description: has 73",
    ),
    (replace(_LIST, sections=(Section(rows=(_ROW, _ROW)),)), "row ids: two are the same"),
    (replace(_FILE, mime_type="text/html"), "file: WhatsApp does not send its type"),
    (replace(_FILE, file_key=""), "file: is missing"),
    (replace(_FILE, caption="c" * 1025), "caption: has 1025"),
    (
        MediaMessage(kind=MediaKind.AUDIO, file_key="a", mime_type="audio/ogg", caption="x"),
        "caption: audio has none",
    ),
    (
        MediaMessage(kind=MediaKind.IMAGE, file_key="a", mime_type="image/png", filename="x"),
        "filename: image has none",
    ),
    (replace(_TEMPLATE, name="Not a name"), "template: its name"),
    (replace(_TEMPLATE, language="Indonesian"), "template: its language"),
    (
        replace(
            _TEMPLATE,
            components=(Component(part="body", parameters=(Parameter(text=f"{_SECRET}\n"),)),),
        ),
        "parameter 1: has a new line",
    ),
    (
        replace(
            _TEMPLATE,
            components=(Component(part="body", parameters=(Parameter(text="a     b"),)),),
        ),
        "five spaces",
    ),
    (
        replace(_TEMPLATE, components=(Component(part="button", parameters=()),)),
        "has a sub_type",
    ),
]


@pytest.mark.parametrize(("content", "why"), _TOO_MUCH)
def test_what_is_beyond_a_limit_is_refused_and_not_quoted(
    content: OutboundContent, why: str
) -> None:
    with pytest.raises(UnsendableContent) as raised:
        check(content)
    assert why in str(raised.value)
    assert _SECRET not in str(raised.value)
    assert not raised.value.retryable


def test_a_file_may_be_as_large_as_its_kind_allows() -> None:
    check_size(_FILE, LARGEST[MediaKind.DOCUMENT])
    for size in (0, LARGEST[MediaKind.DOCUMENT] + 1):
        with pytest.raises(UnsendableContent):
            check_size(_FILE, size)
    assert set(SENDABLE_TYPES) == set(MediaKind)


def test_only_a_long_text_is_several_messages() -> None:
    parts = in_parts(Text(body="Satu kalimat. " * 400))
    assert len(parts) == 2
    assert "".join(words_of(part) for part in parts) == "Satu kalimat. " * 400
    assert in_parts(_LIST) == (_LIST,)


def test_the_words_of_a_message_are_what_a_client_reads() -> None:
    assert words_of(_BUTTONS) == "Kapan?\n[Senin]"
    assert words_of(_LIST) == "Kapan?\n- Senin"
    assert words_of(_FILE) == "Draf"
    assert words_of(_TEMPLATE) == "pengingat\nBudi\nya"
