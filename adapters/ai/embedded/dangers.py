"""What must reach a person at once: one match anywhere is enough.

A false alarm costs a lawyer a glance, a miss costs a client more. The rules speak of the forms
that `spelling` makes; what looks dangerous and surely is not is taken out before they are asked.
"""

import re
from typing import Final

from adapters.ai.embedded.rules import Rule, pattern
from adapters.ai.embedded.spelling import Reading, without_breaks
from domain.analysis import Intent

_DAY: Final = (
    r"(?:hari ini|sekarang|besok|lusa|pagi ini|siang ini|sore ini|malam ini|nanti (?:siang|sore|"
    r"malam)|tadi (?:pagi|siang|malam)|today|tonight|tomorrow|now|this (?:morning|afternoon|"
    r"evening)|minggu depan|next week)"
)
_JUST_NOW: Final = (
    r"(?:semalam|semalem|tadi|barusan|sekarang|malam ini|hari ini|detik ini|pagi ini|siang ini"
    r"|sore ini|baru saja|"
    r"last night|just now|right now|tonight|today|this morning|now)"
)
_KIN: Final = (
    r"(?:anak|suami|istri|adik|kakak|bapak|ibu|keponakan|sepupu|mertua|saudara|teman|bayi|"
    r"son|daughter|child|children|kids?|wife|husband|brother|sister|father|mother|baby)"
)
_OFFICERS: Final = r"(?:polisi|polsek|polres\w*|polda|aparat|petugas|penyidik|jaksa|intel|tentara)"
_STRANGERS: Final = rf"(?:{_OFFICERS}|orang|preman|mereka|dia|mantan\w*|debt collector|dc)"

_NASAL: Final = {"c": "ny", "k": "ng", "p": "m", "s": "ny", "t": "n"}


def _verbs(roots: str) -> str:
    """Whatever is made of some verbs: done, suffered, told of, in writing and in the street."""
    stems: list[str] = []
    for root in roots.split():
        softened = _NASAL.get(root[0])
        stems.append(root)
        if softened:
            stems.append(f"(?:me|pe)?{softened}{root[1:]}")
    before = "(?:di|ke|ter|me(?:ng?|m)?|ng?e?|m|pe(?:ng?|m)?|ber)?"
    return rf"{before}(?:{'|'.join(stems)})(?:i|in|kan|an|nya|ku|mu|lah)*"


_CRIMES: Final = _verbs(
    "tangkap tangkep geledah gledah gerebek grebek gerebeg grebeg sita segel rampas rampok begal"
    " jarah "
    "culik sekap sandera perkosa siksa aniaya bacok tusuk tikam tembak todong tendang tampar"
    " keroyok serang "
    "hajar tonjok gebuk gebug cekik jambak gampar tabok pukul ancam ancem bunuh peras teror"
    " intimidasi usir "
    "gusur borgol bekuk ringkus ciduk deportasi cekal kejar kuntit buntut injak banting siram"
    " bakar racun "
    "seret tabrak leceh cabul sodomi dobrak bobol kepung persekusi jebak sergap cokok lempar"
    " kurung siksa cegat rusak"
)

_KIND_DONE: Final = (
    r"(?:kirim|terima|cabut|bantu|tanya|minta|kasih|beri|hubungi|telepon|jadwal|balas|respon|jawab"
    r"|tolong|proses|cek|bayar|lunas|tagih|buat|bikin|atur|ganti|ubah|tunda|undur|"
    r"batal|konfirmasi|kabar|info|beritahu|suruh|ajak|ajarin|ajari|ajar|antar|temani|damping"
    r"|wakil|rekomendasi|sarankan|terang|jelas|janji|tipu|gugat|phk|pecat|fitnah|"
    r"selingkuh|cerai|talak|rugi|bohong|tinggal|cuek|abai|lihat|baca|dengar|daftar|tunjuk|pilih"
    r"|kuasa|warisi|waris|hibah|jual|beli|sewa|pinjam|urus|untung|terbit|"
    r"tanda ?tangan|tandatangan|ttd|lahir|angkat|nikah|undang|kontrak|gaji|pindah|mutasi|rumahkan"
    r"|berhenti|keluar(?:kan)? dari kantor|bujuk|goda|komentar|sebut|kenal|"
    r"anggap|maksud|pakai|pake|mana|sini|sana|dalam|tengah|daerah|kota|kantor|bawah|atas|luar"
    r"|rumah|cantum|lampir|scan|foto|email|upload|transfer|nyatakan|vonis|tolak|"
    r"setuju|kabul|sidang|putus|panggil|mohon|harap|tunggu|ingat|perlu|butuh|bilang|kabari|chat"
    r"|whatsapp|wa|follow|maaf|manfaat|layani|perlakukan|puas|kecewa|persulit|"
    r"ulur|tawar|bebankan|potong|kenakan|hitung|ambil alih|alih|dik|skon|rekam|simpan|hapus|sebar"
    r"|bocor|pasang|batas|wajib|tuntut|lapor|adu|somasi|selesai|akui|aku|rawat|operasi|"
    r"asuh|didik|titip|sekolah|khitan|sunat|adopsi|jilid|cap\b|stempel|fotokopi"
    r"|legalisir|tempel|isi\b|ketik|print|cetak|susun|taruh|taro\b)"
)

_EMERGENCY: Final = pattern(
    _CRIMES,
    # Arrest and detention.
    r"\w*[tn]angk[ae]p\w*",
    r"(?:di|ke|ter) ?tahan\w{0,2}|(?:pe|me)nahan\w*|tahanan\w*|nahan (?:saya|suami|anak)",
    r"dibui|\w*penjara\w*|rutan|lapas|dijebloskan|(?:di|ter)kurung|\w*borgol\w*|diamankan"
    r"|diciduk\w*",
    r"keciduk|diringkus|dibekuk|dicokok|digelandang|digiring|diseret\w*|ditawan",
    r"(?:di|ter)?cekal|pencekalan|dicegah (?:keluar|ke luar|terbang|di bandara)|dpo|buron\w*|ott",
    r"(?:di|men?)?(?:jemput|panggil|ambil|bawa|geret|angkut|tarik|masuk) ?(?:secara )?paksa",
    rf"(?:di)?(?:jemput|ambil|bawa|angkut|cari|kejar|datangi|grebek|kepung|periksa|panggil)\w*"
    rf"(?: \w+){{0,2}} {_OFFICERS}",
    rf"{_OFFICERS}(?: \w+){{0,3}} (?:datang|masuk|depan|jemput|bawa|ambil|cari|periksa)\w*",
    r"(?:datang|ada|banyak) (?:\w+ )?(?:aparat|petugas|intel|tentara)",
    r"polisi\w*|kapol\w*|menyerahkan diri|serahkan diri|kepolisian|polsek|polres\w*|polda"
    r"|bareskrim|\w*reskrim\w*|resmob|brimob|densus"
    r"|buser",
    r"kejaksaan|kejari|kejati|jaksa|kpk|bnn|penyidik\w*|penyelidik\w*|bap|tersangka|terdakwa",
    r"(?:di|ke)bawa(?: \w+){0,2} (?:kabur|lari|orang|mobil|kantor|sel|pergi|mereka|preman"
    r"|mantan)\w*",
    rf"{_KIN}(?: saya| kami| nya)?(?: \w+){{0,3}} dibawa\w*",
    rf"{_KIN} (?:\w+ )?(?:di)?(?:ambil|rebut)\w*(?: \w+){{0,2}} (?:mantan|orang|paksa|suami|istri"
    rf"|bapak)\w*",
    rf"{_KIN}(?: \w+){{0,2}} (?:hilang|menghilang|kabur|lenyap)",
    rf"{_KIN}(?: \w+){{0,4}} (?:tidak|belum) (?:pulang|kembali|balik)",
    rf"{_KIN}(?: \w+){{0,4}} (?:tidak ada kabar|hilang kontak|tidak bisa dihubungi)",
    r"bawa kabur|dilarikan|dipisahkan (?:dari|paksa)",
    rf"(?:di)?(?:jemput|bawa|angkut|ambil|cari|datangi|kejar|tarik|cegat|samperin"
    rf"|gerebek)\w*(?: \w+){{0,2}} {_STRANGERS}",
    rf"{_STRANGERS}\w*(?: \w+){{0,5}} (?:depan|rumah\w*|pintu|pagar|masuk|ngamuk\w*|mengamuk"
    rf"|menerobos|kepung\w*)",
    r"(?:di|me)?(?:paksa|maksa)\w*",
    # Searches, seizures, evictions, repossession.
    r"\w*ge?ledah\w*|\w*ge?r[ei]?bek\w*|\w*razia\w*|(?:di)?obrak abrik|(?:di)?dobrak\w*",
    r"(?:di|me?ny?|ke|ter|ny)?sita\w{0,3}|penyitaan|menyita\w*|nyita|disegel|penyegelan|segel",
    r"(?:di|me|ke|ter)?rampas\w*|perampasan|rampok\w*|(?:di|me|pe)rampok\w*|kerampokan|\w*begal\w*",
    r"(?:di|me|ter|peng)?gusur\w*|penggusuran|pengosongan|(?:di|meng)?kosongkan rumah|diusir\w*",
    r"(?:me)?ngusir\w*|usir (?:saya|kami|paksa)|satpol\w*|juru ?sita|jurusita",
    rf"eksekusi\w*(?: \w+){{0,5}} {_DAY}|{_DAY}(?: \w+){{0,6}} (?:di)?eksekusi\w*",
    rf"(?:di)?(?:bongkar|robohkan|ratakan)\w*(?: \w+){{0,3}} (?:{_DAY}|paksa|rumah)",
    r"debt ?collect\w*|dep ?kol\w*|debkolektor|dekolektor|matel|mata elang|penagih|collector",
    r"ditarik(?: \w+){0,2} (?:leasing|paksa|orang|dc|bank|finance)|(?:leasing"
    r"|dc) (?:\w+ )?(?:tarik|datang|ambil|narik)\w*",
    r"(?:mobil|motor|kendaraan|truk)(?: \w+){0,2} (?:ditarik|diambil|dibawa|dicegat)\w*"
    r"|dicegat\w*|dihadang\w*",
    # Violence, threats, abduction.
    r"(?:di ?|me)pukul\w*|memukul\w*|mukul\w*|pemukulan|pukul[ai]n?|pukul (?:saya|anak|istri"
    r"|kepala)",
    r"\w*(?:ancam|ancem)\w*|\w*bunuh\w*|\w*culik\w*|(?:di|me?n?)(?:se|ny?e)kap\w*|penyekapan"
    r"|sekap\w*",
    r"\w*sandera\w*|\w*(?:per|mer)kosa\w*|rudapaksa|dirudapaksa|\w*siksa\w*|\w*aniaya\w*"
    r"|\w*bacok\w*",
    r"(?:di|me|ke|ter|pe)?n?[tn]usuk\w*|(?:di|me|ter|pe)?n?[tn]ikam\w*|\w*[tn]embak\w*"
    r"|\w*todong\w*|nodong",
    r"(?:di|me|ke)?n?[tn]endang\w*|(?:di|me|ke)?n?[tn]ampar\w*|\w*keroyok\w*|(?:di"
    r"|me?)ny?(?:erang)\w*",
    r"diserang\w*|serangan|\w*hajar\w*|\w*tonjok\w*|\w*ge?buk\w*|\w*cekik\w*|\w*jambak\w*"
    r"|\w*gampar\w*",
    r"ditabok\w*|digampar\w*|disundut\w*|disiram\w*|dibakar\w*|(?:di)?racun\w*|dibanting\w*"
    r"|dilempar\w*",
    r"ditodong\w*|diinjak\w*|dicakar\w*|ditonjok\w*|digigit\w*|ditabrak\w*|menabrak\w*|nabrak"
    r"|tabrak\w*",
    r"(?:pe|me)?(?:leceh|cabul)\w*|(?:di|pe|pen)(?:leceh|cabul)\w*|sodomi\w*|disodomi",
    r"\w*kekerasan\w*|kdrt|main tangan|aniaya|\w*intimidasi\w*|\w*teror\w*|(?:di|me)ngejar\w*",
    r"dikejar\w*|dikuntit\w*|dibuntuti\w*|diikuti (?:orang|mobil|terus)|diincar\w*|dikepung\w*"
    r"|terkepung",
    r"(?:di|me)peras\w*|memeras\w*|meras (?:saya|kami)|pemeras\w*|diminta uang damai|uang damai"
    r"|tebusan",
    r"(?:sebar|disebar|menyebar|nyebar|sebarkan)\w*(?: \w+){0,3} (?:foto|video|aib|vcs)\w*|vcs"
    r"|pemerasan",
    r"(?:foto|video|aib)\w*(?: \w+){0,4} (?:di|me|ny)?(?:sebar|viral)\w*|\w*gedor\w*",
    # Whatever else is done to somebody: a passive that is not known to be harmless.
    rf"(?:{_KIN}|saya|kami|dia|teman|karyawan|sopir)(?: saya| kami| nya| sudah| malah| terus"
    rf"| sempat| mau| habis| baru| barusan| sekarang| telah| juga| sering| selalu| hampir| akan)* "
    rf"(?:ke)?di(?!{_KIND_DONE})[a-z]{{4,}}",
    r"panik|ketakutan|gemetar\w*|menangis|nangis|histeris|scared|terrified|panic\w*|crying"
    r"|alat berat|dipagar|senpi|lelang\w*|dilelang|"
    r"maling\w*|kemalingan|\w*bobol\w*|\w*jarah\w*|serobot|berhubungan badan|hubungan badan"
    r"|pelecehan|diraba\w*|disetubuhi|disentuh\w*",
    r"senjata|pistol|golok|parang|celurit|pisau|sajam|berdarah\w*|babak belur|luka\w*|lebam\w*"
    r"|memar\w*",
    r"nyawa|keselamatan|terancam|(?:dalam )?bahaya|takut (?:pulang|mati|dibunuh|dipukul"
    r"|sama suami|keluar)",
    r"tidak aman|dipersekusi|persekusi|massa|preman|dikeroyok|santet|digebu\w*|disekap\w*",
    r"kecelakaan|tabrak lari|keracunan|sekarat|kritis|igd|ugd|ambulan\w*|kebakaran",
    # Harm to oneself.
    r"bunuh diri|gantung diri|(?:meng)?akhiri (?:hidup|semua)\w*|(?:mau|lebih baik|mending\w*"
    r"|pengin|minta) mati",
    r"(?:tidak|capek|cape|lelah|bosan|males|malas|muak|benci|jenuh"
    r"|hilang semangat)(?: \w+){0,3} hidup|hidup (?:saya )?(?:tidak|sudah tidak) (?:ada )?(?:arti"
    r"|guna|berarti|berguna)\w*|selamat tinggal (?:semua|dunia)\w*|goodbye (?:everyone|world"
    r"|forever)|minum racun|lompat dari|loncat dari"
    r"|sayat\w*",
    r"(?:tidak|bukan) (?:mau|sanggup|kuat|guna) (?:lagi )?(?:hidup|bertahan)|ingin mati"
    r"|menyakiti diri",
    r"menyusul (?:alm|almarhum\w*|mendiang)|nyusul (?:alm|almarhum\w*|mendiang)"
    r"|(?:kalau|jika|sampai) (?:saya|aku) (?:sudah )?(?:tidak ada|mati|meninggal)(?! waktu)"
    r"|tidak (?:kuat|kiat|sanggup|tahan)(?: lagi)?(?: \w+)? hidup|(?:ingin|mau|pengin) udahan",
    r"(?:beli|siapkan|siapin|sudah ada) tali|(?:di )?(?:pinggir|tepi) (?:rel|jembatan|jurang)"
    r"|di atas (?:jembatan|atap)|(?:on|off) (?:the|a) (?:bridge|roof|ledge)|rooftop",
    r"when im gone|cant (?:do|take) (?:this|it) any ?(?:more|longer)|no reason to live"
    r"|dont want to (?:live|be here|wake up|exist)|better off (?:dead|without me)"
    r"|(?:tulis|menulis|bikin|buat) surat (?:perpisahan|terakhir|buat (?:ibu|anak|istri|suami))",
    # What is done to the defenceless, and what breaks walls.
    r"(?:di)?hamil\w*(?: \w+){0,4} (?:paman|bapak|guru|ustadz|kakek|tetangga|pelaku)\w*|pelaku\w*"
    r"|(?:pegang|megang|raba|meraba|grepe)\w* (?:pegang|megang|raba|anak|saya|badan|tubuh)"
    r"|telanjang|bugil|tidak pakai baju|(?:di)?bius\w*",
    r"(?:masuk|campur)\w*(?: \w+){0,3} (?:minuman|makanan)|peluru|e[xk][ck]s?[ck]avator\w*"
    r"|bull?dozer\w*|buldoser\w*",
    # Immigration and travel.
    r"\w*deportasi\w*|imigrasi|overstay|detensi|rudenim|paspor(?: \w+){0,2} (?:diambil|ditahan"
    r"|disita)",
    r"tidak (?:boleh|bisa) (?:keluar|pulang|pergi|keluar negeri|ke luar negeri|terbang"
    r"|naik pesawat|boarding)"
    r"|ditolak masuk",
    r"(?:ditahan|dicegah|dihentikan|tertahan)(?: \w+){0,2} bandara|bandara|tkw|tki",
    r"tppo|perdagangan orang|traffick\w*|(?:surat )?sprin\w*|surat perintah|spdp|\w*interogasi\w*"
    r"|dimintai keterangan|air keras|bom|meledak\w*",
    r"take (?:away )?(?:my|our|his|her) (?:house|home|land|car|kids?|child\w*|things|stuff"
    r"|property)|tak(?:e|ing) over (?:my|our)|lock\w* (?:me |us )?out|changed the locks",
    r"foreclos\w*|auction\w*|(?:meng|ng)ikuti\w* (?:saya|kami|aku|anak|istri)|(?:me|ng)untit\w*"
    r"|(?:tahan|nahan|menahan) (?:saya|kami|suami|istri|anak|adik|paspor)",
    r"(?:is|are|was|were|being|be|getting) (?:searched|questioned|chased|threatened|watched"
    r"|investigated|charged|accused|prosecuted)",
    r"(?:officials?|agents?|authorities|soldiers|masked men|prosecutors"
    r"|customs) (?:\w+ ){0,2}(?:searching|came|come|coming|took|taking|entered|inside|asking|want"
    r"|wants|seized|stopped|closed)",
    # Alarms.
    r"darurat\w*|gawat\w*|genting|emergency|urgent\w*|urgen|sos|mendesak|kritis|nyawa|110|112"
    r"|tandabahaya",
    # English.
    r"(?:under )?arrest\w*|detain\w*|detention|custody|jail\w*|prison\w*|handcuff\w*|cuffed"
    r"|locked up",
    r"police\w*|cops?|officers?|sheriff|interrogat\w*|prosecutor\w*|warrant\w*|bail|lock(?:ed"
    r"|ing) (?:me|us|him|her)",
    r"raid\w*|search(?:ed|ing) (?:my|our|the|his|her)|seiz\w+|confiscat\w*|impound\w*"
    r"|repossess\w*|evict\w*",
    r"(?:took|take|taken|taking|drag\w*|pull\w*) (?:him|her|me|my|us|them|away|by force"
    r"|it away)(?: \w+){0,2}",
    r"(?:kick|throw|threw|thrown|force)\w* (?:me |us |him |her )?out|bailiff\w*|broke into"
    r"|break in|breaking in",
    r"(?:at|outside|in front of) (?:my|our|the) (?:door|house|home|gate)|bang(?:ing)? on",
    r"violen\w+|assault\w*|rap(?:e|ed|ing|ist)|abus(?:e|ed|ing|ive)|beat(?:en|ing|s)?|attack\w*"
    r"|strangl\w*|chok(?:ed|ing)",
    r"(?:hit|hits|hitting|punch\w*|slap\w*|kick\w*|hurt\w*|burn\w*|shov\w*|push\w*) (?:me|my|us"
    r"|him|her)",
    r"stab\w*|shot|shoot\w*|gun\w*|knife|weapons?|bleed\w*|injur\w*|threat\w*|blackmail\w*"
    r"|extort\w*|ransom",
    r"kidnap\w*|abduct\w*|hostage|missing|stalk\w*|harass\w*|follow(?:ed|ing) (?:me|us)|chas(?:ed"
    r"|ing) (?:me|us)",
    r"kill\w*|murder\w*|suicid\w*|(?:want|going|rather) (?:to )?die|end my life|end it all"
    r"|self harm|dying",
    r"(?:took|take|taken|taking|grab\w*|snatch\w*|stole|stolen|steal\w*|holding|kept|keeps"
    r"|keeping) (?:away )?(?:the|my|our|his|her) (?:kids?|child\w*|son|daughter|baby|passport"
    r"|phone|wife|husband|brother|sister|car)",
    r"(?:was|were|been|being|got|is|are|gets) (?:\w+ )?(?:taken|held|hit|struck|grabbed|cornered"
    r"|trapped|stuck|surrounded|blacklisted|forced|robbed|drugged|molested|groped|touched|locked"
    r"|picked up|beat|burgled|seized|tortured|run over)",
    r"(?:give|gave|bring) (?:them|him|her|it|my \w+) back|ran (?:away|off)|hit by|robb\w*"
    r"|burgl\w*|stole|broken into|refus\w+ to (?:let|leave|release|return)|trapped|stuck (?:at"
    r"|in)|tortur\w*",
    r"danger\w*|unsafe|not safe|afraid (?:for|of)|(?:scared|terrified|fear) (?:for|of)|deport\w*"
    r"|immigration|overstayed",
    r"travel ban|airport|hit and run|accident|crash\w*|911|leak(?:ed)? my (?:photos?|nudes|video)"
    r"|nudes",
    r"didnt come home|hasnt come home|not come home|cant leave|wont let (?:me|us|him|her)"
    r"|held (?:me|him|her|against)",
    r"help (?:me|us|him|her)|help",
)

# Nobody can list all that happens to people: of what nothing explains, this is enough to look.
_KINDLY: Final = (
    r"(?:bantu|hubung|bantuin|beri|minta|menta|kirim|jawab|ngirim|telepon|nelepon|nyuruh|suruh"
    r"|ngajak|ajak|ngantar|antar|nemani|temani|nunggu|tunggu|balas|mbalas|wakil|"
    r"nanya|tanya|kabari|ngabari|dampingi|ndampingi|layani|nolong|lihat|dengar|mbantu|mberi"
    r"|mbalas|mahami|nghubungi|ngirim|njawab|njelaskan|nelepon|ngantar|nyapa|ngenal|urus|ngurus)"
)

_ALARMING: Final = pattern(
    rf"{_KIN}(?: \w+){{0,12}} {_JUST_NOW}|{_JUST_NOW}(?: \w+){{0,12}} {_KIN}",
    rf"(?:tolong|help|please|cepat|segera)(?: \w+){{0,12}} {_JUST_NOW}",
    rf"{_KIN}(?: \w+){{0,4}} (?:tidak ada kabar|hilang kontak|tidak bisa dihubungi|tidak aktif"
    rf"|mati|sakit|pingsan|menghilang)",
    r"(?:saya|kami|aku) (?:lagi |sedang |sekarang |lagi di |masih )+(?:di|dalam|se?mbunyi\w*"
    r"|bersembunyi|lari|kabur|nunggu|menunggu|diam)\w*",
    r"(?:\d+|beberapa|belasan|puluhan|sekelompok|segerombolan|gerombolan|serombongan|banyak|ada"
    r"|dua|tiga|empat|lima) orang(?! dewasa)\w*",
    # Whatever somebody does to somebody: a verb that is not known to be harmless.
    rf"(?:me|ng|ny)(?!{_KINDLY})[a-z]{{4,}} (?:saya|kami|aku|{_KIN})",
    r"oknum|(?:trying|coming|going|threatening) to (?:take|get|hurt|enter|kill|come)"
    r"|coming (?:for|after)|outside my|wont stop|keeps? \w+ing (?:me|us|my)",
    r"mati|tewas|meninggal|darah|rumah sakit|pingsan|obat|overdosis|rawat|menyelamatkan"
    r"|selamatkan\w*|kabur|lari dari|sembunyi|bersembunyi|mabuk",
    r"(?:takut|ngeri|trauma|khawatir|cemas|bingung)(?! (?:telat|terlambat|kalah|salah|lewat|lupa"
    r"|macet))|tidak (?:sanggup|kuat|tahan) lagi|putus asa|depresi|stres|stress|loncat|lompat",
    r"(?:he|she|they|someone|somebody|people|men|man|guys|my \w+) (?:is|are|just|has|have|keeps?"
    r"|was|were|wont|will) (?:\w+ ){0,3}(?:my|me|us|our|him|her|out|down|away|up)",
    r"scared|afraid|worried|hurry|quickly|immediately|right now|asap|trouble|dead|died|death"
    r"|blood|hospital|hiding|escape\w*|run away|fled|drunk|pills|overdose"
    r"|throw\w* (?:\w+ ){0,3}out",
    r"(?:cell|station|embassy|consulate|checkpoint|rampage|riot|demo|unjuk rasa|tawuran|kerusuhan"
    r"|gempa|banjir)",
)

_DEADLINE: Final = pattern(
    r"\w*sidang\w*|panggilan|pemanggilan|dipanggil\w*|manggil (?:saya|kami)|rela?as"
    r"|surat panggil\w*",
    r"(?:kasih|diberi|beri|dikasih|diberikan) waktu|waktu (?:sampai|hingga)|kurator|pkpu"
    r"|lelang\w*|given until|(?:have|has|got|only) (?:\w+ )?until|until \w+ to",
    r"te(?:ng)?ga?t\w*|tenggang\w*|batas (?:waktu|akhir|tanggal|hari|banding|kasasi|jawab\w*)"
    r"|jatuh tempo",
    r"deadline\w*|ded?lin\w*|due date|time limit|paling lambat|terakhir(?:nya)? (?:kapan|tanggal"
    r"|hari|besok)",
    r"(?:hari|tanggal|kapan|batas|waktu|besok) terakhir\w*|kadaluarsa|kedaluwarsa|daluwarsa"
    r"|kadaluwarsa",
    r"(?:tinggal|sisa|kurang|dalam(?: waktu)?) (?:waktu )?(?:\d+|satu|dua|tiga|empat|lima|enam"
    r"|tujuh|beberapa|sehari)"
    r"(?: \w+){0,2} (?:hari|jam|minggu)(?: lagi| kerja)?",
    r"(?:\d+|tujuh|tiga|empat belas|dua) ?(?:x ?24 jam|hari kerja)|masih (?:ada|keburu|sempat"
    r"|bisa) (?:waktu|banding|kasasi|ajukan)\w*",
    r"keburu|sudah lewat waktu|lewat waktu|telat (?:ajukan|daftar|jawab|banding|kasasi)",
    r"(?:naik )?banding|kasasi|memori|kontra memori|peninjauan kembali|verzet|derden verzet"
    r"|perlawanan|pk",
    r"\w*eksekusi\w*|\w*somasi\w*|aan ?maning|teguran (?:pengadilan|hukum)|surat teguran"
    r"|teguran \w*",
    r"(?:di|ter)gugat\w*|menggugat (?:saya|kami)|gugat (?:saya|kami)|gugatan\w*|surat gugat\w*"
    r"|jawaban gugat\w*",
    r"(?:pledoi|pleidoi|replik|duplik|eksepsi|pembuktian|tuntutan|dakwaan)\w*|dituntut",
    r"kppu|kpknl|tripartit|anjuran disnaker|disnaker(?: \w+){0,2} (?:panggil|manggil|undang)\w*"
    r"|pemeriksaan setempat|ultimatum",
    r"(?:jadi|sebagai|panggil|bawa|hadirkan|pemeriksaan|periksa|hadir|keterangan|dengar) saksi"
    r"|kesaksian|bersaksi|mediasi\w*|vonis\w*|divonis"
    r"|praperadilan",
    r"putusan\w*|diputus\w*|ketok palu|inkracht?|pembacaan|ikrar talak|keberatan",
    r"pengadilan\w*|peradilan|mahkamah|hakim|panitera|pn|ptun|ecourt|e court|relas|pkpu|pailit"
    r"|niaga",
    r"(?:surat )?dari (?:pn|pa|ptun|ma|pt tun|pengadilan)|(?:di|ke) (?:pn|pa|ptun|ma|mk)",
    r"wajib lapor|lapor wajib|bphtb|banding pajak|sp ?2dk|skp ?kb|skpkb|surat paksa|hak jawab",
    # English.
    r"hearings?|trials?|court\w*|summon\w*|subpoena\w*|deadlines?|law ?suit\w*|sued|suing (?:me"
    r"|us)|su(?:e|es) (?:me|us)",
    r"appeal\w*|cassation|verdict|judg\w*|ruling|sentenc\w*|served(?: \w+)? (?:papers?|notice"
    r"|documents?)|tribunal",
    r"demand letter|letter of demand|cease and desist|respond by|reply by|file (?:\w+ )?(?:by"
    r"|before|response|answer|appeal)",
    r"last (?:day|date)|expir\w+|how (?:long|many days|much time) (?:do|have) (?:i|we)|due (?:on"
    r"|by|in|tomorrow|today|monday|friday)",
    r"testify|witness|mediation|arbitration|execution|injunction|statute of limitations|days left"
    r"|days to (?:answer|respond|appeal|reply|file)",
    r"time to (?:appeal|respond|answer|file)|within \d+ days|by (?:tomorrow|friday|monday) (?:or"
    r"|latest)|be in court",
)

_HUMAN: Final = pattern(
    r"(?:bicara|berbicara|ngobrol|omong|ngomong|bercakap|chat|tersambung|disambung\w*|hubungi"
    r"|dihubung\w*|hubungkan|sambung\w*)"
    r"(?: \w+){0,4} (?:pengacara\w*|advokat\w*|orang\w*|manusia\w*|staf\w*|admin\w*|cs|petugas"
    r"|pimpinan|bos|atasan|partner|notaris|siapa)",
    r"(?:bicara|berbicara|ngobrol|ngomong|omong|tersambung|bercakap)(?: langsung"
    r"| empat mata)? (?:dengan|sama|ke|kepada|langsung)",
    r"(?:disambungkan|sambungkan|hubungkan|alihkan|teruskan|oper)\w* (?:\w+ )?(?:ke|dengan|sama"
    r"|kepada|saya)",
    r"(?:minta|tolong|mohon|bisa|boleh|mau|harap|segera|please)(?: (?!nomor|no|lewat|konsultasi"
    r"|alamat|dan)\w+){0,2} (?:di)?(?:telepon|hubungi|kontak|call|calling)\w*",
    r"(?:telepon|hubungi|kontak|ditelepon|dihubungi)(?:kan)? (?:saya|kami|balik|kembali|aku)"
    r"|telepon(?:an)? (?:bisa|boleh|dong)",
    r"angkat (?:telepon|dong)|(?:di)?(?:telepon|hubungi) (?:balik|kembali|segera|sekarang)"
    r"|(?:di)?telepon (?:saja|langsung|orang)",
    r"(?:bukan|jangan|tidak mau|males|malas|stop|capek|bosan|anti|tanpa)(?: \w+){0,3} (?:bot"
    r"|robot|mesin|ai|otomatis|sistem)\w*",
    r"(?:bot|robot|mesin|ai) (?:bukan|ya|atau|kan|apa|terus|lagi|saja)|(?:ini|kamu|anda|dijawab"
    r"|balas\w*) (?:\w+ )?(?:bot|robot|mesin|ai)\b",
    r"(?:talk|speak|chat|spoken|talking|speaking)(?: \w+){0,4} (?:lawyer|attorney|pengacara|human"
    r"|person|someone|somebody|staff|"
    r"agent|anyone|you|him|her|mr|mrs|ms|pak|bu|people|partner|representative|one|in charge)",
    r"(?:real|actual|live|human) (?:person|human|agent|lawyer|pengacara|being|people|staff)"
    r"|representative|customer (?:service|care)",
    r"(?:call|ring|phone|contact|telepon|hubungi) (?:me|us)|call back|callback|give me a (?:call"
    r"|telepon)|have (?:\w+ ){1,3}call",
    r"need (?:a|an|to see a|to see|my|the|your) (?:lawyer|attorney|pengacara|human)|(?:want"
    r"|need) a (?:human|person|lawyer|pengacara)",
    r"manusia\w*|operator|orang (?:asli|beneran|betulan|benar|langsung|nya)|\w*costumer service"
    r"|cs nya|live agent|agen manusia",
    r"(?:butuh|perlu|cari|carikan|panggilkan|mana|di mana) (?:\w+ )?(?:pengacara\w*|advokat\w*"
    r"|admin\w* (?:asli|nya)|orang)",
    r"pengacara(?: saya|nya)? (?:mana|di mana|ke mana|siapa)|ada orang\w*"
    r"|ada yang bisa (?:dihubungi|bicara|bantu)",
    r"(?:langsung|personally|directly) (?:dengan|sama|ke|to|with) (?:pengacara|pak|bu|orang|him"
    r"|her)|jawab (?:\w+ )?orang|dilayani orang",
)

_MEETING: Final = pattern(
    r"(?:ketemu|konsultasi|tanya|mau|minta)(?: \w+){0,3} (?:pengacara\w*|advokat\w*|orang\w*"
    r"|manusia|staf)",
    r"(?:see|meet|meeting|consult)(?: \w+){0,3} (?:pengacara|lawyer)",
)
"""Asks for a person, unless it asks for a time: that is an appointment."""

_PRIVACY: Final = pattern(
    r"(?:hapus|menghapus|dihapus|hapuskan|penghapusan|musnahkan|buang|lihat|akses|salinan|copy"
    r"|kopi|unduh|tarik|cabut|koreksi|"
    r"perbaiki|ubah|minta|simpan|disimpan|menyimpan|nyimpan|bagikan|dibagikan|share|sebarkan|jual"
    r"|dijual|pakai|dipakai|gunakan|digunakan|"
    r"bocor\w*)(?: \w+){0,4} (?:data\w*|informasi pribadi|nomor saya|chat\w*|percakapan\w*"
    r"|riwayat|history|identitas\w*|persetujuan\w*|rekaman\w*|akun\w*)",
    r"(?:data\w*|chat\w*|nomor saya|percakapan\w*|riwayat\w*|identitas|dokumen|ktp"
    r"|foto)(?: \w+){0,5} (?:hapus|dihapus|dihapuskan|bocor\w*|dibagikan|"
    r"dijual|disebar\w*|disimpan|tersimpan|dipakai|digunakan|disalahgunakan|dimusnahkan|terjaga"
    r"|rahasia|dilindungi|aman)\w*",
    r"data pribadi\w*|data (?:saya|kami|diri|klien|pelanggan)|privasi\w*|pribadi saya|kebocoran"
    r"|pelindungan data|perlindungan data",
    r"uu ?pdp|pdp|gdpr|kerahasiaan\w*|rahasia\w*|(?:dapat|dapet|tahu)(?: \w+){0,3} nomor (?:saya"
    r"|hp|telepon|ini)|nomor saya dari",
    r"(?:tarik|cabut|batalkan|mencabut|menarik) (?:\w+ )?(?:persetujuan|izin|consent)\w*"
    r"|lupakan saya|siapa (?:saja )?yang (?:bisa )?(?:baca|lihat|akses)",
    r"(?:delete|erase|remove|destroy|access|export|download|copy of|correct|share|sell|store|keep"
    r"|hold|use|using|leak\w*)"
    r"(?: \w+){0,4} (?:data|information|number|chats?|messages|records?|history|details|account)",
    r"(?:my|personal|private|our) (?:personal |private )?(?:data|information|details)"
    r"|data (?:privacy|protection|subject|breach)|privacy|right to be forgotten",
    r"withdraw (?:my )?consent|consent|forget (?:me|about me)|confidential\w*|who (?:can|has"
    r"|else)(?: \w+)? (?:read|see|access)|unsubscribe|opt ?out",
    r"(?:stop|berhenti|jangan) (?:\w+ )?(?:kirim|kirimi|sending|hubungi|texting|messaging)\w*"
    r"|berhenti berlangganan",
)

_DANGERS: Final = (
    Rule(Intent.EMERGENCY, _EMERGENCY),
    Rule(Intent.COURT_DEADLINE, _DEADLINE),
    Rule(Intent.HUMAN_REQUEST, _HUMAN),
    Rule(Intent.PRIVACY_REQUEST, _PRIVACY),
)

_LANDMARK: Final = (
    r"(?:kantor )?(?:polsek|polres|polda|pengadilan(?: negeri| agama)?|lapas|rutan|penjara"
    r"|kejaksaan|imigrasi|bandara|airport)"
)
_POINTING: Final = (
    r"(?:apa|bapak|ibu|pak|bu|kakak|itu|ini|yang|di|ya|hukum|masih|ada|kan|tepat|persis|lama|baru)"
)
_HARMLESS: Final = pattern(
    # A clock strikes, a screen is captured, an insurer writes a policy.
    r"(?:di )?pukul (?=\d|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas"
    r"|setengah"
    r"|berapa)",
    r"(?:dari|di|ke|kota|kabupaten) serang|(?:ter|ke)jebak macet|stuck in traffic",
    r"(?:video|zoom|conference|voice|vidio) (?:call|telepon)",
    r"(?:kantor polisi|polsek|polres) (?:yang )?terdekat",
    # A landmark, a road, an hour of closing, a bank's application, the desk that calls.
    rf"(?:kantor|gedung|ruko|patokan)\w*(?: {_POINTING}){{0,3}} (?:dekat|sebelah|seberang|samping"
    rf"|belakang)\w* (?:\w+ )?{_LANDMARK}",
    rf"dari {_LANDMARK}(?: (?!di|ter)\w+){{0,2}} (?:ke kantor|berapa (?:lama|jam|menit)|belok)\w*",
    r"(?:tutup|kantor)\w*(?: (?!banding|kasasi|sidang|pengadilan|daftar|jawab|gugat)\w+){0,6}"
    r" keburu|keburu(?: \w+){0,3} (?:tutup\w*|jumatan|antar)",
    r"(?:m|mobile|internet) banding|(?:ya|siang|pagi|sore|malam|halo) pk$",
    r"(?:tunggu|menunggu|nunggu) dipanggil|stuck at (?:work|the office|school)",
    r"(?:bawa|sama|dengan) orang tua",
    r"tangkap(?:an)? layar|screen ?shot",
    r"(?:laporan|surat|bukti|nomor) (?:\w+ )?(?:ke)?polisi(?:an)?|polisi tidur|police (?:report"
    r"|clearance|record)s?(?: for)?",
    r"(?:mau|bisa|boleh|perlu|harus|cara|untuk|sudah|akan|buat) (?:\w+ )?(?:lapor|melapor"
    r"|laporkan|melaporkan)\w*(?: \w+)? (?:ke |di )?(?:polisi|polsek|polres)",
    r"(?:ijazah|sertifikat|gaji|bpkb|stnk|akta|deposito|uang|dana|bonus|rekening)(?: saya| kami"
    r"| asli)?(?: masih)? ditahan",
    # Asked how to get help with a small thing.
    r"help (?:me )?(?:to )?(?:find|locate|book|booking|schedule|reschedule|arrange|confirm|send"
    r"|set up|make)(?: me)?",
    r"(?:thank\w*|terima kasih)(?: (?:you|u|so|very|much|a|lot|again|all|for|your|the|kind|great"
    r"|quick|always|of))* (?:help|assistance)(?:ing|ful)?",
    r"(?:can|could|would|will) (?:you|u|someone|anyone) (?:please )?help(?: me| us)?|(?:your|any"
    r"|some|need|helpful) help|helpful",
    r"(?:tidak|kalau|jika|bila) (?:tidak )?keberatan",
    r"(?:nomor|kontak|telepon)(?: \w+){0,4} (?:bisa|dapat|boleh) dihubungi",
)


_SURE_NOT: Final = r"(?:tidak|belum|bukan|tanpa|batal|not|never|wasnt|isnt|werent|arent|no)"
_BETWEEN: Final = r"(?:jadi|sampai|pernah|sedang|lagi|ada|lah|in|under|a|an|been|being|the|yet)"
_DENIABLE: Final = (
    r"(?:ditangkap|ditahan|dipenjara|diborgol|digeledah|digerebek|disita|dipukul\w*|diancam"
    r"|dibunuh|diculik|dianiaya|dijemput paksa|"
    r"darurat|gawat|urgent|mendesak|emergency|kekerasan|kdrt|ancaman|penangkapan|penahanan"
    r"|tersangka|arrested|detained|jailed|raided|"
    r"threatened|hurt|injured|danger|sidang|panggilan|somasi|digugat|deadline|hearing|summons|sued)"
)
_DENIED: Final = re.compile(
    rf"\b{_SURE_NOT} (?:{_BETWEEN} ){{0,2}}{_DENIABLE}\b(?! (?:saja|melainkan|tapi|juga|only|just"
    rf"|lagi tapi|doang|by))"
)
_PAST: Final = re.compile(
    r"\b(?:per)?sidang(?:nya)?(?: saya| kami| kemarin| tadi)* (?:sudah|telah) (?:selesai|beres"
    r"|kelar|usai|lewat)\b"
    r"|\b(?:the )?(?:hearing|trial) (?:is|was) (?:already )?(?:over|finished|done)\b"
    r"|\b(?:di)?(?:bantu|dampingi|temani|didampingi|dibantu)\w* (?:\w+ )?(?:di|saat|waktu|pas"
    r"|dalam|selama) sidang(?:nya)? (?:kemarin|tadi|minggu lalu)\b"
    r"|\bkemarin (?:sudah )?(?:di)?(?:bantu|dampingi|temani|didampingi|dibantu)\w* (?:di|saat"
    r"|waktu|pas|dalam|selama) sidang\b"
)
_UNCERTAIN: Final = re.compile(
    r"\b(?:tahu|yakin|jelas|kenapa|apa|apakah|kalau|jika|bila|agar|supaya|biar|semoga|bisa|boleh"
    r"|harus|mau|takut|khawatir|cemas|kan|"
    r"terima (?!kasih)|mungkin|katanya|kabarnya|tapi|namun|padahal|walaupun|meski\w*|why|know"
    r"|sure|if|should|want|hope|can|could|will|may|might|"
    r"but|whether|afraid|think|dont|hopefully|akan|besok|nanti|lusa|masih|cuma|hanya"
    r"|lagi (?:di)?cari|yet|dicari|diincar|ngapain|bagaimana|"
    r"is (?:it|he|she|this)|am i|are (?:we|they|you))\b|\?"
)


_NO_ALARM: Final = re.compile(
    r"(?<!apa )\b(?:bukan|tidak|not) (?:(?:ini|hal|keadaan|kondisi|terlalu|begitu|sesuatu yang|an"
    r"|a|really|very|that) ){0,2}"
    r"(?:darurat|gawat|urgent|mendesak|emergency)\b(?: (?:cuma|hanya|just|saya|mau)\b"
    r"|(?![^.?]{0,200}\?))"
)


def without_false_alarm(clauses: str) -> str:
    """A text without its assurance that nothing is urgent: `bukan darurat`."""
    return _NO_ALARM.sub(" ", clauses)


def _without_denied(clauses: str) -> str:
    """A text without the dangers that it surely denies: `suami saya tidak jadi ditahan`.

    Where any word makes a denial doubtful, nothing is taken out.
    """
    clauses = without_false_alarm(clauses)
    if _UNCERTAIN.search(clauses):
        return _PAST.sub(" ", clauses) if "?" not in clauses else clauses
    return _DENIED.sub(" ", _PAST.sub(" ", clauses))


_CRY: Final = re.compile(
    r"(?:\b(?:tolong|bantu|help|please|mohon|pak|bu|bapak|ibu|kak|saya|kami|cepat|segera|dong|ya"
    r"|min|bang|mas|mbak|lah|me|us|ini|gan|sekali|banget|the|a)\b ?)+"
)
_CALLS: Final = re.compile(r"\b(?:tolong|help|cepat|segera)\b")
_TOLONG_ME: Final = re.compile(
    r"\btolong (?:bantu |selamatkan )?(?:saya|kami)(?: pak| bu| dong| ya)? (?:[.?]|$)"
)


def _cries(plain: str, sentences: str) -> bool:
    """Whether a text is a bare cry for help: `tolong!!`, `tolong saya pak`."""
    bare = _CRY.fullmatch(plain + " ") and _CALLS.search(plain)
    return bool(bare) or bool(_TOLONG_ME.search(sentences + " "))


def alarms(reading: Reading) -> bool:
    """Whether a text that nothing explains sounds as if something has just happened."""
    return bool(_ALARMING.search(without_breaks(_without_denied(reading.sentences))))


def dangers(reading: Reading, *, timed: bool) -> list[Intent]:
    """What a text holds that a person must see at once, the most dangerous first.

    `timed`: it asks for a time to meet, so that naming a lawyer is no request for a person now.
    """
    kept = _without_denied(reading.sentences)
    plain = _HARMLESS.sub(" ", without_breaks(kept))
    found = {rule.intent for rule in _DANGERS if rule.pattern.search(plain)}
    if _cries(plain, kept):
        found.add(Intent.EMERGENCY)
    if not timed and _MEETING.search(plain):
        found.add(Intent.HUMAN_REQUEST)
    return [rule.intent for rule in _DANGERS if rule.intent in found]
