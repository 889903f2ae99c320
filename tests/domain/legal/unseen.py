"""Papers written after the rules were settled, in other layouts, to see what the rules miss."""

from typing import Final

from domain.legal.found import DocumentKind as K

UNSEEN: Final[tuple[tuple[str, K, str], ...]] = (
    ("ktp upper case without colons", K.IDENTITY_CARD, """PROVINSI BALI
KOTA DENPASAR
NIK 5171014211920001
NAMA NI CONTOH AYU
TEMPAT/TGL LAHIR DENPASAR, 02-11-1992
JENIS KELAMIN PEREMPUAN GOL DARAH B
ALAMAT JL CONTOH 12
AGAMA HINDU
STATUS PERKAWINAN BELUM KAWIN
KEWARGANEGARAAN WNI
BERLAKU HINGGA SEUMUR HIDUP
"""),
    ("kuasa with letterhead", K.POWER_OF_ATTORNEY, """CONTOH LAW OFFICE
Advocates & Legal Consultants

SURAT KUASA
Yang bertanda tangan di bawah ini, TONO CONTOH, beralamat di Semarang, dalam hal ini memilih
domisili hukum di kantor kuasanya, dengan ini memberikan kuasa kepada:
1. MIRA CONTOH, S.H.
Untuk dan atas nama Pemberi Kuasa mengajukan gugatan di Pengadilan Negeri Semarang.
Kuasa ini diberikan dengan hak substitusi.
"""),
    ("second somasi", K.DEMAND_LETTER, """No: 88/Som-II/X/2026
Hal : Somasi Kedua dan Terakhir
Kepada Yth.
Direktur CV Contoh Sejahtera
Menindaklanjuti surat kami terdahulu yang tidak Saudara tanggapi, dengan ini kami kembali
memperingatkan Saudara untuk melunasi seluruh kewajiban paling lambat hari Jumat, 4 Desember 2026.
Apabila tidak diindahkan kami akan mengambil langkah hukum.
"""),
    ("panggilan elektronik", K.COURT_SUMMONS, """MAHKAMAH AGUNG REPUBLIK INDONESIA
PENGADILAN NEGERI MAKASSAR
SURAT PANGGILAN SIDANG
Nomor Perkara : 301/Pdt.G/2026/PN Mks
Kepada : TERGUGAT
Jurusita Pengadilan Negeri Makassar memanggil Saudara untuk menghadiri persidangan
Hari/Tanggal : Rabu, 9 Desember 2026
Pukul : 09.00 s/d selesai
Ruang : Prof. Contoh
"""),
    ("panggilan tersangka", K.POLICE_SUMMONS, """KEPOLISIAN DAERAH SULAWESI SELATAN
DIREKTORAT RESERSE KRIMINAL UMUM
"PRO JUSTITIA"
SURAT PANGGILAN KE-2
Nomor: SP.Pgl/55/XI/2026/Ditreskrimum
MEMANGGIL
Nama : RUDI CONTOH
Untuk menemui KOMPOL CONTOH DARMA pada hari Selasa tanggal 1 Desember 2026 jam 10.00 WITA
untuk diperiksa sebagai Tersangka.
"""),
    ("verdict of the Supreme Court", K.COURT_DECISION, """PUTUSAN
Nomor 123 K/Pdt/2026
DEMI KEADILAN BERDASARKAN KETUHANAN YANG MAHA ESA
MAHKAMAH AGUNG
memeriksa perkara perdata pada tingkat kasasi telah memutus sebagai berikut dalam perkara:
TONO CONTOH, bertempat tinggal di Semarang, sebagai Pemohon Kasasi;
Menimbang, bahwa alasan kasasi tidak dapat dibenarkan;
MENGADILI:
1. Menolak permohonan kasasi;
"""),
    ("work contract", K.CONTRACT, """PERJANJIAN KERJA WAKTU TERTENTU
Antara
PT Contoh Digital
dan
Sdri. Lina Contoh
Para Pihak sepakat membuat perjanjian kerja.
Pasal 1
Jabatan
Pasal 2
Upah
PIHAK PERTAMA                PIHAK KEDUA
"""),
    ("deed of sale", K.DEED, """CONTOH PRABOWO, S.H.
PEJABAT PEMBUAT AKTA TANAH (PPAT)
AKTA JUAL BELI
Nomor : 45/2026
Pada hari ini, Selasa, tanggal 10 (sepuluh) bulan November tahun 2026, hadir di hadapan saya
CONTOH PRABOWO, Sarjana Hukum, dengan dihadiri saksi-saksi:
I. Tuan TONO CONTOH selaku Pihak Pertama
II. Nyonya MIRA CONTOH selaku Pihak Kedua
Hak Milik Nomor 321/Contoh, Surat Ukur tanggal 1-2-2010
"""),
    ("certificate of building right", K.LAND_CERTIFICATE, """SERTIFIKAT HAK GUNA BANGUNAN
No. 778
KANTOR PERTANAHAN KOTA SURABAYA
DAFTAR ISIAN 206
a) HAK : GUNA BANGUNAN
Desa/Kel : Gubeng
Nama pemegang hak
PT CONTOH PROPERTI
Surat Ukur
"""),
    ("invoice in English", K.INVOICE, """CONTOH & PARTNERS
INVOICE
Invoice No: 2026-11-007
Bill to: PT Contoh Digital
Legal services November 2026     IDR 12,500,000
Total due: IDR 12,500,000
Due date: 15 December 2026
"""),
    ("transfer by ATM", K.TRANSFER_RECEIPT, """BANK CONTOH
BUKTI TRANSAKSI
TGL 20/11/2026 10:11
TRANSFER KE REKENING BANK BRI
NAMA : KANTOR HUKUM CONTOH
JUMLAH : RP 2.750.000
NO REF : 009988
"""),
    ("news about a verdict", K.OTHER, """Pengadilan Negeri Surabaya kemarin membacakan putusan dalam
perkara korupsi. Majelis hakim menyatakan terdakwa bersalah dan menghukum membayar
biaya perkara.
Penuntut umum menyatakan pikir-pikir, sementara kuasa hukum akan banding.
"""),
    ("question about a contract", K.OTHER, """Mau tanya, di perjanjian sewa saya Pasal 1
disebut pihak kedua
harus bayar Rp 5 juta paling lambat 1 Desember. Kalau telat bisa kena somasi tidak ya?
"""),
    ("a complaint to a court", K.OTHER, """Kepada Yth. Ketua Pengadilan Negeri Bandung
Perihal: Gugatan
Dengan hormat, Penggugat mengajukan gugatan terhadap Tergugat atas tanah Hak Milik.
Berdasarkan uraian di atas mohon Majelis Hakim menghukum Tergugat membayar biaya perkara.
"""),
    ("bank promotion", K.OTHER, """Nikmati promo transfer gratis ke semua bank! Biaya admin Rp 0
sampai 31 Desember 2026. Buka rekening sekarang dari ponsel Anda.
"""),
)  # fmt: skip
