"""What is a lawyer's to answer, without being dangerous."""

from typing import Final

from adapters.ai.embedded.rules import Rule, pattern
from domain.analysis import Intent

_SUBJECT: Final = (
    r"(?:cerai\w*|perceraian|menceraikan|talak|gono gini|hak asuh|nafkah|waris\w*|warisan|hibah"
    r"|wasiat|tanah|sengketa|sertifikat ganda|"
    r"phk|pesangon|pecat|dipecat|kontrak|perjanjian|utang|hutang|piutang|wanprestasi|penipuan"
    r"|ditipu|nipu|menipu|tertipu|penggelapan|digelapkan|pencemaran|"
    r"merek|hak cipta|paten|perizinan|izin usaha|pt perorangan|adopsi|isbat|itsbat|nikah siri"
    r"|poligami|pidana|perdata|korupsi|narkoba|"
    r"investasi|pinjol|warisnya|akuisisi|merger|due diligence|legalitas|pajak|ite|malpraktik|hoax"
    r"|fitnah|difitnah|"
    r"divorce\w*|custody|inherit\w*|contract|land|dispute|fraud|scam\w*|cheated|trademark|debt"
    r"|dismissed|fired|severance|prenup\w*|adoption|"
    r"incorporat\w*|company registration|visa|kitas|tax|nda|investor|investment|defamation)"
)

MATTERS: Final = (
    Rule(
        Intent.COMPLAINT,
        pattern(
            r"kecewa\w*|mengecewakan|dikecewakan|komplain\w*|complain\w*|keluhan|mengeluh|keluh"
            r"|tidak puas|kurang puas|puas",
            r"(?:pelayanan|layanan|respon\w*|service|admin\w*|penanganan)(?: \w+){0,4} (?:buruk"
            r"|jelek|lambat|lama|parah|payah|lelet|mengecewakan|tidak|kurang|bad|slow|terrible)\w*",
            r"(?:tidak|belum|tidak pernah|belum juga|kenapa tidak)(?: \w+){0,2} (?:di)?(?:balas"
            r"|respon|jawab|tanggapi|kabari|tanggap|angkat|bales|read|gubris|peduli\w*|becus"
            r"|profesional\w*)\w*",
            r"(?:tidak|belum) ada (?:kabar\w*|balasan|jawaban|tanggapan|respon\w*|perkembangan"
            r"|progres\w*|kejelasan|tindak lanjut)",
            r"(?:lama|lambat|lelet|lemot) (?:banget|sekali|amat|bener)|kenapa lama|kok lama"
            r"|(?:sudah )?(?:lama|berminggu|berbulan|berhari)\w* (?:menunggu|nunggu)|dicuekin\w*"
            r"|diabaikan|dipersulit",
            r"marah|kesal|kesel|jengkel|geram|muak|bohong\w*|dibohongi|pembohong|janji palsu"
            r"|cuma janji|janji janji|omong kosong|percuma|sia sia|menyesal|nyesel|rugi",
            r"(?:gimana|bagaimana) sih|(?:apa|apaan) sih ini|keterlaluan|tidak becus|payah|parah"
            r"|zalim|makan gaji|tidak bertanggung ?jawab|lepas tangan|peradi|dewan kehormatan"
            r"|etik\w*",
            r"(?:ganti|pecat|cabut|tarik|batalkan|mencabut) (?:pengacara|kuasa|surat kuasa)"
            r"|cari pengacara lain|pengacara lain|sudah bayar (?:mahal|tapi)|viralkan"
            r"|bintang satu|review buruk",
            r"disappoint\w*|complaint\w*|unprofessional\w*|terrible|awful|unacceptable|ignored"
            r"|ignoring me|no (?:response|reply|answer|update)s?|(?:not|nobody|noone|never|havent"
            r"|hasnt|didnt)(?: \w+){0,2} (?:replied|respond\w*|answer\w*|heard|called back|reply)",
            r"still waiting|waste of (?:time|money)|ridiculous|frustrat\w*|unhappy|upset|angry"
            r"|poor service|bad service|dissatisf\w*|fed up|incompetent|rude|worst|overcharged"
            r"|pathetic|useless",
            r"(?:pengacara|kalian|admin|bapak|ibu|kantor)\w*(?: \w+){0,2} (?:tidak"
            r"|belum) (?:datang|hadir|muncul|becus|serius|profesional|jelas|jujur|peduli)\w*",
        ),
    ),
    Rule(
        Intent.BILLING,
        pattern(
            r"biaya\w*|tarif\w*|harga\w*|bayar\w*|membayar|dibayar\w*|terbayar|pembayaran\w*"
            r"|tagihan\w*|ditagih\w*|invoice\w*|kwitansi\w*|kuitansi\w*|faktur",
            r"rekening\b(?! koran)|norek|transfer\w*|ditransfer|ongkos\w*|honor\w*|fee\w*|dp"
            r"|uang muka|cicil\w*|dicicil|angsur\w*|diskon|gratis\w*|mahal\w*|murah\w*|lunas\w*"
            r"|pelunasan",
            r"berapa (?:duit|rupiah|juta|ribu|uang)|bayaran|refund\w*|uang (?:saya )?kembali"
            r"|kembalikan uang|dikembalikan|qris|va|virtual account|budget|paket|probono|pro bono",
            r"price\w*|cost\w*|pay|paid|payment\w*|bank (?:account|details)|receipt\w*|charge\w*"
            r"|rates?|how much|bill|bills|billing|retainer|quote|quotation|installments?"
            r"|free of charge|hourly|overcharg\w*",
        ),
    ),
    Rule(
        Intent.NEW_MATTER,
        pattern(
            r"(?:perkara|kasus|masalah|case|matter) baru|(?:ada|punya|kena|terkena|menghadapi"
            r"|dapat) (?:\w+ )?(?:masalah|kasus|perkara|persoalan|sengketa|problem)\w*",
            r"(?:mau|ingin|akan|rencana|niat|pengin|hendak|bisa|tolong|minta|ajukan|daftar\w*"
            r"|urus|mengurus|ngurus|proses|gimana|bagaimana|cara|bantu|konsultasi|tanya|soal"
            r"|tentang|masalah|kasus|perkara|want to|need to|about|help with|regarding|file for)"
            rf"(?: \w+){{0,4}} {_SUBJECT}",
            rf"(?:saya|kami)(?: \w+){{0,3}} (?:ditipu|dipecat|difitnah|di phk|tertipu|kena phk"
            rf"|dirugikan|digelapkan|di pecat|diselingkuhi|ditalak)|{_SUBJECT}",
            r"(?:mau|ingin|pengin|bisa|niat|akan|hendak) (?:\w+ )?(?:gugat|menggugat|nuntut"
            r"|menuntut|lapor|laporkan|melaporkan|pidanakan|somasi|polisikan|tuntut"
            r"|mempidanakan)\w*",
            r"(?:butuh|perlu|cari|memerlukan|membutuhkan|pakai|sewa|tunjuk"
            r"|menunjuk) (?:\w+ )?(?:pengacara|bantuan hukum|kuasa hukum|jasa|pendampingan"
            r"|pendamping|advokat)\w*|jasa (?:hukum|pengacara)",
            r"(?:mendirikan|dirikan|bikin|buat|pendirian|bikinin) (?:\w+ )?(?:pt|cv|yayasan"
            r"|koperasi|perusahaan|usaha|surat wasiat|perjanjian|kontrak|legal opinion|akta)"
            r"|menangani (?:kasus|perkara)",
            r"(?:sue|suing|file a (?:claim|lawsuit|case)|take (?:\w+ )?to court|represent (?:me"
            r"|us)|hire (?:a|your|you)|new (?:case|matter|client|legal))|legal (?:help|matter"
            r"|issue|problem|representation|services?)",
            r"need (?:\w+ )?(?:legal|help with|assistance with|representation)|draft (?:a|an|my"
            r"|our)|set up (?:a|my|our) (?:company|business|pt)|ditipu\w*|ditinggal|selingkuh\w*",
        ),
    ),
    Rule(
        Intent.LEGAL_ADVICE,
        pattern(
            r"(?:apa|bagaimana|menurut|secara) hukum\w*|hukumannya|hukuman|sanksi\w*|pasal\w*|uu"
            r"|undang undang|kuhp|kuhper\w*|hak saya|hak hak|dasar hukum|sah (?:tidak|kah|atau"
            r"|secara)|sah|ilegal|legal (?:tidak|atau|advice|opinion|rights?)",
            r"apa yang (?:harus|sebaiknya|perlu|mesti)(?: \w+){0,3}|harus (?:bagaimana|gimana"
            r"|ngapain|apa)|sebaiknya|langkah (?:hukum|apa|selanjutnya)\w*|saran\w*|nasihat\w*"
            r"|nasehat\w*|solusi\w*|pendapat",
            r"(?:bagaimana|gimana) cara\w*|cara (?:mengurus|ngurus|urus|gugat|lapor|mengajukan"
            r"|menghadapi)|apa (?:saya )?(?:bisa|boleh|berhak|wajib|harus) (?:dituntut|dipidana"
            r"|menuntut|gugat|menggugat|dihukum|dapat)",
            r"(?:bisa|boleh) (?:tidak )?(?:dituntut|dipidana|dipenjara|dilaporkan|dihukum|digugat"
            r"|menang|batal|dibatalkan)|syarat\w*|prosedur\w*|peluang\w*|menang|kalah|konsekuensi"
            r"|risiko|resiko|kekuatan hukum|bolehkah|wajib",
            r"is it legal|legally|legal advice|what are my (?:rights|options)|my rights"
            r"|(?<!where )(?<!when )(?<!how )should (?:i|we)|what (?:should|can|do) (?:i|we) do"
            r"|can (?:they|he|she|my (?:boss"
            r"|landlord|employer|husband|wife))|am i (?:liable|entitled|allowed)|is (?:it|this"
            r"|my)(?: \w+)? (?:valid|binding|enforceable|allowed)",
            r"how do i (?!get|find|reach|send|book|make|schedule|submit|upload|drop|deliver|come"
            r"|contact|reschedule)|under (?:indonesian )?law"
            r"|the law(?! office| firm)|penalt\w+|liable|advice|advise|chances|win|lose|valid"
            r"|binding"
            r"|penjelasan hukum|tanggung jawab hukum|berhak",
        ),
    ),
    Rule(
        Intent.CASE_STATUS,
        pattern(
            r"perkembangan\w*|progres\w*|progress\w*|update\w*|apdet|status\w*|kelanjutan\w*"
            r"|kelanjutannya|tindak lanjut\w*|sampai (?:di )?mana\w*|tahap\w*|kabar (?:kasus"
            r"|perkara|terbaru|soal|perihal|nya)\w*",
            r"(?:kasus|perkara|gugatan|laporan|berkas|proses|urusan|permohonan|masalah|sertifikat"
            r"|akta|izin)(?:nya)? (?:saya|kami|kita|ibu|bapak|suami|istri|anak|itu|yang|kemarin"
            r"|no|nomor|atas|gimana|bagaimana|sudah|sampai)",
            r"(?:gimana|bagaimana|apa kabar|kapan)(?: \w+){0,3} (?:kasus|perkara|kasusnya"
            r"|perkaranya|proses|laporan|gugatan|urusan|selesai\w*|beres|jadi|keluar|terbit"
            r"|hasil)\w*|nomor perkara|no perkara|hasil\w*|ada kabar|kabarnya",
            r"sudah (?:selesai|beres|jadi|keluar|terbit|didaftarkan|masuk|diproses"
            r"|sampai)(?: \w+){0,2} (?:belum|apa belum|kah)|(?:selesai|beres|jadi|keluar|diproses"
            r"|diterima|dicek|dibaca|didaftarkan) (?:belum|kah)|kapan (?:selesai|beres|jadi"
            r"|keluar)",
            r"(?:any|latest|some) (?:news|updates?|progress)|(?:my|our|the) (?:case|kasus|matter"
            r"|claim|application|file|lawsuit)|where (?:are we|is it|things)|what(?:s"
            r"| is) (?:happening|going on|the status|new)|how(?:s| is)(?: \w+){0,2} (?:case|kasus"
            r"|going|coming)|news (?:on|about)",
        ),
    ),
)
