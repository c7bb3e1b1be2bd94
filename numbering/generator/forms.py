"""Writes example numbers as people do, and records how libphonenumber reads each text.

The rows of tests/written.tsv are: the name of the form, the number that is meant, libphonenumber's
reading (`-` if it refuses), and the text. Characters outside ASCII are written as \\uXXXX.
"""

from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional

KEYPAD = {"2": "A", "3": "D", "4": "G", "5": "J", "6": "M", "7": "P", "8": "T", "9": "W"}


class Written(NamedTuple):
    """A number in the forms that libphonenumber writes, and its country's trunk prefix."""

    e164: str
    international: str
    uri: str
    code: str
    behind_code: str  # of the international form
    trunk: Optional[str]


# The forms that every number is written in.
EVERY: Dict[str, Callable[[Written], Optional[str]]] = {
    "e164": lambda it: it.e164,
    "international": lambda it: it.international,
    "uri": lambda it: it.uri,
    "extension x5": lambda it: f"{it.international} x5",
    "name": lambda it: f"{it.international} Bob",
    "trunk in parentheses": lambda it: _trunk(it, "+{code} (0){rest}", "0"),
    "trunk": lambda it: _trunk(it, "+{code} {trunk}{rest}", None),
    "capitals": lambda it: _lettered(it),
}

# The forms of which every number is written in a few, in turn.
SOME: Dict[str, Callable[[Written], Optional[str]]] = {
    "hyphens": lambda it: it.international.replace(" ", "-"),
    "dots": lambda it: it.international.replace(" ", ".").replace("-", "."),
    "code in parentheses": lambda it: f"(+{it.code}) {it.behind_code}",
    "prefix 00": lambda it: f"00{it.international[1:]}",
    "prefix 011": lambda it: f"011 {it.international[1:]}",
    "prefix 0011": lambda it: f"0011 {it.international[1:]}",
    "prefix 011 alone": lambda it: f"011{it.e164[1:]}",
    "extension ext 5": lambda it: f"{it.international} ext 5",
    "extension ext. 136": lambda it: f"{it.international} ext. 136",
    "extension extn": lambda it: f"{it.international} extn 42",
    "extension in full": lambda it: f"{it.international} extension 5",
    "extension x 5": lambda it: f"{it.international} x 5",
    "extension joined": lambda it: f"{it.e164}x77",
    "extension #": lambda it: f"{it.international} #5",
    "extension ;ext=": lambda it: f"{it.international};ext=5",
    "extension ,,": lambda it: f"{it.international},,5",
    "extension int.": lambda it: f"{it.international} int. 5",
    "extension anexo": lambda it: f"{it.international} anexo 5",
    "extension in Cyrillic": lambda it: f"{it.international} \u0434\u043e\u0431. 5",
    "extension p5": lambda it: f"{it.international}p5",
    "extension w5": lambda it: f"{it.international} w5",
    "extension of a URI": lambda it: f"{it.uri};ext=136",
    "subaddress of a URI": lambda it: f"{it.uri};isub=42",
    "encoded URI": lambda it: "tel:%2B" + it.international[1:].replace(" ", "%20"),
    "context of a URI": lambda it: f"tel:{it.behind_code.replace(' ', '-')};phone-context=+{it.code}",
    "word Call": lambda it: f"Call {it.international}",
    "word Tel.:": lambda it: f"Tel.: {it.international}",
    "word Phone": lambda it: f"Phone {it.international}",
    "word T:": lambda it: f"T:{it.international}",
    "word in Japanese": lambda it: f"\u96fb\u8a71\uff1a{it.international}",
    "name in parentheses": lambda it: f"{it.international} (Axel)",
    "name in Cyrillic": lambda it: f"{it.international} \u0410\u043d\u043d\u0430",
    "note mobile": lambda it: f"{it.international} mobile",
    "note - work": lambda it: f"{it.international} - work",
    "marks of direction": lambda it: f"\u202d{it.international}\u202c",
    "isolates": lambda it: f"\u2068{it.international}\u2069",
    "byte-order mark": lambda it: f"\ufeff{it.international}",
    "soft hyphens": lambda it: it.international.replace(" ", "\u00ad "),
    "no-break spaces": lambda it: it.international.replace(" ", "\u00a0"),
    "full width": lambda it: "".join(_full_width(character) for character in it.international),
    "Arabic digits": lambda it: "".join(_arabic(character) for character in it.international),
}
PER_NUMBER = 8

# libphonenumber reads a text without + as one region would dial it: the United States, except here.
REGIONS = {"prefix 00": "DE", "prefix 0011": "AU"}

# The national forms of North America, which need no country code here.
NORTH_AMERICAN: Dict[str, Callable[[Written], Optional[str]]] = {
    "national": lambda it: _nanp(it, "({}) {}-{}"),
    "national with 1": lambda it: _nanp(it, "1-{}-{}-{}"),
    "national with dots": lambda it: _nanp(it, "{}.{}.{}"),
    "national with extension": lambda it: _nanp(it, "{} {} {} x5"),
    "national behind a word": lambda it: _nanp(it, "Call {}-{}-{}"),
    "national before a name": lambda it: _nanp(it, "{}-{}-{} Bob"),
}


def written_tsv(phonenumbers: Any) -> bytes:
    """Return written.tsv."""
    rows: List[str] = []
    names = list(SOME)
    for at, it in enumerate(_examples(phonenumbers)):
        turn = [names[(at * PER_NUMBER + step) % len(names)] for step in range(PER_NUMBER)]
        forms = {**EVERY, **{name: SOME[name] for name in turn}}
        if it.code == "1":
            forms.update(NORTH_AMERICAN)
        for name, write in forms.items():
            text = write(it)
            if text is not None:
                reading = _reading(phonenumbers, text, REGIONS.get(name, "US"))
                rows.append(f"{name}\t{it.e164}\t{reading}\t{_escaped(text)}\n")
    return "".join(rows).encode("ascii")


def _examples(phonenumbers: Any) -> Iterator[Written]:
    """Yield three example numbers of every region, and those of the codes without a region."""
    types = phonenumbers.PhoneNumberType
    seen = set()
    for code, regions in sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items()):
        for region in regions:
            if region == "001":
                examples = [phonenumbers.example_number_for_non_geo_entity(code)]
            else:
                examples = [
                    phonenumbers.example_number_for_type(region, kind)
                    for kind in (types.FIXED_LINE, types.MOBILE, types.TOLL_FREE)
                ]
            for example in examples:
                if example is not None and str(example) not in seen:
                    seen.add(str(example))
                    yield _written(phonenumbers, example, region)


def _written(phonenumbers: Any, number: Any, region: str) -> Written:
    formats = phonenumbers.PhoneNumberFormat
    code = str(number.country_code)
    international = phonenumbers.format_number(number, formats.INTERNATIONAL)
    trunk = None if region == "001" else phonenumbers.ndd_prefix_for_region(region, True)
    return Written(
        e164=phonenumbers.format_number(number, formats.E164),
        international=international,
        uri=phonenumbers.format_number(number, formats.RFC3966),
        code=code,
        behind_code=international[len(code) + 1 :].strip(),
        trunk=trunk or None,
    )


def _reading(phonenumbers: Any, text: str, region: str) -> str:
    """Return how libphonenumber reads a text in a region, `-` if it does not."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return "-"
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _trunk(it: Written, form: str, only: Optional[str]) -> Optional[str]:
    if it.trunk is None or only not in (None, it.trunk):
        return None
    return form.format(code=it.code, trunk=it.trunk, rest=it.behind_code)


def _lettered(it: Written) -> Optional[str]:
    """Write the last group in capitals, as a vanity number is printed."""
    start, hyphen, last = it.international.replace(" ", "-").rpartition("-")
    letters = "".join(KEYPAD.get(digit, digit) for digit in last)
    return None if letters == last else start + hyphen + letters


def _nanp(it: Written, form: str) -> str:
    national = it.e164[2:]
    return form.format(national[:3], national[3:6], national[6:])


def _full_width(character: str) -> str:
    return "\u3000" if character == " " else chr(ord(character) + 0xFEE0)


def _arabic(character: str) -> str:
    return chr(ord(character) - ord("0") + 0x0660) if character.isdigit() else character


def _escaped(text: str) -> str:
    return "".join(
        character if character.isascii() else f"\\u{ord(character):04x}" for character in text
    )
