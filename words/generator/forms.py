"""Checks that all forms of a word have the same verdict in exclude.tsv."""

from typing import Iterator, Set

from .lists import HandLists

_SHORTEST = 3
_ENDINGS = ("ed", "ing", "er", "ers", "est")
_SIBILANTS = ("s", "x", "z", "ch", "sh", "o")
_NEVER_DOUBLED = "aeiouwxy"


def form_problems(listed: Set[str], hand: HandLists) -> Iterator[str]:
    """Check that the forms of a judged word are judged alike, or are rows of forms.tsv."""
    verdicts = hand.verdicts
    known = listed | verdicts.keys()
    explained = {(row.form, row.word) for row in hand.forms}
    needed = set()
    for word in sorted(word for word in known if len(word) >= _SHORTEST):
        verdict = verdicts.get(word, "allow")
        for form in sorted((inflections(word) & known) - {word}):
            # Of an innocent word only the form in -s has to be innocent: a robber is not a robe.
            if verdict == verdicts.get(form, "allow") or verdict == "allow" and form != word + "s":
                continue
            needed.add((form, word))
            if (form, word) not in explained:
                yield (
                    f"exclude.tsv: {form}: has not the verdict of {word}, {verdict}; "
                    "judge both alike, or explain the difference in forms.tsv"
                )
    for form, word in sorted(explained - needed):
        yield f"forms.tsv: {form}: needs no explanation beside {word}"


def inflections(word: str) -> Set[str]:
    """Return the regular forms of a word, whatever its part of speech."""
    forms = {word + "s", *(word + ending for ending in _ENDINGS)}
    if word.endswith(_SIBILANTS):
        forms.add(word + "es")
    if word.endswith("e"):
        forms |= {word[:-1] + ending for ending in _ENDINGS}
    if word.endswith("y"):
        forms |= {word[:-1] + ending for ending in ("ies", "ied", "ier", "iers", "iest")}
    if word[-1] not in _NEVER_DOUBLED:
        forms |= {word + word[-1] + ending for ending in _ENDINGS}
    if word.endswith("man"):
        forms.add(word[:-3] + "men")
    return forms
