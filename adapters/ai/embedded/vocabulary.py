"""Words that carry no danger where an intent is clear, in the forms that `spelling` makes."""

from typing import Final


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


COURTESIES: Final = words(
    """
    sewu kan cuma hanya palih kopi2 gitu begitu tuh toh loh yuk ayo deh
    pak bu bapak ibu kak kakak mas mbak mba bang abang min admin mimin tim team kantor nya ya yah
    iya yaa y yup dong nih sih deh lho loh kok banyak sekali banget selalu semua atas bantuan
    bantuannya info infonya informasi informasinya waktu waktunya sama oke ok okay okey okeh okee
    baik siap noted sip oh oo ooh wah hmm sir madam maam miss very much so lot alot the your again
    to you u all there dear everyone wr wb ww wrwb warahmatullahi wabarakatuh warohmatullahi
    wabarokatuh warahmatullah hormat yth yang terhormat salam sejahtera saudara para staf staff
    rekan firma hukum law firm office om tante bro sist maaf ganggu mengganggu menganggu mohon
    tolong permisi sebelumnya before sorry disturb bother excuse please kindly just lagi juga dan
    di situ sana and is are this that emojithanks emojismile pagi siang sore malam haha hehe hihi
    hehehe kabar baik2 sehat alhamdulillah puji tuhan bapak2 ibu2 semuanya kalian anda ananda ini
    itu yaaa duluan dulu kami saya pengacara maturnuwun ngge nggih inggih njih mangga sumangga
    monggo muhun teh kang neng akang a aa lur good great nice well fine untuk for my our dengan
    dari hari we i im me us
    """
)

INTRODUCTORY: Final = words(
    """
    mau numpang ikut izin ijin bertanya tanya nanya boleh bisa ada nama perkenalkan kenalkan saya
    kami klien name called here i am im want ask question have a can could to something
    """
)
"""Beside a greeting: who writes, and that a question will come."""

THANKFUL: Final = words(
    """
    many selama ini samanya heartfelt sincerely tulus dulu semua jasa usaha usahanya dukungan dukungannya kesabarannya
    bantu membantu dibantu menolong ditolong respon responnya jawaban jawabannya balasan balasannya
    balas dibalas menjawab dijawab cepat fast quick ramah penjelasan penjelasannya dijelaskan
    menjelaskan jelas paham mengerti membalas perhatian perhatiannya kerjasama kerjasamanya kerja
    sama layanan pelayanan pelayanannya sudah telah karena dan kebaikan kebaikannya sukses semoga
    sehat berkah tuhan memberkati allah god bless lancar kasih waktunya time help helping
    assistance support reply response replying info information informing kind kindness appreciated
    appreciate really it have nice day weekend wonderful patience prompt sangat bermanfaat berguna
    sesudah kemarin tadi hari minggu besok ketemu sampai nanti lagi see later tomorrow kembali
    atensi atensinya segala as of al khairan khair katsiran katsir jaza khoir is for cara caranya
    arahan arahannya petunjuk petunjuknya kabar kabarnya jadwal jadwalnya alamat alamatnya lokasi
    lokasinya jam jamnya kesempatan kesempatannya perfect
    """
)

TIMES: Final = words(
    """
    pada selama malem subuh
    senin selasa rabu kamis jumat jum at sabtu minggu ahad monday tuesday wednesday thursday friday
    saturday sunday mon tue tues wed thu thurs fri sat sun besok lusa hari pagi siang sore petang
    malam jam pukul tanggal bulan tahun wib wita wit depan ini itu nanti pekan januari februari
    maret april mei juni juli agustus september oktober november desember jan feb mar apr jun jul
    agu aug sep sept okt oct nov des dec january february march may june july august october
    december am pm oclock o clock tomorrow today tonight morning afternoon evening noon week next
    this weekend weekday weekdays month day days date time hour hours half past quarter sebelum
    sesudah antara sekitar kurang lebih setengah seperempat lewat sampai mulai dari satu dua tiga
    empat lima enam tujuh delapan sembilan sepuluh sebelas belas one two three four five six seven
    eight nine ten eleven twelve st nd rd th akhir awal tengah makan istirahat libur kapan jumatan
    dzuhur ashar zuhur maghrib sholat solat after before between around until from on in of the
    pagi2 sore2 siang2 an jaman jam2an nya lain senen jumaat setiap tiap harinya saturdays sundays
    mondays fridays kerja biasa hari2
    """
)

OFFICE: Final = TIMES | words(
    """
    karena bagaimana cuma hanya sebelah daerah sekitar patokan patokannya kok
    mau tanya bertanya nanya numpang izin saya kami boleh tahu apa berapa kapan mana di ke jam buka
    tutup libur kantor kantornya bukanya tutupnya alamat alamatnya lokasi lokasinya letak letaknya
    terletak berada posisi posisinya firma hukum law firm please could can may i we know ask what
    whats when where wheres which is are do does your you the open opens opening close closes
    closed closing office offices address located location holiday holidays weekend weekends yang
    dan itu ada atau tidak ya masih tetap biasanya biasa lengkap lengkapnya detail detailnya minta
    mohon kasih share bagi kirim kirimkan tolong informasi info infonya operasional operasionalnya
    beroperasi kerja kerjanya layanan pelayanan melayani nomor telepon teleponnya email emailnya
    surel e mail kontak kontaknya contact number phone emails resmi resminya official find finding
    get there how to me tell give send need needs want like visit visiting come coming go going
    datang mampir berkunjung kesana sana cari mencari lewat dekat gedung lantai jalan jln jl nya
    buat untuk kalau jadi juga saja semua setiap tiap hari2 seharihari business working hours hour
    time times still today tomorrow on at in for of a an be will during usually national tanggal
    merah cuti bersama nasional hari raya istirahat sampai mulai dari berarti kira2 kira bukan sih
    ini weekday oh by way bisa dihubungi hubungi mungkin belum sudah sekarang now right pagi siang
    sore malam help locate directions direction maps map google peta gmaps bapak ibu jadwal waktu
    terima tamu klien public until every sekalian did
    """
)

APPOINTMENT: Final = TIMES | words(
    """
    bkn masih pada kok cuma hanya selain alternatif opsi pilihan
    saya kami mau bisa boleh apa apakah berapa kapan mana di ke tolong mohon minta buat bikin
    membuat buatkan dibuatkan bikinkan atur diatur mengatur aturkan jadwal jadwalnya jadwalkan
    dijadwalkan menjadwalkan penjadwalan ulang janji temu janjinya ketemu pertemuan pertemuannya
    konsultasi konsultasinya meeting bertatap muka tatap offline online daring luring zoom gmeet
    google meet video call lewat telepon via kantor kantornya datang hadir berkunjung mampir
    kunjungan kesana sana slot slotnya kosong tersedia available availability free booking book
    bookings booked reservasi reserve daftar daftarkan antri reschedule rescheduled rescheduling
    schedule scheduled arrange arranged arranging set setup up make making move moved moving change
    changed ganti diganti mengganti ubah diubah mengubah pindah dipindah pindahkan dipindahkan
    memindahkan geser digeser undur diundur mengundur mundur dimundurkan mundurkan maju majukan
    dimajukan tunda ditunda menunda batal batalkan dibatalkan membatalkan cancel konfirmasi
    dikonfirmasi mengkonfirmasi konfirmasikan confirm confirming confirmed confirmation jadi tetap
    sesuai dengan sama pengacara advokat lawyer attorney bapak ibu tim partner untuk kalau atau
    saja dulu ya ada yang hari waktu waktunya pukul bersama dan suami istri keluarga orangtua hukum
    legal pertama kali first i id we would like want wanna need to have a an the my our your you us
    me can could may please is it if possible with for office come visit see be there okay ok any
    what when which do does will are am hope lets let s im ill by still another different instead
    later earlier rather works work suitable convenient bersedia ruang sempat berhalangan halangan
    ternyata rencana rencananya ingin menemui beliau person face inperson session half one kira
    kira2 sekalian nanti juga lagi itu paling cocok luang senggang jamnya harinya tanggalnya how
    about minggu sore tidak_bisa tidak_jadi tidak_apa bisa_tidak
    """
)

DOCUMENTS: Final = TIMES | words(
    """
    berapa masih pada kok cuma hanya
    saya kami mau akan ingin sudah telah bisa boleh apa apakah kirim kirimkan dikirim dikirimkan
    mengirim mengirimkan kirimnya serahkan menyerahkan diserahkan antar antarkan mengantar diantar
    bawa bawakan membawa email emailkan mengemail upload unggah mengunggah diunggah scan scannya
    discan lampirkan melampirkan terlampir dilampirkan lampiran lampirannya foto fotonya difoto
    fotokopi fotocopy copy kopi asli aslinya salinan salinannya pdf jpg word format formatnya
    bentuk bentuknya dokumen ktp kk npwp paspor passport sim akta aktanya sertifikat sertifikatnya
    surat suratnya kuasa kontrak kontraknya contract perjanjian buku nikah bukti buktinya rekening
    koran kartu keluarga identitas ijazah shm slip ke sini disini di sana wa whatsapp gmail alamat
    lewat via kantor kantornya jne kurir pos gojek grab dengan dan atau ya yang untuk ini itu
    berikut tolong mohon dicek cek diterima periksa diperiksa semua semuanya lengkap lengkapnya
    tambahan lainnya kemarin tadi barusan baru nanti ada jumlah lembar halaman berupa mana
    bagaimana cara caranya langsung aja saja hardcopy softcopy soft hard juga kekurangan
    kekurangannya kurang sisa sisanya yg diminta bapak ibu tim pengacara i we would like want to
    send sent sending submit submitted submitting attach attached attaching here bring bringing
    brought will have has the my our a an of is are ill im ive just now by mail how where can could
    may do should please for you your document documents copies id card file scans scanned photos
    photo picture pictures certificate agreement deed power signed original originals files them it
    requested asked as these and below uploading drop off office sebentar sekarang nyusul menyusul
    secepatnya kalau sebagai pelengkap melengkapi kelengkapan hari segera siapkan disiapkan besok2
    lagi belakang depan titip titipkan dititip fisik fisiknya drive link linknya gdrive folder
    ditandatangani ditandatangan ttd tandatangan materai bermaterai meterai
    """
)

INNOCENT: Final = words(
    """
    sedang bidang tahapan tatanan posisi polusi bandung banting bandingkan perbandingan solasi
    formasi bearing wearing clearing sharing policy polite thread treat throat detail details
    retain obtain person persons custom customer headline wisata disini dianggap kekesalan
    pengamanan ditanggapi ditanggap menanggapi ditangani ditanya ditanam bertahan bahan lahan
    pertahanan tahan ditambah ditambahkan menambah dihapus dipakai diambil disebut ditulis darat
    surat gigit jadikan dijadikan disita rained raised common hiring healing hearing2 tuntas urusan
    utusan masukan pimpinan pinggiran penampilan perjalanan pembelian polis asuransi bagian
    bagaimana kebetulan dibantu dibuka ditutup dikirim diterima dipilih mengirim kantor selamat
    alamat jalan kontak kontrak kuasa kerja meeting ditawar ditawarkan dipesan panggil penanganan
    pengadaan pengajuan perbedaan kekurangan kekayaan diganti dicoba diberi dilihat diajak diantar
    dikenal dihitung arrested2 wanted started attend attended attention retained mentioned counted
    council counsel helping reading raining waiting trading grading leading dating ratings beatles
    gedung lantai perusahaan tangga tangan tanggal tangguh tanggapan tanggung minggu nggak tertahan
    tunggu hunian pasangan dilarang digital diundang diundur
    """
)
