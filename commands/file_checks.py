"""Whether what looks into clients' files, keeps and reads them is there and configured right."""

import settings
from adapters.clamav import ClamAv
from adapters.s3 import bucket
from domain.failures import Misconfigured


def kept_privately() -> str:
    """The bucket: private in both ways, encrypted, with or without object lock."""
    storage = settings.load(settings.StorageSettings)
    endpoint = str(storage.s3_endpoint_url) if storage.s3_endpoint_url else None
    state = bucket.inspect(storage.s3_bucket, endpoint)
    if state.public:
        raise Misconfigured(f"{storage.s3_bucket} can be listed by anybody")
    if state.readable:
        raise Misconfigured(f"a file in {storage.s3_bucket} can be fetched by anybody")
    if state.encryption is None:
        raise Misconfigured(f"{storage.s3_bucket} is not encrypted at rest")
    lock = "with object lock" if state.locks else "without object lock"
    return f"{storage.s3_bucket}, private, {state.encryption}, {lock}"


def scanned() -> str:
    """ClamAV's daemon and its signatures, where there is one."""
    url = settings.load(settings.ScannerSettings).clamav_url
    return ClamAv(url).version() if url else "not configured: nothing looks for viruses"


def read() -> str:
    """Tesseract and both languages."""
    # It brings libraries for pictures along, which no other command needs.
    from adapters.ocr import tesseract  # noqa: PLC0415 -- see above

    return tesseract.version()


def heard() -> str:
    """The server that writes voice notes down, where there is one; it is not asked anything."""
    speech = settings.load(settings.TranscriberSettings)
    if speech.transcriber_url is None:
        return "not configured: a person has to listen to voice notes"
    return f"{speech.transcriber_model} at {speech.transcriber_url.host}"
