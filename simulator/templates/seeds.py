"""The made-up templates a law firm might have, one of each sort that behaves differently."""

from typing import Final

from simulator.templates.records import NewTemplate

SEEDS: Final = (
    NewTemplate(
        name="hello_world",
        language="en_US",
        category="UTILITY",
        components=[
            {"type": "HEADER", "format": "TEXT", "text": "Hello World"},
            {"type": "BODY", "text": "Welcome and congratulations!! This message is a test."},
            {"type": "FOOTER", "text": "WhatsApp Business Platform sample message"},
        ],
    ),
    NewTemplate(
        name="pengingat_sidang",
        language="id",
        category="UTILITY",
        components=[
            {
                "type": "HEADER",
                "format": "TEXT",
                "text": "Sidang {{1}}",
                "example": {"header_text": ["Selasa"]},
            },
            {
                "type": "BODY",
                "text": "Yth. {{1}}, sidang Anda di {{2}} pada {{3}}. Mohon hadir.",
                "example": {"body_text": [["Budi", "PN Contoh", "1 Desember 2026"]]},
            },
            {"type": "FOOTER", "text": "Kantor Hukum Contoh"},
            {
                "type": "BUTTONS",
                "buttons": [
                    {"type": "QUICK_REPLY", "text": "Saya hadir"},
                    {"type": "QUICK_REPLY", "text": "Tidak bisa hadir"},
                ],
            },
        ],
    ),
    NewTemplate(
        name="permintaan_dokumen",
        language="id",
        category="UTILITY",
        parameter_format="NAMED",
        components=[
            {
                "type": "BODY",
                "text": "Yth. {{nama}}, mohon kirim {{dokumen}} lewat chat ini.",
                "example": {
                    "body_text_named_params": [
                        {"param_name": "nama", "example": "Budi"},
                        {"param_name": "dokumen", "example": "surat kuasa"},
                    ]
                },
            }
        ],
    ),
    NewTemplate(
        name="salinan_surat",
        language="id",
        category="UTILITY",
        components=[
            {
                "type": "HEADER",
                "format": "DOCUMENT",
                "example": {"header_handle": ["made-up-handle"]},
            },
            {
                "type": "BODY",
                "text": "Terlampir salinan untuk {{1}}.",
                "example": {"body_text": [["Budi"]]},
            },
            {
                "type": "BUTTONS",
                "buttons": [
                    {
                        "type": "URL",
                        "text": "Buka",
                        "url": "https://kantor.example/surat/{{1}}",
                        "example": ["https://kantor.example/surat/1"],
                    }
                ],
            },
        ],
    ),
    NewTemplate(
        name="minta_nomor",
        language="id",
        category="UTILITY",
        components=[
            {"type": "BODY", "text": "Bolehkah kami menyimpan nomor telepon Anda?"},
            {
                "type": "BUTTONS",
                "buttons": [{"type": "REQUEST_CONTACT_INFO", "text": "Bagikan nomor"}],
            },
        ],
    ),
    NewTemplate(
        name="kode_masuk",
        language="id",
        category="AUTHENTICATION",
        components=[
            {
                "type": "BODY",
                "text": "*{{1}}* adalah kode verifikasi Anda.",
                "add_security_recommendation": False,
                "example": {"body_text": [["123456"]]},
            },
            {
                "type": "BUTTONS",
                "buttons": [
                    {
                        "type": "URL",
                        "text": "Salin kode",
                        "url": "https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE"
                        "&code_expiration_minutes=10&code=otp{{1}}",
                        "example": ["https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE"],
                    }
                ],
            },
        ],
    ),
    NewTemplate(
        name="kabar_kantor",
        language="id",
        category="MARKETING",
        status="PAUSED",
        components=[{"type": "BODY", "text": "Kabar bulan ini dari kantor kami."}],
    ),
    NewTemplate(
        name="promosi_lama",
        language="id",
        category="MARKETING",
        status="DISABLED",
        components=[{"type": "BODY", "text": "Konsultasi pertama tanpa biaya."}],
    ),
    NewTemplate(
        name="undangan_seminar",
        language="id",
        category="MARKETING",
        status="PENDING",
        components=[{"type": "BODY", "text": "Undangan seminar hukum keluarga."}],
    ),
)
