"""What a file is by its content, and what speaks against giving it to anyone."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from adapters.confined import Crashed, Limits, TooMuch, run
from adapters.inspection.inspector import ConfinedInspector
from domain.failures import Unavailable
from domain.media import Finding, Inspection
from tests.adapters.media import bodies

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_MIB: Final = 1024 * 1024


def _inspect(
    content: bytes, folder: Path, claimed: str | None = None, name: str | None = None
) -> Inspection:
    file = bodies.written(content, folder)
    seen = ConfinedInspector().inspect(file, claimed=claimed, file_name=name)
    assert file.read_bytes() == content
    return seen


_SOUND: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "jpeg": (bodies.picture, "image/jpeg", ".jpg"),
    "png": (lambda: bodies.picture("PNG"), "image/png", ".png"),
    "gif": (lambda: bodies.picture("GIF"), "image/gif", ".gif"),
    "webp": (lambda: bodies.picture("WEBP"), "image/webp", ".webp"),
    "tiff": (lambda: bodies.picture("TIFF"), "image/tiff", ".tiff"),
    "bmp": (lambda: bodies.picture("BMP"), "image/bmp", ".bmp"),
    "avif": (lambda: bodies.picture("AVIF"), "image/avif", ".avif"),
    "jp2": (lambda: bodies.picture("JPEG2000"), "image/jp2", ".jp2"),
    "heic": (lambda: bodies.boxed(b"heic", b"mif1"), "image/heic", ".heic"),
    "heic of a newer phone": (lambda: bodies.boxed(b"mif1", b"heic"), "image/heic", ".heic"),
    "sticker": (lambda: bodies.sample("sticker.webp"), "image/webp", ".webp"),
    "photo": (lambda: bodies.sample("picture.jpg"), "image/jpeg", ".jpg"),
    "film": (lambda: bodies.sample("video.mp4"), "video/mp4", ".mp4"),
    "3gp": (lambda: bodies.boxed(b"3gp4", b"isom"), "video/3gpp", ".3gp"),
    "mov": (lambda: bodies.boxed(b"qt  "), "video/quicktime", ".mov"),
    "m4a": (lambda: bodies.boxed(b"M4A ", b"mp42"), "audio/mp4", ".m4a"),
    "voice": (lambda: bodies.sample("voice.ogg"), "audio/ogg", ".ogg"),
    "amr": (lambda: b"#!AMR\n" + b"\x3c" * 64, "audio/amr", ".amr"),
    "aac": (lambda: b"\xff\xf1\x50\x80\x02\x1f\xfc" + bytes(64), "audio/aac", ".aac"),
    "mp3": (lambda: b"\xff\xfb\x90\x64" + bytes(413), "audio/mpeg", ".mp3"),
    "mp3 with a title": (lambda: b"ID3\x03" + bytes(64), "audio/mpeg", ".mp3"),
    "wav": (bodies.sound, "audio/wav", ".wav"),
    "pdf": (bodies.pdf, "application/pdf", ".pdf"),
    "letter": (lambda: bodies.sample("letter.pdf"), "application/pdf", ".pdf"),
    "pdf after junk": (lambda: b"\xef\xbb\xbf\r\njunk " + bodies.pdf(), "application/pdf", ".pdf"),
    "pdf that may not be printed": (
        lambda: bodies.encrypted_pdf(user=""), "application/pdf", ".pdf",
    ),
    "docx": (bodies.word, DOCX, ".docx"),
    "xlsx": (bodies.sheet, XLSX, ".xlsx"),
    "pptx": (bodies.slides, PPTX, ".pptx"),
    "odt": (bodies.open_document, "application/vnd.oasis.opendocument.text", ".odt"),
    "doc": (bodies.old_word, "application/msword", ".doc"),
    "xls": (bodies.old_sheet, "application/vnd.ms-excel", ".xls"),
    "ppt": (bodies.old_slides, "application/vnd.ms-powerpoint", ".ppt"),
    "zip": (lambda: bodies.zipped({"a.pdf": bodies.pdf()}), "application/zip", ".zip"),
    "slides with a table": (
        lambda: bodies.with_parts(bodies.slides(), {"ppt/embeddings/a.xlsx": bodies.sheet()}),
        PPTX, ".pptx",
    ),
    "text": ("Yth. Bapak — salam".encode, "text/plain", ".txt"),
    "text of old": (lambda: "Café à Jakarta\r\n".encode("cp1252"), "text/plain", ".txt"),
    "text of windows": (lambda: "Yth. Bapak".encode("utf-16"), "text/plain", ".txt"),
    "text that begins like a program": (
        lambda: b"MZ is no header of mine\n" * 9, "text/plain", ".txt",
    ),
    "rtf": (lambda: b"{\\rtf1 Surat}", "application/rtf", ".rtf"),
    "contact": (lambda: b"BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n", "text/vcard", ".vcf"),
    "page": (lambda: b"<!DOCTYPE html><p>Surat", "text/html", ".html"),
    "drawing": (lambda: b"<svg xmlns='a'><path d='M0'/></svg>", "image/svg+xml", ".svg"),
    "nobody knows": (lambda: bytes(range(1, 255)) * 3, "application/octet-stream", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", _SOUND)
def test_a_sound_file_is_known_by_its_content(name: str, tmp_path: Path) -> None:
    make, mime_type, extension = _SOUND[name]
    assert _inspect(make(), tmp_path, claimed=mime_type) == Inspection(
        mime_type=mime_type, extension=extension
    )


_HARMFUL: dict[str, tuple[Callable[[], bytes], str | None, str | None, set[Finding]]] = {
    "encrypted docx": (bodies.encrypted_word, DOCX, "a.docx", {Finding.ENCRYPTED}),
    "encrypted doc": (lambda: bodies.old_word(flags=0x0100), None, None, {Finding.ENCRYPTED}),
    "encrypted ppt": (lambda: bodies.old_slides(0xF3D1C4DF), None, None, {Finding.ENCRYPTED}),
    "encrypted pdf": (
        lambda: bodies.encrypted_pdf(user="made up"), "application/pdf", None, {Finding.ENCRYPTED},
    ),
    "encrypted zip": (bodies.encrypted_zip, "application/zip", None, {Finding.ENCRYPTED}),
    "docm": (
        lambda: bodies.with_parts(bodies.word(), {"word/vbaProject.bin": b"x"}),
        DOCX, "surat.docx", {Finding.MACROS},
    ),
    "xlsx with old macros": (
        lambda: bodies.with_parts(bodies.sheet(), {"xl/macrosheets/sheet1.xml": b"<x/>"}),
        XLSX, None, {Finding.MACROS},
    ),
    "docx with a template from elsewhere": (
        lambda: bodies.with_parts(bodies.word(), {"word/_rels/settings.xml.rels":
            b"<Relationships><Relationship Id='a' Type='http://x/relationships/attachedTemplate'"
            b" Target='https://evil.invalid/a.dotm' TargetMode='External'/></Relationships>"}),
        DOCX, None, {Finding.MACROS},
    ),
    "docx with a table with macros": (
        lambda: bodies.with_parts(bodies.word(), {"word/embeddings/a.xlsm":
            bodies.with_parts(bodies.sheet(), {"xl/vbaProject.bin": b"x"})}),
        DOCX, None, {Finding.MACROS},
    ),
    "docx with a package": (
        lambda: bodies.with_parts(bodies.word(), {"word/embeddings/oleObject1.bin":
            bodies.compound({"\x01Ole10Native": bytes(4096)})}),
        DOCX, None, {Finding.ATTACHMENTS},
    ),
    "odt with macros": (
        lambda: bodies.open_document("Basic/Standard/Module1.xml"), None, None, {Finding.MACROS},
    ),
    "doc with macros": (
        lambda: bodies.old_word("_VBA_PROJECT"), "application/msword", None, {Finding.MACROS},
    ),
    "xls with macros": (bodies.old_sheet_with_macros, None, "a.xls", {Finding.MACROS}),
    "pdf with javascript": (
        lambda: bodies.pdf_with("javascript"), "application/pdf", None, {Finding.MACROS},
    ),
    "pdf that launches": (
        lambda: bodies.pdf_with("launch"), "application/pdf", None, {Finding.MACROS},
    ),
    "pdf with a script of a page": (
        lambda: bodies.pdf_with("inner"), "application/pdf", None, {Finding.MACROS},
    ),
    "pdf with a file": (
        lambda: bodies.pdf_with("attachment"), "application/pdf", None, {Finding.ATTACHMENTS},
    ),
    "rtf with an object": (
        lambda: b"{\\rtf1 {\\object\\objemb{\\*\\objdata 0105}}}", "application/msword", "a.doc",
        {Finding.ATTACHMENTS},
    ),
    "program as a picture": (
        bodies.program, "image/jpeg", "a.jpg", {Finding.EXECUTABLE, Finding.NOT_AS_CLAIMED},
    ),
    "program under its own name": (
        bodies.program, "application/octet-stream", "a.exe", {Finding.EXECUTABLE},
    ),
    "elf": (
        lambda: Path("/bin/true").read_bytes(), "application/pdf", None,
        {Finding.EXECUTABLE, Finding.NOT_AS_CLAIMED},
    ),
    "mach-o": (
        lambda: b"\xcf\xfa\xed\xfe" + bytes(64), None, None, {Finding.EXECUTABLE},
    ),
    "shebang": (
        lambda: b"#!/bin/sh\nrm -rf /\n", "text/plain", None,
        {Finding.EXECUTABLE, Finding.NOT_AS_CLAIMED},
    ),
    "batch": (lambda: b"@echo off\r\ndel *\r\n", None, "a.bat", {Finding.EXECUTABLE}),
    "text that is run by its name": (
        lambda: b"WScript.Echo 1", "text/plain", "surat.pdf.vbs", {Finding.EXECUTABLE},
    ),
    "shortcut": (bodies.shortcut, None, "surat.pdf.lnk", {Finding.EXECUTABLE}),
    "shortcut to a page": (
        lambda: b"[InternetShortcut]\r\nURL=file://evil.invalid/a\r\n", None, None,
        {Finding.EXECUTABLE},
    ),
    "apk": (
        lambda: bodies.zipped({"AndroidManifest.xml": b"x", "classes.dex": b"dex\n035\0"}),
        "application/pdf", "Undangan.pdf", {Finding.EXECUTABLE, Finding.NOT_AS_CLAIMED},
    ),
    "jar": (
        lambda: bodies.zipped({"META-INF/MANIFEST.MF": b"x", "A.class": b"\xca\xfe\xba\xbe"}),
        "application/zip", None, {Finding.EXECUTABLE, Finding.NOT_AS_CLAIMED},
    ),
    "msi": (
        lambda: bodies.compound({"a": bytes(4096)},
            clsid=bytes.fromhex("84100c0000000000c000000000000046")),
        None, None, {Finding.EXECUTABLE},
    ),
    "program in a zip in a zip": (
        lambda: bodies.zipped({"a.zip": bodies.zipped({"foto.jpg": bodies.program()})}),
        "application/zip", None, {Finding.EXECUTABLE},
    ),
    "page with a script as a picture": (
        lambda: b"<html><script>alert(1)</script></html>", "image/png", "a.png",
        {Finding.EXECUTABLE, Finding.MACROS, Finding.NOT_AS_CLAIMED},
    ),
    "drawing with a script as a picture": (
        lambda: b"<svg xmlns='a'><script>alert(1)</script></svg>", "image/jpeg", None,
        {Finding.EXECUTABLE, Finding.MACROS, Finding.NOT_AS_CLAIMED},
    ),
    "drawing with a handler": (
        lambda: b"<svg onload='alert(1)'/>", "image/svg+xml", "a.svg", {Finding.MACROS},
    ),
    "page with a script far down": (
        lambda: b"<!doctype html>" + b"<p>Surat</p>" * 9000 + b"<script>", None, "a.html",
        {Finding.MACROS},
    ),
    "pdf as a jpeg": (bodies.pdf, "image/jpeg", "a.jpg", {Finding.NOT_AS_CLAIMED}),
    "jpeg as a pdf by its name": (
        bodies.picture, "application/octet-stream", "a.pdf", {Finding.NOT_AS_CLAIMED},
    ),
    "zip as a docx": (
        lambda: bodies.zipped({"a.txt": b"a"}), DOCX, None, {Finding.NOT_AS_CLAIMED},
    ),
    "nobody knows, as a pdf": (
        lambda: bytes(range(1, 255)) * 3, "application/pdf", None, {Finding.NOT_AS_CLAIMED},
    ),
    "picture that is a zip as well": (
        lambda: bodies.picture() + bodies.zipped({"a.exe": bodies.program()}), "image/jpeg", None,
        {Finding.EXECUTABLE, Finding.NOT_AS_CLAIMED},
    ),
    "pdf that is a zip as well": (
        lambda: bodies.pdf() + bodies.zipped({"a.txt": b"a"}), "application/pdf", None,
        {Finding.NOT_AS_CLAIMED},
    ),
    "picture that is a pdf as well": (
        lambda: bodies.picture("GIF")[:100] + bodies.pdf(), "image/gif", None,
        {Finding.NOT_AS_CLAIMED},
    ),
    "zip bomb": (bodies.zip_bomb, "application/zip", None, {Finding.BOMB}),
    "zip within zip without end": (
        lambda: bodies.nested_zip(12), "application/zip", None, {Finding.BOMB},
    ),
    "zip of too many files": (
        lambda: bodies.zipped({f"{number}": b"" for number in range(20_001)}), "application/zip",
        None, {Finding.BOMB},
    ),
    "docx that is a bomb": (
        lambda: bodies.with_parts(bodies.word(), {"word/a.xml": bytes(200_000_000)}), DOCX, None,
        {Finding.BOMB},
    ),
    "gzip bomb": (bodies.gzip_bomb, None, None, {Finding.BOMB}),
    "pdf of 100,000 pages": (
        lambda: bodies.pdf_of_many_pages(100_000), "application/pdf", None, {Finding.BOMB},
    ),
    "pdf whose pages lead back to themselves": (
        bodies.pdf_in_a_circle, "application/pdf", None, {Finding.BOMB},
    ),
    "pdf as large as a field": (
        lambda: bodies.pdf(size=(1e6, 1e6)), "application/pdf", None, {Finding.BOMB},
    ),
    "pdf bomb": (lambda: bodies.pdf_with("bomb"), "application/pdf", None, {Finding.BOMB}),
    "pdf with a picture that is a bomb": (
        lambda: bodies.pdf_with("picture"), "application/pdf", None, {Finding.BOMB},
    ),
    "png of 30,000 by 30,000": (
        lambda: bodies.png_of(30_000, 30_000), "image/png", None, {Finding.BOMB},
    ),
    "half a jpeg": (
        lambda: bodies.picture()[:1500], "image/jpeg", None, {Finding.DAMAGED},
    ),
    "half a png": (
        lambda: bodies.picture("PNG")[:3000], "image/png", None, {Finding.DAMAGED},
    ),
    "half a zip": (
        lambda: bodies.zipped({"a": bytes(99999)})[:60], "application/zip", None, {Finding.DAMAGED},
    ),
    "docx with a fault": (
        lambda: bodies.word().replace(b"\x00\x00\x00\x00", b"\x00\x00\x01\x00", 1)[:9000], DOCX,
        None, {Finding.DAMAGED},
    ),
    "pdf of nothing": (lambda: b"%PDF-1.7\n", "application/pdf", None, {Finding.DAMAGED}),
    "half an ole file": (
        lambda: bodies.old_sheet()[:600], None, None, {Finding.DAMAGED},
    ),
    "empty": (lambda: b"", None, None, {Finding.DAMAGED}),
    "7z": (lambda: b"7z\xbc\xaf\x27\x1c\0\4" + bytes(64), None, None, {Finding.OPAQUE}),
    "rar": (lambda: b"Rar!\x1a\x07\x01\0" + bytes(64), "application/zip", None,
        {Finding.OPAQUE, Finding.NOT_AS_CLAIMED}),
}  # fmt: skip


@pytest.mark.parametrize("name", _HARMFUL)
def test_what_speaks_against_a_file_is_found(name: str, tmp_path: Path) -> None:
    make, claimed, file_name, findings = _HARMFUL[name]
    assert set(_inspect(make(), tmp_path, claimed, file_name).findings) == findings


def test_a_directory_that_lies_does_not_help_a_bomb(tmp_path: Path) -> None:
    seen = _inspect(bodies.lying_zip_bomb(), tmp_path, "application/zip")
    assert seen.findings in {(Finding.BOMB,), (Finding.DAMAGED,)}


@pytest.mark.parametrize(
    ("make", "claimed", "name"),
    [
        (bodies.picture, "image/png", "a.PNG"),
        (bodies.picture, "image/jpg", "IMG 0001.jpeg"),
        (lambda: bodies.sample("voice.ogg"), "audio/ogg; codecs=opus", None),
        (lambda: bodies.boxed(b"isom", b"mp42"), "audio/mp4", "a.m4a"),
        (lambda: bodies.boxed(b"3gp4"), "video/mp4", None),
        (bodies.word, "application/zip", None),
        (bodies.word, "application/msword", "surat.doc"),
        (lambda: b"{\\rtf1 Surat}", "application/msword", "surat.doc"),
        (lambda: b"a;b\n1;2\n", "text/csv", "a.csv"),
        (bodies.pdf, "application/x-pdf", None),
        (bodies.pdf, None, "../../etc/passwd"),
        (bodies.pdf, "", "surat.dengan.titik"),
        (lambda: bytes(range(1, 255)) * 3, "image/vnd.dwg", "denah.dwg"),
    ],
)
def test_a_harmless_difference_is_none(
    make: Callable[[], bytes], claimed: str | None, name: str | None, tmp_path: Path
) -> None:
    content = make()
    if name == "denah.dwg":
        claimed = "application/x-autocad"
    assert _inspect(content, tmp_path, claimed, name).findings == ()


def test_a_large_file_takes_little_memory(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for number in range(4):
            archive.writestr(f"{number}.bin", bytes(range(256)) * (25 * 4096))
    assert file.stat().st_size > 100_000_000
    small = Limits(memory=256 * _MIB, cpu_seconds=30, seconds=50, file_size=256 * _MIB)
    seen = ConfinedInspector(small).inspect(file, claimed="application/zip", file_name=None)
    assert seen.findings == ()


def test_a_file_that_takes_more_than_it_may_is_a_bomb(tmp_path: Path) -> None:
    file = bodies.written(bodies.picture("PNG", (6000, 6000)), tmp_path)
    small = Limits(memory=160 * _MIB, cpu_seconds=30, seconds=50, file_size=_MIB)
    assert ConfinedInspector(small).inspect(
        file, claimed="image/png", file_name=None
    ) == Inspection(mime_type="application/octet-stream", extension="", findings=(Finding.BOMB,))


@pytest.mark.parametrize(
    ("limits", "raised"),
    [
        (Limits(memory=1024 * _MIB, cpu_seconds=1, seconds=50, file_size=1), "spin"),
        (Limits(memory=1024 * _MIB, cpu_seconds=50, seconds=1, file_size=1), "sleep"),
        (Limits(memory=200 * _MIB, cpu_seconds=50, seconds=50, file_size=1), "fill"),
    ],
)
def test_a_child_that_wants_too_much_is_ended(
    limits: Limits, raised: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    with pytest.raises(TooMuch):
        run("tests.adapters.media.misbehaving", {"do": raised}, limits)


@pytest.mark.parametrize(
    ("do", "reason"), [("crash", "signal 11"), ("raise", "KeyError in _raise")]
)
def test_a_child_that_dies_tells_of_what_but_not_what_it_read(
    do: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    limits = Limits(memory=1024 * _MIB, cpu_seconds=5, seconds=50, file_size=1)
    with pytest.raises(Crashed) as raised:
        run("tests.adapters.media.misbehaving", {"do": do, "secret": "kenari"}, limits)
    assert str(raised.value).startswith(reason)
    assert "kenari" not in str(raised.value)


def test_a_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    monkeypatch.setenv("WHATSAPP_ACCESS_TOKEN", "kenari")
    limits = Limits(memory=1024 * _MIB, cpu_seconds=5, seconds=50, file_size=_MIB)
    seen = run("tests.adapters.media.misbehaving", {"do": "environment"}, limits)
    assert "PATH" in seen
    assert "WHATSAPP_ACCESS_TOKEN" not in seen


def test_a_child_that_cannot_start_is_no_finding() -> None:
    limits = Limits(memory=1024 * _MIB, cpu_seconds=5, seconds=50, file_size=_MIB)
    with pytest.raises(Unavailable):
        run("adapters.no_such_module", {}, limits)
