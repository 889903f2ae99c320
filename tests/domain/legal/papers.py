"""Papers of our own writing for every kind: no person, number or case in them exists."""

from typing import Final

from domain.documents import PageText, ReadMethod
from domain.legal.found import DocumentKind

KTP: Final = """PROVINSI DKI JAKARTA
KOTA JAKARTA SELATAN
NIK : 3174050712850003
Nama : BUDI SANTOSO CONTOH
Tempat/Tgl Lahir : JAKARTA, 07-12-1985
Jenis Kelamin : LAKI-LAKI      Gol. Darah : O
Alamat : JL. CONTOH RAYA NO. 7
RT/RW : 003/004
Kel/Desa : CIPULIR
Kecamatan : KEBAYORAN LAMA
Agama : ISLAM
Status Perkawinan : KAWIN
Pekerjaan : KARYAWAN SWASTA
Kewarganegaraan : WNI
Berlaku Hingga : SEUMUR HIDUP
"""
KTP_SCANNED: Final = """PROV1NSI DKI JAKARTA
KOTA JAKARTA SELATAN
N1K 3l74O5O712850003
Nama BUDI SANTOSO CONTOH
TempatlTgl Lahir JAKARTA, O7-12-1985
Jenis Ke1amin LAKI-LAKI Go1. Darah O
A1amat JL. CONTOH RAYA NO. 7
RT/RW 003/004
Ke1/Desa CIPULIR
Status Perkawinan KAWIN
Kewarganegaraan WNI
Ber1aku Hingga SEUMUR HIDUP
"""
KTP_COLUMNS: Final = """PROVINSI JAWA BARAT
KABUPATEN BOGOR
NIK
Nama
Tempat/Tgl Lahir
Alamat
RT/RW
Kewarganegaraan
Berlaku Hingga
: 3201014508900002
: SITI CONTOH AMINAH
: BOGOR, 05-08-1990
: KP. CONTOH
: 001/002
: WNI
: SEUMUR HIDUP
"""
KK: Final = """KARTU KELUARGA
No. 3174052001150012
Nama Kepala Keluarga : BUDI SANTOSO CONTOH
Alamat : JL. CONTOH RAYA NO. 7
RT/RW : 003/004
No  Nama Lengkap  NIK  Jenis Kelamin  Tempat Lahir  Tanggal Lahir  Jenis Pekerjaan
1 BUDI SANTOSO CONTOH 3174050712850003 LAKI-LAKI JAKARTA 07-12-1985
2 SITI CONTOH AMINAH 3201014508900002 PEREMPUAN BOGOR 05-08-1990
Status Hubungan Dalam Keluarga  Kewarganegaraan  Dokumen Imigrasi  Nama Orang Tua
"""
SURAT_KUASA: Final = """SURAT KUASA KHUSUS
Nomor: 012/SK/XI/2026

Yang bertanda tangan di bawah ini:
Nama : Budi Santoso Contoh
NIK : 3174050712850003
Alamat : Jl. Contoh Raya No. 7, Jakarta Selatan
Untuk selanjutnya disebut sebagai Pemberi Kuasa;
Dengan ini memberikan kuasa kepada:
Nama : Dewi Contoh Lestari, S.H., M.H.
Pekerjaan : Advokat
Untuk selanjutnya disebut sebagai Penerima Kuasa.
------------------ K H U S U S ------------------
Untuk mewakili Pemberi Kuasa sebagai Tergugat dalam perkara perdata Nomor 214/Pdt.G/2026/PN Jkt.Sel
Kuasa ini diberikan dengan hak substitusi.
Jakarta, 20 November 2026
Pemberi Kuasa                         Penerima Kuasa
"""
SURAT_KUASA_JUAL: Final = """SURAT KUASA
Saya yang bertanda tangan di bawah ini, Pemberi Kuasa:
Nama : Rina Contoh
Tempat tinggal : Surabaya
memberi kuasa kepada Agus Contoh Wijaya, swasta, Penerima Kuasa,
untuk menjual sebidang tanah Sertipikat Hak Milik No. 123 di Kelurahan Contoh.
Surabaya, 3 Oktober 2026
"""
SOMASI: Final = """KANTOR HUKUM CONTOH & REKAN
Jakarta, 16 November 2026
Nomor : 045/SOM/XI/2026
Perihal : Somasi I (Pertama)
Kepada Yth.
Sdr. Agus Contoh Wijaya
di Tempat
Dengan hormat,
Kami bertindak untuk dan atas nama PT Maju Contoh Abadi, selanjutnya disebut klien kami.
Bahwa Saudara telah wanprestasi dengan tidak melunasi utang sebesar Rp 150.000.000,00
(seratus lima puluh juta rupiah).
Kami memperingatkan Saudara agar membayar selambat-lambatnya tanggal 30 November 2026.
Apabila tidak, kami akan menempuh upaya hukum baik perdata maupun pidana.
"""
SOMASI_DAYS: Final = """S O M A S I
Kepada Yth. Ibu Rina Contoh
Klien kami telah berulang kali memperingatkan Saudari atas cidera janji tersebut.
Saudari diminta melunasi dalam waktu 7 (tujuh) hari kerja sejak surat ini diterima.
Jika lalai, kami menempuh jalur hukum.
"""
RELAAS: Final = """PENGADILAN NEGERI JAKARTA SELATAN
Jl. Contoh Raya No. 133, Jakarta
RELAAS PANGGILAN KEPADA TERGUGAT
Nomor 214/Pdt.G/2026/PN Jkt.Sel
Pada hari ini Rabu, tanggal 25 November 2026, saya CONTOH SUPRIADI, Jurusita Pengganti
pada Pengadilan Negeri Jakarta Selatan, atas perintah Ketua Majelis Hakim,
TELAH MEMANGGIL
BUDI SANTOSO CONTOH, bertempat tinggal di Jl. Contoh Raya No. 7, sebagai TERGUGAT;
Agar datang menghadap di persidangan pada hari Senin, tanggal 7 Desember 2026
pukul 09.00 WIB, di Ruang Sidang 3, dalam perkara antara:
PT MAJU CONTOH ABADI, berkedudukan di Jakarta, sebagai PENGGUGAT;
melawan
BUDI SANTOSO CONTOH, sebagai TERGUGAT;
"""
RELAAS_SCANNED: Final = """PENGADILAN  NEGERI  DENPASAR
[stempel] SALINAN
RE1AAS PANGGI1AN
No. 77/Pdt.G/
2O26/PN Dps
Saya, Jurus1ta Pengganti, te1ah memanggil
Penggugat : MADE CONTOH ARTA
Tergugat : CV LAUT CONTOH
untuk menghadap sidang:
Hari : Senin
Tanggal : 7 Desernber 2O26
Pukul : O9.3O
Ruang Sidang : Cakra
"""
PANGGILAN_AGAMA: Final = """SURAT PANGGILAN (RELAAS)
Nomor 512/Pdt.G/2026/PA.JS
Jurusita Pengadilan Agama Jakarta Selatan telah memanggil Tergugat supaya hadir di muka sidang
Hari/Tanggal : Kamis, 10 Desember 2026
Jam : 10.00 WIB
Tempat : Ruang Sidang II
"""
POLISI: Final = """KEPOLISIAN NEGARA REPUBLIK INDONESIA
DAERAH METRO JAYA
RESOR METRO JAKARTA SELATAN
PRO JUSTITIA
SURAT PANGGILAN
Nomor : S.Pgl/1234/XI/2026/Satreskrim
Pertimbangan : guna kepentingan penyidikan perlu didengar keterangannya.
Dasar : Laporan Polisi Nomor LP/B/999/X/2026 tanggal 12 Oktober 2026
MEMANGGIL
Nama : BUDI SANTOSO CONTOH
Pekerjaan : Karyawan Swasta
Untuk menghadap kepada penyidik AKP CONTOH PRATAMA, S.H. di Polres Metro Jakarta Selatan
pada hari Kamis, tanggal 3 Desember 2026 pukul 10.00 WIB
untuk didengar keterangannya sebagai Saksi dalam perkara dugaan penggelapan.
Jakarta, 26 November 2026
"""
POLISI_KLARIFIKASI: Final = """POLDA JAWA TIMUR
UNDANGAN KLARIFIKASI
Nomor : B/321/XI/2026/Ditreskrimum
Kepada Yth. Sdr. AGUS CONTOH WIJAYA
Penyidik Ditreskrimum mengundang Saudara hadir menemui IPTU CONTOH RAHAYU
Hari/Tanggal : Senin, 7 Desember 2026
Waktu : 13.00 WIB s/d selesai
sehubungan dengan Laporan Polisi
"""
PUTUSAN: Final = """P U T U S A N
Nomor 214/Pdt.G/2026/PN Jkt.Sel
DEMI KEADILAN BERDASARKAN KETUHANAN YANG MAHA ESA
Pengadilan Negeri Jakarta Selatan yang memeriksa dan mengadili perkara perdata telah
menjatuhkan putusan dalam perkara antara:
PT MAJU CONTOH ABADI, berkedudukan di Jakarta, selanjutnya disebut sebagai Penggugat;
Lawan
BUDI SANTOSO CONTOH, bertempat tinggal di Jakarta, selanjutnya disebut sebagai Tergugat;
TENTANG DUDUK PERKARA
Menimbang, bahwa Penggugat dengan surat gugatan tanggal 5 Januari 2026 mendalilkan Akta Nomor 5,
Perjanjian Sewa, Sertipikat Hak Milik dan Surat Kuasa;
"""
PUTUSAN_END: Final = """MENGADILI:
1. Mengabulkan gugatan Penggugat untuk sebagian;
2. Menghukum Tergugat membayar Rp 150.000.000,00 kepada Penggugat;
3. Menolak gugatan selebihnya;
Demikian diputuskan dalam permusyawaratan Majelis Hakim pada hari Selasa, tanggal
17 November 2026, diucapkan dalam sidang terbuka untuk umum, Hakim Ketua.
"""
PUTUSAN_PIDANA: Final = """Direktori Putusan Mahkamah Agung Republik Indonesia
PUTU5AN
Nomor 88/Pid.Sus/2026/PN Bdg
DEMI KEADI1AN BERDASARKAN KETUHANAN YANG MAHA ESA
Pengadilan Negeri Bandung yang mengadili perkara pidana dengan Terdakwa:
Nama lengkap : AGUS CONTOH WIJAYA
Menimbang, bahwa Terdakwa didakwa oleh Penuntut Umum;
M E N G A D I L I :
1. Menyatakan Terdakwa terbukti bersalah;
Demikian diputuskan pada hari Senin, tanggal enam belas bulan November tahun dua ribu dua puluh enam
"""
KONTRAK: Final = """PERJANJIAN SEWA MENYEWA RUMAH
Nomor: 07/PSM/2026
Pada hari ini, Senin, tanggal dua bulan November tahun dua ribu dua puluh enam (02-11-2026),
yang bertanda tangan di bawah ini:
1. RINA CONTOH, swasta, beralamat di Surabaya, selanjutnya disebut PIHAK PERTAMA;
2. AGUS CONTOH WIJAYA, karyawan, beralamat di Malang, selanjutnya disebut PIHAK KEDUA;
Para Pihak sepakat mengadakan perjanjian dengan ketentuan sebagai berikut:
Pasal 1
OBJEK SEWA
Pasal 2
JANGKA WAKTU
Perjanjian ini dibuat rangkap 2 bermeterai cukup.
"""
AKTA: Final = """CONTOH HARTONO, S.H., M.Kn.
NOTARIS DI KOTA BANDUNG
AKTA PENDIRIAN PERSEROAN TERBATAS
Nomor : 15.
Pada hari ini, Kamis, tanggal 12 (dua belas) bulan November tahun 2026 (dua ribu dua puluh enam),
menghadap kepada saya, CONTOH HARTONO, Sarjana Hukum, Notaris di Bandung, dengan dihadiri
saksi-saksi yang nama-namanya akan disebut pada akhir akta ini:
1. Tuan BUDI SANTOSO CONTOH
Para penghadap menerangkan. Minuta akta ini ditandatangani.
"""
SERTIPIKAT: Final = """BADAN PERTANAHAN NASIONAL REPUBLIK INDONESIA
SERTIPIKAT
(TANDA BUKTI HAK)
KANTOR PERTANAHAN KABUPATEN BOGOR
HAK MILIK No. 04567
Provinsi : Jawa Barat
Kabupaten/Kota : Bogor
Kecamatan : Cibinong
Desa/Kelurahan : Pakansari
SURAT UKUR No. 123/2020
Nama Pemegang Hak : BUDI SANTOSO CONTOH
"""
INVOICE: Final = """INVOICE
No. Invoice : INV/2026/0042
Tanggal : 18 November 2026
Kepada : PT Maju Contoh Abadi
Jasa hukum perkara 214/Pdt.G/2026/PN Jkt.Sel      Rp 20.000.000
Subtotal : Rp 20.000.000
PPN 11% : Rp 2.200.000
Total : Rp 22.200.000
Jatuh Tempo : 2 Desember 2026
No. Rekening : Bank BCA (contoh)
Terbilang : dua puluh dua juta dua ratus ribu rupiah
"""
KUITANSI: Final = """KUITANSI
No : 017
Sudah terima dari : Budi Santoso Contoh
Uang sejumlah : Rp 5.000.000,- (lima juta rupiah)
Untuk pembayaran : uang muka jasa hukum
Jakarta, 9 November 2026
"""
TRANSFER: Final = """m-Transfer
TRANSFER BERHASIL
18/11/2026 14:05:33
Ke Rekening : contoh
Nama : KANTOR HUKUM CONTOH
Bank Tujuan : BANK MANDIRI
Nominal : Rp 5.000.000
Biaya Admin : Rp 2.500
No. Referensi : CONTOH20261118
Jenis Transaksi : BI-FAST
"""
CHAT: Final = """Selamat pagi Pak, putusan nomor 214/Pdt.G/2026/PN Jkt.Sel sudah keluar belum ya?
Kata Tergugat amar putusan menghukum kami. Lusa saya ke kantor jam 9 pagi.
"""
CHAT_SUMMONS: Final = """Bu, suami saya dapat surat panggilan dari penyidik Polres,
disuruh datang Senin depan sebagai saksi. Harus bagaimana?
"""
CHAT_TITLE: Final = "PUTUSAN NOMOR 214/Pdt.G/2026/PN Jkt.Sel SUDAH KELUAR PAK?"
LETTER: Final = """Dengan hormat,
Bersama ini kami sampaikan bahwa rapat warga diadakan pada hari Sabtu, 12 Desember 2026.
Demikian pemberitahuan ini kami sampaikan, atas perhatiannya kami ucapkan terima kasih.
"""
BIRTH_CERTIFICATE: Final = """KUTIPAN AKTA KELAHIRAN
PENCATATAN SIPIL WARGA NEGARA INDONESIA
Berdasarkan Akta Kelahiran Nomor 3174-LU-01012020-0001
bahwa di Jakarta pada tanggal satu Januari dua ribu dua puluh telah lahir ANAK CONTOH
"""

_K = DocumentKind
PAPERS: Final[tuple[tuple[str, DocumentKind, tuple[str, ...]], ...]] = (
    ("ktp", _K.IDENTITY_CARD, (KTP,)),
    ("ktp scanned", _K.IDENTITY_CARD, (KTP_SCANNED,)),
    ("ktp in columns", _K.IDENTITY_CARD, (KTP_COLUMNS,)),
    ("kk", _K.FAMILY_CARD, (KK,)),
    ("surat kuasa khusus", _K.POWER_OF_ATTORNEY, (SURAT_KUASA,)),
    ("surat kuasa jual", _K.POWER_OF_ATTORNEY, (SURAT_KUASA_JUAL,)),
    ("somasi", _K.DEMAND_LETTER, (SOMASI,)),
    ("somasi in days", _K.DEMAND_LETTER, (SOMASI_DAYS,)),
    ("somasi with a verdict enclosed", _K.DEMAND_LETTER, (SOMASI, PUTUSAN_END)),
    ("relaas", _K.COURT_SUMMONS, (RELAAS,)),
    ("relaas scanned", _K.COURT_SUMMONS, (RELAAS_SCANNED,)),
    ("relaas of a religious court", _K.COURT_SUMMONS, (PANGGILAN_AGAMA,)),
    ("panggilan polisi", _K.POLICE_SUMMONS, (POLISI,)),
    ("undangan klarifikasi", _K.POLICE_SUMMONS, (POLISI_KLARIFIKASI,)),
    ("putusan", _K.COURT_DECISION, (PUTUSAN, PUTUSAN_END)),
    ("putusan pidana scanned", _K.COURT_DECISION, (PUTUSAN_PIDANA,)),
    ("kontrak", _K.CONTRACT, (KONTRAK,)),
    ("akta", _K.DEED, (AKTA,)),
    ("sertipikat", _K.LAND_CERTIFICATE, (SERTIPIKAT,)),
    ("invoice that mentions a case", _K.INVOICE, (INVOICE,)),
    ("kuitansi", _K.INVOICE, (KUITANSI,)),
    ("bukti transfer", _K.TRANSFER_RECEIPT, (TRANSFER,)),
    ("chat about a putusan", _K.OTHER, (CHAT,)),
    ("chat about a police summons", _K.OTHER, (CHAT_SUMMONS,)),
    ("letter", _K.OTHER, (LETTER,)),
    ("birth certificate", _K.OTHER, (BIRTH_CERTIFICATE,)),
    ("chat in capitals", _K.OTHER, (CHAT_TITLE,)),
    ("one word", _K.UNKNOWN, ("SOMASI",)),
    ("nothing", _K.UNKNOWN, ()),
)


def as_pages(
    *texts: str, confidence: float = 0.97, method: ReadMethod = ReadMethod.OCR
) -> list[PageText]:
    """Texts as the pages of one document."""
    return [
        PageText(number=number, text=text, confidence=confidence, method=method)
        for number, text in enumerate(texts, 1)
    ]
