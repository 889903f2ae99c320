"""How people write words in a hurry, and the one form that the rules know each by."""

from typing import Final

_LINES: Final = """
yang: yg yng iyang
bagaimana: gmn gmana gimana gmna gimna bgmn bgmna bgaimana piye kumaha kpriye kepriye pripun
tidak: gak ga ngga nggak gk engga enggak kagak kaga ndak nda tdk tak tida tdak ora mboten henteu
tidak: teu gag nggk gx
belum: blm blom belom blum durung dereng acan blun
sudah: sdh udah udh dah uda sdah wis wes uwis sampun atos geus dh
bilang: blg blng bilng
juga: jg jga
karena: krn karna krna soalnya
dengan: dgn dg dngn ama sareng jeung bareng kalih
sama: sm
untuk: utk utuk untk buwat kanggo keur tuk
kapan: kpn kapankah iraha
berapa: brp brapa brpa bpr piro pinten sabaraha
di mana: dmn dimana dmana dimna dimn ngendi wonten pundi
ke mana: kmn kemana kmana
pengacara: pengcra pengacra pgacara pengacr penacara lowyer lawyer lawyernya attorney advokat
pengacara: advokad pengacaraku
saya: sy sya gue gw gua aq ak aku abdi kulo kula saia syaa sayah w urang
kami: kmi kita kt
dia: doi beliau
mereka: mrk mrka
orang: org orng wong jalma urg
bisa: bs bsa biza iso saged tiasa bsakah
mau: mo pengen pengin pgn ingin pingin arep ajeng badhe bade hoyong hayang mw
tolong: tlg tlng tolongin tlong tulung tulungan toloong plis pliss pls plz tolg
mohon: mhn nyuwun mohom
besok: bsk bsok besuk isuk enjang benjing sesuk
sekarang: skrg skrang skr skrng saiki ayeuna sakmenika skrag
hari: hr hri dinten
waktu: wekdal wkt wktu
untuk: kangge
jam: jm jamm
siang: siank siyang
pagi: pgi paginya pg enjing
malam: mlm mlam dalu wengi peuting malem mlem
sore: sor sonten
minggu: mgg mggu
tanggal: tgl tgal tnggal tangal
bulan: bln
tahun: thn
nomor: no nomer nmr nomr nmer
telepon: telp telpon tlp tlpn telfon telpn tilpon tlpon hape tilp ditelpon ditelp ditlp nelpon
telepon: nelp telephone phone
hubungi: hub hubungin hubngi
buka: bukak buko
kantor: ktr kntr kntor kantr kantoor kator
alamat: almat alamt almt alamad addres adress alamate
lokasi: lok loksi lokasine shareloc sherlok
kirim: krim krm kirm ngirim kirimin krimkan ngirimin kirimken kintun ngintun
datang: dtg dtang dateng sowan rawuh datng
pulang: plg plang mulih wangsul
rumah: rmh rumh omah bumi
anak: ank anakku
suami: swami suamiku bojo
istri: istriku bini pamajikan
kakak: kakakku
adik: adek ade adikku adk
bapak: bpk bapa bapakku ayah papa
ibu: ibuk emak mama nyokap ibuku
teman: tmn temen kawan
dari: dr dri
dalam: dlm
sampai: smp smpe sampe nyampe smpai
tentang: ttg tntg
soal: perihal
kenapa: knp knpa mengapa ngapa ngapain naha kenopo ngopo
kalau: kalo klo klw kl lamun yen menawi
jadi: jd jdi
lagi: lg lgi
lama: lm lma
tapi: tp tpi ning tapina
terus: trs trus
saja: aja aj doang sja wae
banget: bgt bgtt bngt bgd pisan
baru: br baruu
begitu: gitu bgtu gt
begini: gini bgini
jadwalkan: jadwalin jadwalken
batalkan: batalin batalkn cancelin
majukan: majuin
undur: undurin mundurin
pindah: pindahin
ganti: gantiin
serahkan: nyerahin serahin nyerahkan
antar: nganter nganterin anterin anter antarin
bawa: bawain mbeta nyandak
dekat: dkt deket caket cedhak
lengkap: lngkp
kamis: kemis kmis
selasa: slasa salasa
rabu: rebo rbu
sabtu: sbtu septu
senin: snin senen
jumat: jmat jumaat
maaf: maap mff sori sorry hapunten ngapunten
terima kasih: syukron syukran trmksh trimksh trmakasih trmkasih terimaksih tetimakasih terimkaasih
terima kasih: terimakasi trimakasi trimakasihh mtrnwn tengs mks mkasi tararengkiyu
terima kasih: terimakasih trima trimakasih makasih makasi mksh mksih mkasih trims trim tks thx
terima kasih: thnx tq ty tengkyu tengkiu tengs thanks thankyou thank tx suwun nuwun nuhun
terima kasih: matursuwun hatur matur jazakallah jazakallahu makasiih tengqyu thanx makasihh maksih
terima kasih: terimkasih tararengkyu maturnuwun terima2kasih makasieh mator sakalangkong tarimo
selamat: slmt slamat met selmat slmat sugeng wilujeng sugen
assalamualaikum: aslm asl askum asslm assalamualaikumm assalamualaikm asalamualaikum assalamu
assalamualaikum: asslamualaikum aslamualaikum asalamu salamualaikum mikum ass samlekum
assalamualaikum: assalamualaykum
waalaikumsalam: waalaikumussalam walaikumsalam waalaikum
semalam: semalem smlm smalem bengi tadimalam
merusak: ngerusak
eksekusi: exekusi eksekusii
halo: hallo helo hello alo haloo hlo hai hay hi hey hei hy haii halloo
permisi: punten kulonuwun amit misi permisii kulanuwun
jadwal: jdwl jadwl jdwal jadual schedule skedul
janji: janjinya
janji temu: janjian appointment appoinment apointment appt appoitment appointmen janjiannya
janji temu: appointments appointmentnya
konsultasi: konsul konsultsi konsulatsi konsltasi consult consultation konsultasinya konslutasi
konsultasi: konsultas konsulin ngonsul consultasi
maps: map
ketemu: pendak panggih pangih ktmu bertemu jumpa ketemuan ketmu temuin nemuin menemui
ketemu: bertamu pepanggih pinanggih tepang
ketemu: meetup ngadep
pertemuan: meeting miting meting pertmuan
dokumen: dok dokumn docs document documents doc dokumennya dokumene dukumen berkas brkas berkasnya
dokumen: file files filenya
foto: ft fto poto photo fotonya photos pic
lewat: lwt via liwat
sebelum: sblm sbelum
sesudah: ssdh setelah stlh abis habis sehabis
semua: smua smw
kasih: ksh kasi
tahu: tau taw
pak: mr
bu: bunda mrs ms
kak: kaka ka sis gan
sidang: sdang sidng siding sidag sidank persidangan sidangan sdng
panggilan: pangilan pnggilan
polisi: polis1 plisi pulisi polsi isilop
dibawa: dibekta digawa dibawak dicandak
ditangkap: dicekel ditewak katewak kacekel ditangkep ketangkep ketangkap ditngkp dtgkap
ditangkap: dtangkap ditngkap kecekel dicerek
ditahan: dtahan dithan ditahann ketahan
dipukul: diantem digebug digebugan ditakol ditakolan diteunggeul digepuk dikepruk dpukul
dibunuh: dipaehan dipateni
pengadilan: pngadilan
kemarin: kmrn kmaren kemaren kmarin kamari wingi
barusan: barusn brusan
bukan: sanes dudu
apa: ap naon opo nopo apaan apakah apkh
siapa: sp saha sinten
mana: mn
ada: aya ana ono
banyak: byk bnyk
seperti: kyk kayak spt kaya kek
pakai: pake
sebentar: bentar sbntr
gugatan: guatan
perkara: prkara
kasus: kss kasusnya kasuss case
bantu: bntu bantuin bntuin
cepat: cpt cepet cpet
masih: msh masi
tetap: ttp ttep tetep
nanti: ntar nti entar ntr
tadi: td tdi
cuma: cm cmn cuman
selalu: slalu sllu salalu
harus: hrs kudu mesti musti kedah
benar: bnr bener
memang: emg emang
jangan: jgn jngn ojo ulah
pada: pd
kepada: kpd
tidak: kgk
tidak apa apa: gpp gapapa gppa gakpapa nggakpapa rapopo teunanaon
dong: donk
dulu: dlu
kalau: klu
min: mimin
bang: bg
pak: ndan pakde amang
bu: bude inang
lokasi: sharelok serlok
reschedule: reskedul resked
memastikan: mastiin
balas: bales balesin
kabari: kabarin
buram: burem
kuitansi: kwitansi
fotokopi: fc fotocopian fotokopian
dilampirkan: dilampirin
diantar: dianter dianterin
hidup: urip hirup
permisi: spada
halo: yuhuu yuhu
terima kasih: mauliate suksma arigatou tenkyu mksi jazakumullah jazakalloh jazakillah gamsahamnida
assalamualaikum: asslmkm aslmkm asslamkm aslkm
ditangkap: dicepeng dicekep
dibawa: digowo digondol
"""


def _read(lines: str) -> dict[str, str]:
    forms: dict[str, str] = {}
    for line in lines.strip().splitlines():
        word, _, variants = line.partition(": ")
        forms.update(dict.fromkeys(variants.split(), word))
    return forms


SLANG: Final = _read(_LINES)
"""Variant to the form that the rules know; a form may be two words."""
