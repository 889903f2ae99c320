"""Letters of people and courts that do not exist, as long as an A4 page is."""

SUMMONS = """\
PENGADILAN NEGERI JAKARTA SELATAN
Jalan Ampera Raya Nomor 133, Pasar Minggu, Jakarta Selatan 12550

RELAAS PANGGILAN KEPADA TERGUGAT
Nomor 214/Pdt.G/2026/PN Jkt.Sel

Pada hari ini Senin, tanggal 23 November 2026, saya Hartono Widjaja, Jurusita Pengganti pada \
Pengadilan Negeri Jakarta Selatan, atas perintah Ketua Majelis Hakim dalam perkara perdata \
tersebut di atas, telah memanggil dengan sah dan patut:

Nama: PT Cahaya Nusantara Abadi, diwakili oleh Direktur Utama Bambang Suryadi, bertempat tinggal \
terakhir di Jalan Kemang Timur Nomor 48, Kelurahan Bangka, Kecamatan Mampang Prapatan, Kota \
Jakarta Selatan, selanjutnya disebut sebagai TERGUGAT.

Supaya datang menghadap di persidangan Pengadilan Negeri Jakarta Selatan pada hari Senin, tanggal \
7 Desember 2026, pukul 09.30 WIB, bertempat di Ruang Sidang Utama Prof. Oemar Seno Adji, dalam \
perkara perdata gugatan perbuatan melawan hukum antara Sri Wahyuni binti Sukarno sebagai \
PENGGUGAT melawan PT Cahaya Nusantara Abadi sebagai TERGUGAT dan Kepala Kantor Pertanahan Kota \
Administrasi Jakarta Selatan sebagai TURUT TERGUGAT.

Kepada Tergugat diberitahukan pula bahwa surat gugatan dapat dijawab secara tertulis maupun lisan \
yang ditandatangani oleh Tergugat sendiri atau kuasanya yang sah, yang dapat diajukan pada hari \
sidang tersebut. Apabila Tergugat tidak datang menghadap atau tidak menyuruh wakilnya yang sah, \
perkara dapat diperiksa dan diputus tanpa kehadiran Tergugat (verstek) sebagaimana diatur dalam \
Pasal 125 Herziene Indonesisch Reglement. Para pihak wajib menempuh proses mediasi sesuai dengan \
Peraturan Mahkamah Agung Republik Indonesia Nomor 1 Tahun 2016 tentang Prosedur Mediasi di \
Pengadilan.

Demikian surat panggilan ini saya sampaikan dan satu lembar salinannya beserta surat gugatan saya \
tinggalkan serta saya serahkan kepada Tergugat, dan untuk sahnya relaas ini saya tandatangani \
bersama dengan yang menerima panggilan.

Yang menerima panggilan, Jurusita Pengganti,
Bambang Suryadi Hartono Widjaja

Biaya panggilan sebesar Rp 350.000,00 (tiga ratus lima puluh ribu rupiah) telah dibayar melalui \
panjar biaya perkara. Catatan: harap membawa surat panggilan ini beserta kartu tanda penduduk yang \
masih berlaku, dan datang lima belas menit sebelum sidang dimulai untuk mendaftarkan diri pada \
petugas layanan terpadu satu pintu di lantai dasar gedung pengadilan.
"""

POWER_OF_ATTORNEY = """\
SURAT KUASA KHUSUS

Yang bertanda tangan di bawah ini:
Nama: Sri Wahyuni binti Sukarno
Tempat dan tanggal lahir: Semarang, 14 Februari 1979
Pekerjaan: Wiraswasta
Alamat: Jalan Tebet Barat Dalam Nomor 17, RT 004 RW 002, Kelurahan Tebet Barat, Jakarta Selatan
Selanjutnya disebut sebagai PEMBERI KUASA.

Pemberi Kuasa dengan ini memilih domisili hukum di kantor kuasanya tersebut di bawah ini dan \
menerangkan memberikan kuasa penuh kepada:

Ratna Kusumawardani, S.H., M.H. dan Yohanes Tambunan, S.H., para advokat pada Kantor Hukum \
Kusumawardani dan Rekan, beralamat di Gedung Menara Selatan lantai 12, Jalan Jenderal Sudirman \
Kavling 76, Jakarta Selatan 12910, baik bersama-sama maupun sendiri-sendiri, selanjutnya disebut \
sebagai PENERIMA KUASA.

KHUSUS

Untuk dan atas nama Pemberi Kuasa mengajukan gugatan perbuatan melawan hukum terhadap PT Cahaya \
Nusantara Abadi di Pengadilan Negeri Jakarta Selatan mengenai sebidang tanah Sertifikat Hak Milik \
Nomor 2871 seluas 412 meter persegi yang terletak di Kelurahan Bangka, Kecamatan Mampang Prapatan.

Untuk itu Penerima Kuasa diberi hak menghadap di muka pengadilan, pejabat dan instansi yang \
berwenang, mengajukan dan menandatangani gugatan, replik, kesimpulan, bukti surat dan saksi, \
meminta sita jaminan, menghadiri mediasi, membuat perdamaian dengan persetujuan tertulis Pemberi \
Kuasa, meminta putusan serta pelaksanaannya, mengajukan banding dan kasasi, menerima pembayaran, \
dan melakukan segala tindakan hukum yang dipandang perlu dan berguna bagi kepentingan Pemberi \
Kuasa sepanjang tidak bertentangan dengan peraturan perundang-undangan yang berlaku.

Kuasa ini diberikan dengan upah dan hak retensi serta hak substitusi, baik sebagian maupun \
seluruhnya, dan berlaku sejak ditandatangani sampai dengan perkara ini memperoleh kekuatan hukum \
yang tetap.

Jakarta, 16 November 2026

Penerima Kuasa, Pemberi Kuasa,
Ratna Kusumawardani Sri Wahyuni
Yohanes Tambunan
"""
