"""The seats of Indonesia's courts: the codes that case numbers carry, their cities and zones."""

from typing import Final

from domain.legal.zones import Zone

# City, the code of its district court (PN), and further codes that other courts there write.
_WEST: Final = """
Jakarta Pusat|Jkt.Pst|JP;Jakarta Selatan|Jkt.Sel|JS;Jakarta Timur|Jkt.Tim|JT
Jakarta Utara|Jkt.Utr|JU;Jakarta Barat|Jkt.Brt|JB;Jakarta|JKT|DKI,JK
Bandung|Bdg|BDG;Bale Bandung|Blb|Badg;Cimahi|Cmi|Cmi;Bogor|Bgr;Cibinong|Cbi|Cbn
Depok|Dpk;Bekasi|Bks;Cikarang|Ckr;Karawang|Kwg|Krw;Purwakarta|Pwk;Subang|Sng;Sumedang|Smd
Garut|Grt;Tasikmalaya|Tsm|Tmk;Ciamis|Cms;Cirebon|Cbn|CN;Sumber|Sbr;Kuningan|Kng;Majalengka|Mjl
Indramayu|Idm|IM;Sukabumi|Skb|Smi;Cibadak|Cbd;Cianjur|Cjr;Tangerang|Tng|Tgrs;Serang|Srg|SRG
Banten|BTN;Cilegon|Clg;Pandeglang|Pdl;Rangkasbitung|Rkb;Semarang|Smg|SMG;Ungaran|Unr
Surakarta|Skt;Sukoharjo|Skh;Boyolali|Byl;Klaten|Kln;Karanganyar|Krg;Sragen|Sgn;Wonogiri|Wng
Salatiga|Sal;Magelang|Mgg;Mungkid|Mkd;Temanggung|Tmg;Kebumen|Kbm;Purworejo|Pwr;Wonosobo|Wsb
Purwokerto|Pwt;Banyumas|Bms;Cilacap|Clp;Purbalingga|Pbg;Banjarnegara|Bnr;Tegal|Tgl;Slawi|Slw
Brebes|Bbs;Pemalang|Pml;Pekalongan|Pkl;Batang|Btg;Kendal|Kdl;Demak|Dmk;Kudus|Kds;Jepara|Jpa
Pati|Pti;Rembang|Rbg;Blora|Bla;Grobogan|Pwd;Yogyakarta|Yyk|YK;Sleman|Smn;Bantul|Btl;Wates|Wat
Wonosari|Wno;Surabaya|Sby|SBY;Sidoarjo|Sda;Gresik|Gsk;Mojokerto|Mjk|Mr;Jombang|Jbg;Malang|Mlg
Kepanjen|Kpn;Batu|Btu;Pasuruan|Psr;Bangil|Bil;Probolinggo|Pbl;Kraksaan|Krs;Lumajang|Lmj
Jember|Jmr;Bondowoso|Bdw;Situbondo|Sit;Banyuwangi|Byw;Blitar|Blt;Kediri|Kdr;Tulungagung|Tlg
Trenggalek|Trk;Nganjuk|Njk;Madiun|Mad;Magetan|Mgt;Ngawi|Ngw;Ponorogo|Png;Pacitan|Pct
Bojonegoro|Bjn;Tuban|Tbn;Lamongan|Lmg;Bangkalan|Bkl;Sampang|Spg;Pamekasan|Pmk;Sumenep|Smp
Banda Aceh|Bna|BNA;Lhokseumawe|Lsm;Langsa|Lgs;Meulaboh|Mbo;Sabang|Sab;Sigli|Sgi;Bireuen|Bir
Medan|Mdn|MDN;Lubuk Pakam|Lbp|Lpk;Binjai|Bnj;Stabat|Stb;Tebing Tinggi|Tbt;Pematang Siantar|Pms
Kisaran|Kis;Rantau Prapat|Rap;Padang Sidempuan|Psp;Sibolga|Sbg;Padang|Pdg|PDG;Bukittinggi|Bkt
Payakumbuh|Pyh;Solok|Slk;Pariaman|Pmn;Pekanbaru|Pbr|PBR;Dumai|Dum;Bangkinang|Bkn;Siak|Siak
Batam|Btm;Tanjung Pinang|Tpg|TPI,KEPRI;Jambi|Jmb|JBI;Muara Bungo|Mrb;Palembang|Plg|PLG
Lubuk Linggau|Llg;Prabumulih|Pbm;Pangkal Pinang|Pgp|PGP,BBL;Sungailiat|Sgl;Bengkulu|Bgl|BKL
Curup|Crp;Tanjung Karang|Tjk|BL,TNK;Metro|Met;Kotabumi|Kbu;Pontianak|Ptk|PTK;Singkawang|Skw
Ketapang|Ktp;Sintang|Stg;Palangka Raya|Plk|PLK;Sampit|Spt;Pangkalan Bun|Pbu
"""
_MIDDLE: Final = """
Denpasar|Dps|DPS;Singaraja|Sgr;Gianyar|Gin;Tabanan|Tab;Negara|Nga;Klungkung|Srp;Bangli|Bli
Amlapura|Amp;Mataram|Mtr|MTR;Praya|Pya;Selong|Sel;Sumbawa Besar|Sbw;Bima|Rbi|Bm;Kupang|Kpg|KPG
Ende|End;Maumere|Mme;Ruteng|Rtg;Labuan Bajo|Lbj;Waingapu|Wgp;Atambua|Atb;Banjarmasin|Bjm|BJM
Banjarbaru|Bjb;Martapura|Mtp;Samarinda|Smr|SMD;Balikpapan|Bpp;Tenggarong|Tgr;Bontang|Bon
Tarakan|Tar;Nunukan|Nnk;Tanjung Selor|Tjs|KALTARA;Makassar|Mks|MKS;Sungguminasa|Sgm;Maros|Mrs
Parepare|Pre;Palopo|Plp;Watampone|Wtp;Mamuju|Mam;Kendari|Kdi|KDI;Baubau|Bau;Kolaka|Kka
Palu|Pal|PL;Poso|Pso;Luwuk|Lwk;Gorontalo|Gto|GTO;Manado|Mnd|MDO;Bitung|Bit;Tondano|Tnn
Kotamobagu|Ktg
"""
_EAST: Final = """
Ambon|Amb|ABN;Masohi|Msh;Tual|Tul;Ternate|Tte|TTE;Tobelo|Tob;Soasio|Sos;Jayapura|Jap|JPR
Timika|Tim;Merauke|Mrk;Biak|Bik;Nabire|Nab;Wamena|Wmn;Sorong|Son;Manokwari|Mnk;Fakfak|Ffk
"""


def _rows(table: str, zone: Zone) -> list[tuple[str, str, tuple[str, ...], Zone]]:
    rows: list[tuple[str, str, tuple[str, ...], Zone]] = []
    for row in table.replace(";", "\n").split("\n"):
        if row:
            city, code, *others = row.split("|")
            rows.append((city, code, tuple(others[0].split(",")) if others else (), zone))
    return rows


SEATS: Final = (
    *_rows(_WEST, Zone.WIB),
    *_rows(_MIDDLE, Zone.WITA),
    *_rows(_EAST, Zone.WIT),
)
"""City, code of the district court, further codes, zone."""
