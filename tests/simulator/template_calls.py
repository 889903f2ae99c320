"""Builds the `template` object of a send."""


def texts(*texts: str, **named: str) -> list[dict[str, str]]:
    return [{"type": "text", "text": text} for text in texts] + [
        {"type": "text", "text": text, "parameter_name": name} for name, text in named.items()
    ]


def a_hearing(*body: str, beside: tuple[object, ...] = ()) -> dict[str, object]:
    return {
        "name": "pengingat_sidang",
        "language": {"code": "id"},
        "components": [
            {"type": "header", "parameters": texts("Selasa")},
            {"type": "body", "parameters": texts(*body)},
            *beside,
        ],
    }


def a_template(name: str, *components: object, language: str = "id") -> dict[str, object]:
    return {"name": name, "language": {"code": language}, "components": list(components)}


def a_button(place: object, sub_type: str, *parameters: object) -> dict[str, object]:
    return {
        "type": "button",
        "sub_type": sub_type,
        "index": place,
        "parameters": list(parameters),
    }
