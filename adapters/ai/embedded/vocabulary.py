"""Words that carry no danger where an intent is clear, in the forms that `spelling` makes."""

from typing import Final


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


FILLERS: Final = words(
    """
    exactly possible seems sepakat bener betul pasti harusnya ok okay yes no yep nope alright
    perfect pakai memakai gunakan menggunakan pke guna ikut ikutan bantu dibantu please kindly ma
    pa mah teh atuh euy lah ge oge nu ti dina kana nuju badhe sampun dereng menika punika wonten
    teng ing saking kagem panjenengan sampeyan njenengan get got give given have having has had
    there here which what whats when where who whom how want wants wanted need needs prefer prefers
    preferably would could should might will shall let lets know tell ask asking asked question
    questions quick little bit still also too around near nearby closest nearest via through using
    use hi hello sini disini sana situ begini gini boleh bolehkah bisa dapat dapatkah bagi tahu tau
    tahunya ketahui mengetahui menanyakan nanyain perihal hal informasi infokan diinfokan beritahu
    beritahukan kabari dikabari kabarin kabarkan baiknya sebaiknya enaknya enak mudah gampang
    paling lebih agak cukup sekali banget aja tuh nih dong deh sih kok ya yah kah oh iya oya btw
    anyway actually basically simply total jumlahnya sebetulnya sebenarnya rupanya memang emang
    kayaknya sepertinya keknya kalau jadi biar supaya karena nanti lagi juga kan cuma hanya
    sekalian dulu dahulu baru masih apa apakah bagaimana yang itu ini tersebut guys r waktu saat
    ketika pas sambil kemudian lalu maka agar serta maupun ataupun bahwa adalah ialah merupakan
    telah sedang akan pun per oleh pada sebagai dimaksud terkait menit orang org naik motor mobil
    kendaraan angkot kereta krl mrt bis bus taksi ojek ojol jalan kaki segini kira mungkin
    rencananya kebetulan sempat sesegera luangkan meluangkan berkenan berkenankah sudi sekiranya
    apabila jika bila bilamana mengenai perkenan izinkan hendak ingin bermaksud then so if or maybe
    perhaps able sure great since while because as well already yet only
    """
)
"""Words that join others, whatever is asked."""

COURTESIES: Final = words(
    """
    jazakumullah jazakumulloh jazakillah khairan khoiron katsiron nggih injih punten hapunten nuwun
    matur sembah suwun pisan sami mawon izin ijin tadi eh emm um maksudnya na yo to tah ustadz
    ustaz dok prof pengurus bosku bos boss juragan sobat sanget hormat kami semoga guys sewu kan
    cuma hanya palih gitu begitu tuh toh loh yuk ayo deh pak bu bapak ibu kak kakak mas mbak mba
    bang abang min admin mimin tim team kantor nya ya yah iya yaa y yup dong nih sih lho kok banyak
    sekali banget selalu semua atas bantuan bantuannya info infonya informasi informasinya waktu
    waktunya sama oke ok okay okey okeh okee baik siap noted sip oh oo ooh wah hmm sir madam maam
    miss very much so lot alot the your again you u all there dear everyone wr wb ww wrwb
    warahmatullahi wabarakatuh warohmatullahi wabarokatuh warahmatullah yth yang terhormat salam
    sejahtera saudara para staf staff rekan firma hukum law firm office om tante bro sist maaf
    ganggu mengganggu menganggu mohon tolong permisi sebelumnya before sorry disturb bother excuse
    please kindly just lagi juga dan di situ sana and is are this that emojithanks emojismile pagi
    siang sore malam haha hehe hihi hehehe kabar sehat alhamdulillah puji tuhan semuanya kalian
    anda ananda ini itu yaaa duluan dulu saya pengacara maturnuwun ngge inggih njih mangga sumangga
    monggo muhun teh kang neng akang a aa lur good great nice well fine untuk for my our dengan
    dari hari we i im me us
    """
)

INTRODUCTORY: Final = words(
    """
    law office is the speaking with dengan benar betul ini kantor hukum nomornya right available
    online anyone anybody there someone klien client baru tempat dibantu may sesuatu some things
    sebentar aktif salam kenal apa orang di mau numpang ikut izin ijin bertanya tanya nanya boleh
    bisa ada nama perkenalkan kenalkan saya kami name called here i am im want ask question have a
    can could to something
    """
)
"""Beside a greeting: who writes, and that a question will come."""

THANKFUL: Final = words(
    """
    getting back to me messages message letting updating responding informed guidance explaining
    explanation clear clearly thorough sending sent accommodating being patient pagi sarannya
    masukannya masukan nasihatnya pencerahan pencerahannya ilmunya solusinya kesabaran keramahan
    keramahannya cepatnya tanggapannya tanggapan sigap profesional syukron meluangkan meluangkannya
    untuk sempat atas sdh sebanyak sebanyaknya syukran barakallah barakallahu fiik afwan lega
    senang happy glad terharu bahagia puas sekeluarga keluarga kami saya istri suami panjang umur
    rezeki amin aamiin fast excellent awesome highly deeply grateful gratefully gratitude extended
    team effort efforts advice today kopi makan siang juga kembali tadi begitu kalau pertemuan
    pertemuannya konsultasi konsultasinya meeting siap baiklah telah yesterday earlier always truly
    ucapkan mengucapkan ucapan perhatian with noted sanget setulusnya memberi memberikan diberi
    diberikan terbantu berjasa luar biasa mantap keren top hebat bermurah many selama ini samanya
    heartfelt sincerely tulus dulu semua jasa usaha usahanya dukungan dukungannya kesabarannya
    bantu membantu dibantu menolong ditolong respon responnya jawaban jawabannya balasan balasannya
    balas dibalas menjawab dijawab cepat quick ramah penjelasan penjelasannya dijelaskan
    menjelaskan jelas paham mengerti membalas perhatiannya kerjasama kerjasamanya kerja sama
    layanan pelayanan pelayanannya sudah karena dan kebaikan kebaikannya sukses semoga sehat berkah
    tuhan memberkati allah god bless lancar kasih waktunya time help helping assistance support
    reply response replying info information informing kind kindness appreciated appreciate really
    it have nice day weekend wonderful patience prompt sangat bermanfaat berguna sesudah kemarin
    hari minggu besok ketemu sampai nanti lagi see later tomorrow atensi atensinya segala as of al
    khairan khair katsiran katsir jaza khoir is for cara caranya arahan arahannya petunjuk
    petunjuknya kabar kabarnya jadwal jadwalnya alamat alamatnya lokasi lokasinya jam jamnya
    kesempatan kesempatannya perfect
    """
)

TIMES: Final = words(
    """
    tomorrows todays mondays tuesdays wednesdays thursdays fridays saturdays sundays noonish
    lunchtime lunch office early late pagian siangan sorean maleman petang bada ba usai sehabis
    seusai pada selama malem subuh senin selasa rabu kamis jumat jum at sabtu minggu ahad monday
    tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun besok
    lusa hari pagi siang sore malam jam pukul tanggal bulan tahun wib wita wit depan ini itu nanti
    pekan januari februari maret april mei juni juli agustus september oktober november desember
    jan feb mar apr jun jul agu aug sep sept okt oct nov des dec january february march may june
    july august october december am pm oclock o clock tomorrow today tonight morning afternoon
    evening noon week next this weekend weekday weekdays month day days date time hour hours half
    past quarter sebelum sesudah antara sekitar kurang lebih setengah seperempat lewat sampai mulai
    dari satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas one two three
    four five six seven eight nine ten eleven twelve st nd rd th akhir awal tengah makan istirahat
    libur kapan jumatan dzuhur ashar zuhur maghrib sholat solat after before between around until
    from on in of the an jaman jam2an nya senen jumaat setiap tiap harinya kerja biasa
    """
)

OFFICE: Final = (
    TIMES
    | FILLERS
    | words(
        """
    best good gojek grab ojek online taxi mrt halte stasiun terminal tol exit pintu keluar arah
    rute route dari arahnya patokannya perempatan bundaran mall seberang samping depan belakang
    komplek ruko blok nomor no rt rw kelurahan kecamatan kode pos kodepos postal zip code street
    road floor building tower suite located nearby close far jauhkah deketnya terdekat libur
    liburnya liburan harpitnas kejepit panjang sekian cs customer reach reached kontaknya hubungi
    dihubungi menghubungi resmi whatsapp wa lantai berapa loc gedung tabuh tumaros naros nyobi
    nanyakeun nanyakan christmas weekend closest hotline landline ini during normally regular daily
    24 lebaran natal imlek nyepi waisak idul fitri adha tahun baru new year eid easter long google
    maps gmap waze titik pin naik jauh berlokasi alamatmu tersedia sekretariat resepsionis resepsi
    bagian telp karena bagaimana cuma hanya sebelah daerah sekitar patokan kok mau tanya bertanya
    nanya numpang izin saya kami boleh tahu apa kapan mana di ke jam buka tutup kantor kantornya
    bukanya tutupnya alamat alamatnya lokasi lokasinya letak letaknya terletak berada posisi
    posisinya firma hukum law firm please could can may i we know ask what whats when where wheres
    which is are do does your you the open opens opening closes closed closing office offices
    address location holiday holidays weekends yang dan itu ada atau tidak ya masih tetap biasanya
    biasa lengkap lengkapnya detail detailnya minta mohon kasih share bagi kirim kirimkan tolong
    informasi info infonya operasional operasionalnya beroperasi kerja kerjanya layanan pelayanan
    melayani telepon teleponnya email emailnya surel e mail kontak contact number phone emails
    resminya official find finding get there how to me tell give send need needs want like visit
    visiting come coming go going datang mampir berkunjung kesana sana cari mencari lewat dekat
    jalan jln jl nya buat untuk kalau jadi juga saja semua setiap tiap seharihari business working
    hours hour time times still today tomorrow on at in for of a an be will usually national
    tanggal merah cuti bersama nasional hari raya istirahat sampai mulai berarti kira bukan sih
    weekday oh by way bisa mungkin belum sudah sekarang now right pagi siang sore malam help locate
    directions direction map peta gmaps bapak ibu jadwal waktu terima tamu klien public until every
    sekalian did
    """
    )
)

APPOINTMENT: Final = (
    TIMES
    | FILLERS
    | words(
        """
    saturdays meetup together possible satu dua jam setengah hour hours resched adjust adjusted
    accommodate fit fits squeeze quick brief short chat discuss sudah times get got this that those
    sesuai sampai tiba nunggu tunggu menunggu lobi lobby resepsionis parkiran bawah atas jalan otw
    menuju arah terlewat kelewat lupa mendadak dadakan izin keperluan urusan acara dinas tugas
    rapat kuliah kelas jemput hujan dll ditunggu sebentar dipercepat percepat cepat awal dimajuin
    perwakilan direktur manajer bos sekretaris dijadwalin jadwalin booked reserved appointments
    slots opening openings morning afternoons evenings session sessions inperson remotely remote
    online video call zoom teams google meet skype phone telephone lawyer pengacara counsel partner
    associate notify reminder ingatkan diingatkan mengingatkan pengingat something came up happened
    dikit sedikit ditemui menemui vidio daftar ada jadwalnya lain mundur akhir senggang bebas
    bebasnya dr doctor macet terjebak kejebak perjalanan calling vc tm offline tetapkan ditetapkan
    sepakati disepakati pastikan memastikan dipastikan besoknya lusanya sibuk ubahnya pun confirm
    reconfirm kapanpun fleksibel flexible whenever anytime either fine dateng diluangkan
    keperluannya bantu dibantu telat terlambat late minutes menit orang sorry cant make unable
    running delay delayed postpone postponed bring forward push back kembali cari mencari carikan
    dicarikan nanya tanya bertanya perlu durasi lama jamnya kosongkan luangkan agenda agendakan
    diagendakan mengagendakan kalender calendar invite link linknya konsultasinya berdua bertiga
    sendiri sendirian ajak mengajak hukumnya kehadiran ketersediaan tempat disana ruangan wa
    whatsapp temui penggantian perubahan pembatalan pemindahan permintaan permohonan mengajukan
    ajukan memohon hormat bkn masih pada kok cuma hanya selain alternatif opsi pilihan saya kami
    mau bisa boleh apa apakah berapa kapan mana di ke tolong mohon minta buat bikin membuat buatkan
    dibuatkan bikinkan atur diatur mengatur aturkan jadwal jadwalkan dijadwalkan menjadwalkan
    penjadwalan ulang janji temu janjinya ketemu pertemuan pertemuannya konsultasi meeting bertatap
    muka tatap daring luring gmeet lewat telepon via kantor kantornya datang hadir berkunjung
    mampir kunjungan kesana sana slot slotnya kosong tersedia available availability free booking
    book bookings reservasi reserve daftarkan antri reschedule rescheduled rescheduling schedule
    scheduled arrange arranged arranging set setup making move moved moving change changed ganti
    diganti mengganti ubah diubah mengubah pindah dipindah pindahkan dipindahkan memindahkan geser
    digeser undur diundur mengundur dimundurkan mundurkan maju majukan dimajukan tunda ditunda
    menunda batal batalkan dibatalkan membatalkan cancel konfirmasi dikonfirmasi mengkonfirmasi
    konfirmasikan confirming confirmed confirmation jadi tetap dengan sama advokat attorney bapak
    ibu tim untuk kalau atau saja dulu ya yang hari waktu waktunya pukul bersama dan hukum legal
    pertama kali first i id we would like want wanna need to have a an the my our your you us me
    can could may please is it if with for office come visit see be there okay ok any what when
    which do does will are am hope lets let s im ill by still another different instead later
    earlier rather works work suitable convenient bersedia ruang sempat berhalangan halangan
    ternyata rencana rencananya ingin beliau person face half one kira sekalian nanti juga lagi itu
    paling cocok luang harinya tanggalnya how about minggu sore tidak_bisa tidak_jadi tidak_apa
    bisa_tidak
    """
    )
)

DOCUMENTS: Final = (
    TIMES
    | FILLERS
    | words(
        """
    drop jne pakai pake gosend instan kilat reguler sameday ditanda tangani ditandatangani sign
    signing clear blurry readable gambar gambarnya screenshot ss tangkapan layar chat lampirannya
    dokumentasi notaris terjemahan translated translation ft kantor resepsionis staf admin loket
    meja dropbox onedrive link folder ukuran besar kecil mb resolusi jelas jernih buram blur
    terbaca berwarna hitam putih bolak balik kedua ketiga pertama halaman hal lembar rangkap
    duplikat rangkapnya copyan fotocopyan fotokopian scanan revisi revisinya final draft drafnya
    terbaru baru versi version updated latest proof evidence statement statements letter letters
    birth marriage family card cards license licence deed deeds title titles paper papers
    attachment attachments envelope package parcel tracking number resi find signed lahir kelahiran
    kematian perlu dibawa fisik kurir discan dulu dahulu difotokopi dilegalisir legalisir ijazahnya
    domisili keterangan kerja pernyataan permohonan formulir form isi diisi mengisi terisi
    daftarnya stnk bpkb imb pbb ajb sppt nib siup tdp polis rekeningnya mutasi pajak spt bersama
    dalam google drive gdrive zip rar png jpeg excel xls docx whatsapp telegram hp scanner scan2an
    lagi tanya nanya bertanya lewatnya kirimnya boleh jalan tiki ekspedisi paket grabexpress
    kantong amplop map flashdisk usb salah satu dua ketinggalan tertinggal susulan tambahkan
    menambahkan menambah dokumennya materainya alamatnya alamat should or off deliver delivered
    delivering mail mailed post courier tonight tomorrow scanning emailed berapa masih pada kok
    cuma hanya saya kami mau akan ingin sudah telah bisa apa apakah kirim kirimkan dikirim
    dikirimkan mengirim mengirimkan serahkan menyerahkan diserahkan antar antarkan mengantar
    diantar bawa bawakan membawa email emailkan mengemail upload unggah mengunggah diunggah scan
    scannya lampirkan melampirkan terlampir dilampirkan lampiran foto fotonya difoto fotokopi
    fotocopy copy kopi asli aslinya salinan salinannya pdf jpg word format formatnya bentuk
    bentuknya dokumen ktp kk npwp paspor passport sim akta aktanya sertifikat sertifikatnya surat
    suratnya kuasa kontrak kontraknya contract perjanjian buku nikah bukti buktinya rekening koran
    kartu identitas ijazah shm slip ke sini disini di sana wa gmail lewat via kantornya pos gojek
    grab dengan dan atau ya yang untuk ini itu berikut tolong mohon dicek cek diterima periksa
    diperiksa semua semuanya lengkap lengkapnya tambahan lainnya kemarin tadi barusan nanti ada
    jumlah berupa mana bagaimana cara caranya langsung aja saja hardcopy softcopy soft hard juga
    kekurangan kekurangannya kurang sisa sisanya yg diminta bapak ibu tim pengacara i we would like
    want to send sent sending submit submitted submitting attach attached attaching here bring
    bringing brought will have has the my our a an of is are ill im ive just now by how where can
    could may do please for you your document documents copies id file scans scanned photos photo
    picture pictures certificate agreement power original originals files them it requested asked
    as these and below uploading office sebentar sekarang nyusul menyusul secepatnya kalau sebagai
    pelengkap melengkapi kelengkapan hari segera siapkan disiapkan belakang depan titip titipkan
    dititip fisiknya linknya ditandatangan ttd tandatangan materai bermaterai meterai
    """
    )
)

INNOCENT: Final = words(
    """
    asasi bandang bandeng ganding haring hidang emigrasi migrasi medikasi meditasi pengawinan
    perangkap sadang sanding tanding silang sumasi tahana tenggak alamak kantar permisif serasa
    selasar pemeriksaan memeriksa diperiksa sedang bidang tahapan tatanan posisi polusi bandung
    banting bandingkan perbandingan solasi formasi bearing wearing clearing sharing policy polite
    thread treat throat detail details retain obtain person persons custom customer headline wisata
    disini dianggap kekesalan pengamanan ditanggapi ditanggap menanggapi ditangani ditanya ditanam
    bertahan bahan lahan pertahanan tahan ditambah ditambahkan menambah dihapus dipakai diambil
    disebut ditulis darat surat gigit jadikan dijadikan disita rained raised common hiring healing
    tuntas urusan utusan masukan pimpinan pinggiran penampilan perjalanan pembelian polis asuransi
    bagian bagaimana kebetulan dibantu dibuka ditutup dikirim diterima dipilih mengirim kantor
    selamat alamat jalan kontak kontrak kuasa kerja meeting ditawar ditawarkan dipesan panggil
    penanganan pengadaan pengajuan perbedaan kekurangan kekayaan diganti dicoba diberi dilihat
    diajak diantar dikenal dihitung wanted started attend attended attention retained mentioned
    counted council counsel helping reading raining waiting trading grading leading dating ratings
    beatles gedung lantai perusahaan tangga tangan tanggal tangguh tanggapan tanggung minggu nggak
    tertahan tunggu hunian pasangan dilarang digital diundang diundur
    """
)
