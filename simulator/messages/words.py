"""Texts, and the ways a text comes about: quoting, forwarding, an advertisement, a product."""

from pydantic import JsonValue

from simulator.messages.writing import Asked, Scene, Unsendable, Write, Written

_CATALOG = "100000000000077"
_PRODUCT = "konsultasi-awal"


def _as_text(asked: Asked, otherwise: str) -> JsonValue:
    return {"body": asked.text or otherwise}


def text(asked: Asked, scene: Scene) -> Written:
    """A plain text."""
    del scene
    return Written(type="text", content=_as_text(asked, "Selamat pagi"))


def reply(asked: Asked, scene: Scene) -> Written:
    """A text that quotes a message; the office's newest unless told."""
    quoted = asked.reply_to
    if quoted is None:
        newest = scene.newest("office") or scene.newest("client")
        if newest is None:
            raise Unsendable("there is no message to reply to; give `reply_to`")
        quoted = newest.wamid
    return Written(type="text", content=_as_text(asked, "Baik, terima kasih."), quotes=quoted)


def forwarded_as(mark: str) -> Write:
    """A text that others wrote; `mark` is `forwarded` or `frequently_forwarded`."""

    def forwarded(asked: Asked, scene: Scene) -> Written:
        del scene
        return Written(
            type="text",
            content=_as_text(asked, "Mohon disebarkan ke semua kontak."),
            beside={"context": {mark: True}},
        )

    return forwarded


def ad_referral(asked: Asked, scene: Scene) -> Written:
    """The first text of somebody who tapped a click-to-WhatsApp advertisement."""
    del scene
    return Written(
        type="text",
        content=_as_text(asked, "Halo, saya melihat iklan Anda."),
        beside={
            "referral": {
                "source_url": "https://fb.me/contoh-iklan",
                "source_id": "120000000000000710",
                "source_type": "ad",
                "headline": "Konsultasi hukum",
                "body": "Tanyakan perkara Anda kepada kami.",
                "media_type": "image",
                "image_url": "https://scontent.example.net/contoh.jpg",
                "ctwa_clid": "Af-contoh-klik-iklan",
                "welcome_message": {"text": "Halo! Ada yang bisa kami bantu?"},
            }
        },
    )


def product_inquiry(asked: Asked, scene: Scene) -> Written:
    """A question about a product of the catalogue."""
    newest = scene.newest("office")
    about: dict[str, JsonValue] = {
        "from": scene.office.digits,
        "id": asked.reply_to or (newest.wamid if newest else "wamid.cHJvZHVjdF9pbnF1aXJ5"),
        "referred_product": {"catalog_id": _CATALOG, "product_retailer_id": _PRODUCT},
    }
    return Written(
        type="text",
        content=_as_text(asked, "Apakah layanan ini masih ada?"),
        beside={"context": about},
    )


def order(asked: Asked, scene: Scene) -> Written:
    """A cart of the catalogue, sent as an order."""
    del scene
    items: list[JsonValue] = [
        {
            "product_retailer_id": _PRODUCT,
            "quantity": 1,
            "item_price": 500000,
            "currency": "IDR",
        },
        {
            "product_retailer_id": "tinjau-kontrak",
            "quantity": 2,
            "item_price": 750000,
            "currency": "IDR",
        },
    ]
    return Written(
        type="order",
        content={"catalog_id": _CATALOG, "text": asked.text or "", "product_items": items},
    )
