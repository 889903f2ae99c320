"""In-memory fakes of the ports about files' bytes: the source, the store, and who looks at them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from domain.failures import Failure, KeyTaken, MediaAltered, MediaGone, UnknownRecord
from domain.file_names import safe_file_name
from domain.media import FetchedMedia, Finding, Inspection, Previews, Progress
from domain.messages import Media


@dataclass(slots=True)
class FakeMediaSource:
    """Has the files of some ids; raises `failures` first, one a call."""

    files: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    failures: list[Failure] = field(default_factory=list[Failure])
    fetched: list[str] = field(default_factory=list[str])

    def fetch(
        self, media: Media, phone_number_id: str, to: Path, progress: Progress
    ) -> FetchedMedia:
        """See the port."""
        del phone_number_id
        if self.failures:
            raise self.failures.pop(0)
        content = self.files.get(media.media_id or "")
        if content is None:
            raise MediaGone("no such file")
        self.fetched.append(media.media_id or "")
        to.write_bytes(content)
        progress(len(content))
        return FetchedMedia(size=len(content), sha256=hashlib.sha256(content).digest())


@dataclass(slots=True)
class FakeFileInspector:
    """Finds the same in every file."""

    seen: Inspection = field(
        default_factory=lambda: Inspection(mime_type="application/pdf", extension=".pdf")
    )

    def inspect(self, file: Path, *, claimed: str | None, file_name: str | None) -> Inspection:
        """See the port."""
        del claimed, file_name
        assert file.exists()
        return self.seen

    def finds(self, *findings: Finding) -> None:
        """Find this from now on."""
        seen = self.seen
        self.seen = Inspection(
            mime_type=seen.mime_type, extension=seen.extension, findings=findings
        )


@dataclass(slots=True)
class FakeVirusScanner:
    """Finds `virus`, once `failures` are used up."""

    virus: str | None = None
    failures: list[Failure] = field(default_factory=list[Failure])

    def scan(self, file: Path) -> str | None:
        """See the port."""
        assert file.exists()
        if self.failures:
            raise self.failures.pop(0)
        return self.virus


@dataclass(slots=True)
class FakeFileStore:
    """A bucket in memory: content and type by key."""

    kept: dict[str, tuple[bytes, str]] = field(default_factory=dict[str, tuple[bytes, str]])
    retained: dict[str, datetime] = field(default_factory=dict[str, datetime])

    def put(
        self,
        key: str,
        file: Path,
        *,
        mime_type: str,
        sha256: bytes,
        progress: Progress,
        retain_until: datetime | None = None,
    ) -> bool:
        """See the port."""
        content = file.read_bytes()
        if key in self.kept:
            if hashlib.sha256(self.kept[key][0]).digest() != sha256:
                raise KeyTaken("another file is kept under this key")
            return False
        if hashlib.sha256(content).digest() != sha256:
            raise MediaAltered("the file is not the one that its sha256 speaks of")
        self.kept[key] = content, mime_type
        if retain_until is not None:
            self.retained[key] = retain_until
        progress(len(content))
        return True

    def get(self, key: str, to: Path, *, progress: Progress) -> None:
        """See the port."""
        if key not in self.kept:
            raise UnknownRecord("nothing is kept under this key")
        to.write_bytes(self.kept[key][0])
        progress(len(self.kept[key][0]))

    def link(
        self, key: str, *, file_name: str | None, extension: str, mime_type: str, lasts: timedelta
    ) -> str:
        """See the port."""
        name = safe_file_name(file_name, extension)
        return f"https://bucket.invalid/{key}?{mime_type}&{name}&{int(lasts.total_seconds())}"


@dataclass(slots=True)
class FakePreviewMaker:
    """Draws `count` pages; raises `failure` if there is one."""

    count: int = 1
    failure: Failure | None = None

    def make(self, file: Path, mime_type: str, to: Path, *, pages: int) -> Previews:
        """See the port."""
        del mime_type
        assert file.exists()
        if self.failure is not None:
            raise self.failure
        drawn = tuple(to / f"page-{number + 1}.webp" for number in range(min(pages, self.count)))
        thumbnail = to / "thumbnail.webp"
        for picture in (thumbnail, *drawn):
            picture.write_bytes(b"RIFF\0\0\0\0WEBP")
        return Previews(thumbnail=thumbnail, pages=drawn, page_count=self.count)
