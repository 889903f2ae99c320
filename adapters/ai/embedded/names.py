"""Names of people, places and companies, which people give when they introduce themselves."""

import re
from typing import Final

from adapters.ai.embedded.vocabulary import (
    APPOINTMENT,
    COURTESIES,
    DOCUMENTS,
    OFFICE,
    THANKFUL,
    TIMES,
    words,
)

PEOPLE: Final = words(
    """
    abdul abdullah achmad adi adit aditya adrian agung agus agustina ahmad aisyah aji akbar alan
    aldi alex alexander ali alif amalia amanda amin amir amri ana anas andi andika andini andre
    andreas andri andy angga anggi anggun ani anisa anita anna anton antonius anwar ardi ari arief
    arif aris arya asep asih astuti ayu aziz bagas bagus bambang baskoro bayu benny bima bobby boy
    budi budiman budiono burhan candra cahya cahyono chandra christian cindy citra daniel danu
    darma david dede dedi deni dennis desi dewa dewi dhani dian diana dika dimas dina dinda dini
    dita dodi donny dwi dyah edi edo edwin eka eko elisa elly endah endang erik erna ernawati erwin
    evi fadil fahmi faisal fajar fani farah faris farida fatimah febri feri ferry fika firman fitri
    fitriani frans galih gilang gita gunawan hadi hafiz halim hamzah handayani handoko hani hanif
    hari hariyanto harun haryanto hasan hendra hendri hendro heni henny herman hermawan heru
    hidayat husein ibnu ibrahim ida iin ika ilham imam imas imron indah indra ine intan irawan
    irfan irma irwan ismail iswanto iwan jaka jamal jefri jessica jimmy joko johan john jonathan
    joni joseph julia juliana kadek kartika kartini kevin komang kristina kurnia kurniawan laila
    lestari lia lilis lina linda lukman lusi made mahmud maman mardi margaret maria marlina martin
    maya mega melati melisa michael mira mirna mochamad mohamad mohammad muhammad muhamad mukti
    mulyadi mulyono mustofa nadia nana nanang nanda nani natalia nia nina ningsih nisa novi novita
    nugroho nur nurul nyoman oki oktavia otong paulus pratama pramono prasetyo prawira puji purnomo
    purwanto puspita putra putri putu rachmat rahmat rahayu rahma rahman rama ramadhan rani ratih
    ratna rendi reni resti reza rian richard ricky rida rifki rika rina rini rio riski rita rizal
    rizki rizky robby robert roni rosa rosita rudi rudy rully sandi sandra santi santoso sari sarah
    saputra satria setiawan setyo shinta sigit simon sinta siregar siti slamet sofyan sri stefani
    steven subagyo sudirman sugeng suharto sukarno sulastri sulistyo sumarni supriyadi supriyanto
    surya susan susanti susanto susi sutrisno syahrul syarif tanti tati taufik tedi teguh tia tika
    tina titin tomi toni tono tri triyono tuti udin ujang umar untung utami vina vera wahyu wahyudi
    wati wawan wayan wibowo widodo widya wijaya winda wisnu wulan wulandari yadi yani yanti yanto
    yayan yeni yohanes yoga yudi yulia yuliana yuli yulianti yunita yusuf zaenal zahra zainal
    zulkifli james mary peter thomas paul mark jane smith lee tan kim chen wang lim wong hutapea
    nasution simanjuntak sitompul panjaitan sinaga situmorang harahap lubis ginting tarigan
    sembiring manurung pohan batubara saragih simatupang tobing pasaribu hutagalung napitupulu
    silalahi sihombing marpaung tampubolon wibisono hartono hartanto hartati suryadi suryanto
    supardi suparman rohman rohmat nurhayati nurhasanah maryam maimunah khadijah hasanah halimah
    aminah rukmini sumiati suwarno suyanto suyono tarmizi yusril zaki zul adinda alya arini aulia
    azizah bella bunga cici clara dewanti elsa fira gina hana helena inggrid jihad karina kiki lala
    lili luna mimi nita olivia oni ovi prita rara rere risa salma salsa silvi silvia tasya tere
    tiara tiwi umi vania vivi widi yolanda yuni zaskia
    """
)

PLACES: Final = words(
    """
    jakarta bekasi depok bogor tangerang bandung surabaya semarang yogyakarta jogja jogjakarta solo
    surakarta malang medan palembang makassar denpasar bali balikpapan samarinda banjarmasin
    pontianak manado padang pekanbaru batam lampung jambi bengkulu serang cilegon karawang cikarang
    purwakarta subang cirebon tasikmalaya garut sukabumi cianjur sumedang kuningan indramayu
    majalengka tegal brebes pekalongan kudus pati jepara demak magelang klaten boyolali sragen
    wonogiri purwokerto banyumas cilacap kebumen purworejo temanggung salatiga sidoarjo gresik
    mojokerto jombang kediri blitar madiun ngawi ponorogo pacitan tulungagung pasuruan probolinggo
    jember banyuwangi lumajang bondowoso situbondo madura bangkalan sampang pamekasan sumenep
    lombok mataram kupang ambon sorong jayapura papua maluku ternate palu kendari gorontalo
    sulawesi kalimantan sumatra sumatera aceh riau jawa timur barat selatan utara tengah pusat raya
    kota kab kabupaten cibubur cibinong ciputat serpong bsd kemang tebet sudirman menteng kelapa
    gading cengkareng singapore singapura malaysia australia sydney indonesia banten cimahi lembang
    ungaran bantul sleman minahasa tarakan bontang binjai siantar dumai tanjung pinang
    bandarlampung metro palangkaraya
    """
)

COMPANY: Final = words(
    """
    pt cv ud tbk persero koperasi yayasan toko maju jaya makmur sentosa abadi mandiri utama
    sejahtera indonesia nusantara karya bersama mitra sukses mulia prima perkasa persada global
    sinar harapan indah bangun tunggal agung raya internasional international teknologi logistik
    lestari gemilang sentral bina citra cipta kencana anugerah berkah barokah mas emas perdana
    pratama group grup
    """
)

# Names that are words as well: only where a name is expected.
_BOTH: Final = PEOPLE & (OFFICE | APPOINTMENT | DOCUMENTS | THANKFUL | COURTESIES) - TIMES
_NAME: Final = (
    rf"(?: (?:named(?:person|place)|{'|'.join(sorted(_BOTH))})(?: (?:named(?:person|place)"
    rf"|{'|'.join(sorted(COMPANY))}))*)"
)
_NAMING: Final = re.compile(
    r"\b(?:(?:dengan )?nama(?: lengkap)?(?: saya| kami)?(?: adalah)?|perkenalkan(?: nama)?"
    r"(?: saya| kami)?|kenalkan(?: saya)?|my name is|this is|saya dengan|dengan saya|ini dengan|"
    r"ini saya|saya ini|saya|i am|im|ini|dengan|a n|atas nama|mewakili|panggil saja)"
    rf"(?: (?:pak|bu|bapak|ibu|kak|mas|mbak|saudara))?{_NAME}"
)
_FROM: Final = re.compile(
    r"\b(?:dari|from|asal|tinggal di|domisili(?: di)?|warga)(?: kota| daerah)?" + _NAME
)
_ROLE: Final = re.compile(
    r"\b(?:istri|suami|anak|klien|client|staf|sekretaris|perwakilan|asisten)(?:nya)?(?: dari)?"
    rf"(?: (?:pak|bu|bapak|ibu|mr|mrs))?{_NAME}"
)
# Not where somebody asks for another's number or address.
_ADDRESS: Final = re.compile(
    r"(?<!telepon )(?<!nomor )(?<!email )(?<!alamat )(?<!lokasi )(?<!kontak )(?<!rumah )"
    r"\b(?:pak|bu|bapak|ibu|kak|mas|mbak|bang|om|tante|sir|madam|dear|miss|teh|kang|dr|prof)"
    + _NAME
)


def without_names(clauses: str) -> str:
    """A text without introductions and names in address; other names stay."""
    return _ADDRESS.sub(" ", _FROM.sub(" ", _NAMING.sub(" ", _ROLE.sub(" ", clauses))))
