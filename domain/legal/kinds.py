"""Which kind a document is: what each kind says, how much that weighs, and how sure it makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Final

from domain.legal.found import Candidate, DocumentKind
from domain.legal.lookalikes import shape
from domain.legal.pages import Page

SURE_ENOUGH: Final = 0.6
"""Below it a document is of no kind: a person looks."""

# What the words of a document that is none of the kinds weigh: no single hint outweighs it.
_NONE_OF_THEM: Final = 4.0
_FEWEST_WORDS: Final = 4
# Lines of a page among which a title stands, and how much longer than itself its line may be.
_HEAD: Final = 18
_TITLE_ROOM: Final = 34
_MOSTLY_CAPITALS: Final = 0.75
# What stands on a later page may belong to an enclosure.
_LATER_PAGE: Final = 0.4
_HINTED: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marks:
    """What one kind says: titles stand alone on a line near the top, phrases anywhere."""

    titles: Mapping[str, float]
    phrases: Mapping[str, float]


_K = DocumentKind
_MARKS: Final = {
    _K.IDENTITY_CARD: _Marks(
        titles={"KARTU TANDA PENDUDUK": 3.5, "NIK": 1.5},
        phrases={
            "Tempat/Tgl Lahir": 2, "Tempat Tgl Lahir": 0.1, "Gol. Darah": 1.5,
            "Kewarganegaraan": 0.7, "Berlaku Hingga": 1.5, "Status Perkawinan": 0.7,
            "Kel/Desa": 1, "Seumur Hidup": 1, "Kartu Tanda Penduduk": 1, "RT/RW": 0.5,
            "Provinsi": 0.5,
        },
    ),
    _K.FAMILY_CARD: _Marks(
        titles={"KARTU KELUARGA": 4},
        phrases={
            "Nama Kepala Keluarga": 2.5, "Status Hubungan Dalam Keluarga": 2,
            "Dokumen Imigrasi": 1, "Nama Orang Tua": 1, "Kepala Keluarga": 1, "No. KK": 0.7,
            "Kartu Keluarga": 0.7, "Jenis Pekerjaan": 0.5, "Tanggal Dikeluarkan": 1,
        },
    ),
    _K.POWER_OF_ATTORNEY: _Marks(
        titles={"SURAT KUASA": 3.5, "KUASA KHUSUS": 2},
        phrases={
            "yang bertanda tangan di bawah ini": 0.7, "Pemberi Kuasa": 1.5, "Penerima Kuasa": 1.5,
            "memberikan kuasa": 1, "memberi kuasa": 1, "hak substitusi": 1.5,
            "selanjutnya disebut sebagai Pemberi Kuasa": 1, "khusus untuk": 0.5,
        },
    ),
    _K.DEMAND_LETTER: _Marks(
        titles={"SOMASI": 3.5, "SURAT SOMASI": 0.5, "SURAT PERINGATAN": 2.5, "TEGURAN HUKUM": 3},
        phrases={
            "Perihal: Somasi": 3, "Hal: Somasi": 3, "Perihal: Teguran": 2.5, "Somasi": 0.8,
            "selambat-lambatnya": 1, "upaya hukum": 1, "langkah hukum": 1, "jalur hukum": 1,
            "wanprestasi": 0.7, "cidera janji": 0.7, "ingkar janji": 0.7, "Kepada Yth": 0.7,
            "memperingatkan": 0.7, "untuk dan atas nama": 0.5, "peringatan terakhir": 0.7,
        },
    ),
    _K.COURT_SUMMONS: _Marks(
        titles={
            "RELAAS PANGGILAN": 4, "RELAAS": 1.5, "PANGGILAN SIDANG": 3.5, "SURAT PANGGILAN": 2,
            "RISALAH PANGGILAN": 3.5, "PANGGILAN ELEKTRONIK": 3, "SURAT TERCATAT": 2,
            "PEMBERITAHUAN SIDANG": 3,
        },
        phrases={
            "Jurusita": 1.8, "Juru Sita": 1.8, "telah memanggil": 1.2, "memanggil": 0.5,
            "menghadap sidang": 1.2, "menghadap di persidangan": 1.2, "datang menghadap": 1,
            "hari sidang": 1, "persidangan": 0.4, "e-Summons": 1.5, "tersebut dalam perkara": 0.5,
            "di muka sidang": 1, "Pengadilan": 0.4, "relaas": 1, "ruang sidang": 0.7,
            "Penuntut Umum": 0.2,
        },
    ),
    _K.POLICE_SUMMONS: _Marks(
        titles={
            "SURAT PANGGILAN": 2.5, "PANGGILAN SAKSI": 2, "PANGGILAN TERSANGKA": 2,
            "UNDANGAN KLARIFIKASI": 3.5, "PERMINTAAN KETERANGAN": 2.5,
        },
        phrases={
            "Pro Justitia": 1.5, "Kepolisian Negara Republik Indonesia": 2, "Kepolisian Resor": 1,
            "Kepolisian Daerah": 1, "Kepolisian Sektor": 1, "Bareskrim": 1, "S.Pgl": 2,
            "SP.Pgl": 2, "penyidik": 1.2, "didengar keterangan": 1.5, "sebagai saksi": 0.7,
            "sebagai tersangka": 0.7, "Laporan Polisi": 1.2, "Undangan Klarifikasi": 1,
            "Satreskrim": 1, "Ditreskrimum": 1, "Penyidikan": 0.5,
        },
    ),
    _K.COURT_DECISION: _Marks(
        titles={
            "PUTUSAN": 3, "SALINAN PUTUSAN": 1, "PETIKAN PUTUSAN": 1, "PUTUSAN SELA": 1,
            "PENETAPAN": 2.5, "MENGADILI": 2, "AMAR PUTUSAN": 0.5,
        },
        phrases={
            "Demi Keadilan Berdasarkan Ketuhanan Yang Maha Esa": 3, "duduk perkara": 1,
            "tentang hukumnya": 1, "Menimbang, bahwa": 1.5, "yang memeriksa dan mengadili": 1.5,
            "M E N G A D I L I": 0.7, "permusyawaratan Majelis Hakim": 1.5, "Hakim Ketua": 0.7,
            "menjatuhkan putusan": 1, "Menghukum": 0.5, "Direktori Putusan Mahkamah Agung": 2,
            "terbuka untuk umum": 1, "biaya perkara": 0.5,
        },
    ),
    _K.CONTRACT: _Marks(
        titles={
            "PERJANJIAN": 3.5, "SURAT PERJANJIAN": 0.5, "KONTRAK": 3.5, "NOTA KESEPAHAMAN": 3.5,
            "ADDENDUM": 3, "KESEPAKATAN BERSAMA": 3.5,
        },
        phrases={
            "Pihak Pertama": 1.3, "Pihak Kedua": 1.3, "Pasal 1": 1, "Pasal 2": 0.7,
            "Para Pihak": 1, "selanjutnya disebut": 0.7, "Keadaan Memaksa": 0.7,
            "force majeure": 0.7, "bermeterai cukup": 0.7, "bermaterai cukup": 0.7,
            "rangkap 2": 0.5, "sepakat": 0.5, "perselisihan": 0.5,
        },
    ),
    _K.DEED: _Marks(
        titles={"AKTA": 2.5, "NOTARIS": 1.5, "PEJABAT PEMBUAT AKTA TANAH": 1.5, "SALINAN": 0.5},
        phrases={
            "menghadap kepada saya": 2.5, "hadir di hadapan saya": 2.5, "hadapan saya": 1,
            "minuta akta": 1.8, "penghadap": 1.2, "saksi-saksi": 0.7, "akta ini": 1,
            "Notaris di": 1.3, "dibacakan oleh saya": 1, "dilangsungkan": 0.3,
            "Pejabat Pembuat Akta Tanah": 1, "Sarjana Hukum": 0.4,
        },
    ),
    _K.LAND_CERTIFICATE: _Marks(
        titles={"SERTIPIKAT": 3, "SERTIFIKAT": 2.5, "BUKU TANAH": 2.5},
        phrases={
            "Badan Pertanahan Nasional": 1.8, "Kantor Pertanahan": 1.3, "Surat Ukur": 1.3,
            "Gambar Situasi": 1, "Buku Tanah": 1, "Nama Pemegang Hak": 1.8, "Asal Hak": 1,
            "Tanda Bukti Hak": 1.5, "Hak Milik": 0.7, "Hak Guna Bangunan": 0.7, "Hak Pakai": 0.5,
            "N I B": 0.3, "Pendaftaran": 0.3,
        },
    ),
    _K.INVOICE: _Marks(
        titles={
            "INVOICE": 3.5, "FAKTUR": 3.5, "TAGIHAN": 3, "KWITANSI": 3.5, "KUITANSI": 3.5,
            "NOTA TAGIHAN": 1, "PROFORMA INVOICE": 1,
        },
        phrases={
            "Subtotal": 1, "Jatuh Tempo": 1, "Due Date": 1, "Ditagihkan": 1, "Bill to": 1,
            "No. Rekening": 0.7, "PPN": 0.6, "Terbilang": 1, "Sudah terima dari": 2,
            "Telah terima dari": 2, "Guna membayar": 1.2, "Untuk pembayaran": 1, "Total": 0.6,
            "Invoice No": 1, "Nomor Invoice": 1, "No. Invoice": 1, "Rp": 0.4,
        },
    ),
    _K.TRANSFER_RECEIPT: _Marks(
        titles={
            "TRANSFER BERHASIL": 3.5, "TRANSAKSI BERHASIL": 3, "BUKTI TRANSFER": 3.5,
            "M-TRANSFER": 3, "BUKTI TRANSAKSI": 3, "BUKTI SETORAN": 3, "PEMBAYARAN BERHASIL": 2.5,
        },
        phrases={
            "No. Referensi": 1.3, "Nomor Referensi": 1.3, "No. Ref": 0.7, "Rekening Tujuan": 1.2,
            "Ke Rekening": 1, "Sumber Dana": 1, "Dari Rekening": 1, "Rekening Penerima": 1,
            "Penerima": 0.4, "Pengirim": 0.5, "Nominal": 0.7, "BI-FAST": 1, "RTGS": 1,
            "Biaya Admin": 0.8, "Jenis Transaksi": 0.7, "Bank Tujuan": 1, "Berhasil": 0.7,
            "Rp": 0.4,
        },
    ),
}  # fmt: skip
_SHAPES: Final = tuple(
    (
        kind,
        tuple((shape(title), weight) for title, weight in marks.titles.items()),
        tuple((shape(phrase), weight) for phrase, weight in marks.phrases.items()),
    )
    for kind, marks in _MARKS.items()
)


def weigh(pages: Sequence[Page], further: Mapping[DocumentKind, float]) -> tuple[Candidate, ...]:
    """How sure each kind is, the surest first; `OTHER` and every kind that anything hints at.

    `further` is what its fields weigh. The confidences of all kinds and of none sum to one, so two
    kinds that are hinted at alike are both unsure.
    """
    heads = [_titles(page) for page in pages]
    bodies = [shape(page.text) for page in pages]
    scores: dict[DocumentKind, float] = {}
    for kind, titles, phrases in _SHAPES:
        score = further.get(kind, 0.0)
        score += sum(weight * _title_share(heads, title) for title, weight in titles)
        score += sum(weight for phrase, weight in phrases if any(phrase in body for body in bodies))
        if score >= _HINTED:
            scores[kind] = score
    scores[DocumentKind.OTHER] = _NONE_OF_THEM
    highest = max(scores.values())
    shares = {kind: exp(score - highest) for kind, score in scores.items()}
    whole = sum(shares.values())
    candidates = [
        Candidate(kind=kind, confidence=round(share / whole, 3)) for kind, share in shares.items()
    ]
    return tuple(sorted(candidates, key=lambda each: -each.confidence))


def decide(pages: Sequence[Page], candidates: Sequence[Candidate]) -> Candidate:
    """The surest kind, or `UNKNOWN` with the confidence of the surest, which is not enough."""
    words = sum(len(page.text[:1000].split()) for page in pages[:20])
    surest = candidates[0]
    if words >= _FEWEST_WORDS and surest.confidence >= SURE_ENOUGH:
        return surest
    hinted = (each.confidence for each in candidates if each.kind is not DocumentKind.OTHER)
    return Candidate(kind=DocumentKind.UNKNOWN, confidence=next(hinted, 0.0))


def _titles(page: Page) -> tuple[str, ...]:
    """The shapes of the lines near the top of a page, or under no other words, that are titles."""
    worded = (line for line in page.lines if line)
    return tuple(
        shape(line)
        for _, line in zip(range(_HEAD), worded, strict=False)
        if len(line) <= 2 * (_TITLE_ROOM + 20) and _is_capitals(line)
    )


def _is_capitals(line: str) -> bool:
    """Whether a line is in capitals, or a few words alone: prose that mentions a title is not."""
    letters = [letter for letter in line if letter.isalpha()]
    if not letters:
        return False
    return sum(letter.isupper() for letter in letters) / len(letters) >= _MOSTLY_CAPITALS or (
        len(line.split()) <= 3 and line[0].isupper() and line[-1] not in ".,?!;"  # noqa: PLR2004 - `Bukti Transfer Bank`
    )


def _title_share(heads: Sequence[tuple[str, ...]], title: str) -> float:
    for number, head in enumerate(heads):
        for line in head:
            at = line.find(title)
            if 0 <= at <= _TITLE_ROOM // 3 and len(line) <= len(title) + _TITLE_ROOM:
                return 1.0 if number == 0 else _LATER_PAGE
    return 0.0
