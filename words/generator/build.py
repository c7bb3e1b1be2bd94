"""Builds the generated files from the inputs and the lists written by hand."""

from typing import Dict, NamedTuple, Optional, Set

from .classes import Classifier, written
from .frequency import Frequency, grade
from .lists import HandLists
from .scowl import Levels
from .wordnet import WordNet

MAX_LETTERS = 12
# Of the 26 letters only these two are words.
ONE_LETTER = {"a", "i"}
# A name without any of them is said letter by letter.
VOWELS = set("aeiouy")

# Which SCOWL entries are common enough: level, and decimal logarithm of the
# relative frequency. Measured on 122 real vanity numbers; looser limits add
# far more junk than good suggestions.
_WORD_LEVEL = 60
_RARE_WORD_LEVEL = 80
_RARE_WORD_LOG10 = -6.2
# Words that every speaker knows stay, however rare they are in writing (oat, ebb, yam),
# if anybody wrote them at all. A word that the table of a million spellings lacks is a
# form that only a dictionary derives (openest, uniquer).
_CORE_LEVEL = 35
_SHORT_CORE_LEVEL = {3: 50, 4: 40}
_LOG10_BY_LENGTH = {3: -6.3, 4: -7.0}
_LONG_LOG10 = -7.8
_NAME_LEVEL = 50
_NAME_LOG10 = -6.5

# Which of WordNet's compounds count. A reader of a number must know both words and the
# pair: beyond these grades there are mostly species, parts of plants and old trades
# (bead fern, onion louse, sprig tail).
_COMPOUND_GRADE = 9
_SPECIES_GRADE = 4

# Businesses are named after people, so every name that most people know has a form in -s
# (`kens`, `jasons`), which is this many grades rarer. Languages and beliefs have none.
POSSESSED_GRADE = 8
POSSESSIVE_STEPS = 2
_OWNS_NOTHING = ("nese", "ish", "ism")


class Inputs(NamedTuple):
    """The parsed third-party inputs."""

    levels: Levels
    frequencies: Dict[str, Frequency]
    wordnet: WordNet


def words_tsv(inputs: Inputs, hand: HandLists) -> bytes:
    """Return the content of words.tsv."""
    chosen = select(inputs, hand)
    possessives = _possessives(chosen, inputs, hand)
    listed = chosen | possessives.keys()
    classifier = Classifier(inputs.wordnet, listed, hand.classes)
    lines = []
    for word in sorted(listed):
        # A possessive is as well known as the name.
        base = possessives.get(word, word)
        word_grade = hand.contractions.get(word, grade(inputs.frequencies.get(base)))
        classes = classifier.classes(word) | _marks(word, inputs, hand)
        if word in possessives:
            word_grade += POSSESSIVE_STEPS
            classes = {"p", "N"}
        level = 0 if base in hand.wanted else _level(base, inputs.levels)
        lines.append(f"{word}\t{word_grade}\t{written(classes)}\t{level}\n")
    return "".join(lines).encode("ascii")


def compounds_tsv(inputs: Inputs, hand: HandLists) -> bytes:
    """Return the content of compounds.tsv: two-word lemmas, and their plurals."""
    listed = select(inputs, hand)
    classifier = Classifier(inputs.wordnet, listed, hand.classes)
    pairs = set()
    for (first, second), classes in inputs.wordnet.compounds.items():
        if not _is_known_compound(first, second, inputs):
            continue
        pairs.add((first, second))
        if "n" in classes and second in listed:
            pairs.update((first, plural) for plural in classifier.plurals(second))
    lines = [
        f"{first}\t{second}\n"
        for first, second in sorted(pairs)
        if first in listed and second in listed and len(first + second) <= MAX_LETTERS
    ]
    return "".join(lines).encode("ascii")


def select(inputs: Inputs, hand: HandLists) -> Set[str]:
    """Return the words that make the list."""
    levels = inputs.levels
    names = {**levels["proper-names"], **levels["upper"]}
    chosen = {
        word
        for word, level in levels["words"].items()
        if 3 <= len(word) <= MAX_LETTERS and _is_common_word(word, level, inputs.frequencies)
    }
    chosen |= {
        word
        for word, level in names.items()
        if 3 <= len(word) <= MAX_LETTERS
        and level <= _NAME_LEVEL
        and _log10(inputs.frequencies.get(word)) >= _NAME_LOG10
    }
    chosen |= ONE_LETTER | hand.wanted
    return chosen - hand.junk.keys() - hand.blocked


def _possessives(chosen: Set[str], inputs: Inputs, hand: HandLists) -> Dict[str, str]:
    """Return the forms in -s of well-known names that are not words yet, with the names."""
    taken = chosen | hand.junk.keys() | hand.blocked
    return {
        name + "s": name
        for name in chosen
        if len(name) < MAX_LETTERS
        and not name.endswith(("s", *_OWNS_NOTHING))
        and name + "s" not in taken
        and grade(inputs.frequencies.get(name)) <= POSSESSED_GRADE
        and "N" in hand.classes.get(name, _marks(name, inputs, hand))
    }


def _is_common_word(word: str, level: int, frequencies: Dict[str, Frequency]) -> bool:
    """Return whether SCOWL's level and the frequency together make a word worth having."""
    log10 = _log10(frequencies.get(word))
    if level > _WORD_LEVEL and (level > _RARE_WORD_LEVEL or log10 < _RARE_WORD_LOG10):
        return False
    if level <= _SHORT_CORE_LEVEL.get(len(word), _CORE_LEVEL):
        return word in frequencies
    return log10 >= _LOG10_BY_LENGTH.get(len(word), _LONG_LOG10)


def _is_known_compound(first: str, second: str, inputs: Inputs) -> bool:
    """Return whether people know a compound; kings (`edmund i`) and genera do not count."""
    if first == "genus" or len(second) == 1:
        return False
    limit = _SPECIES_GRADE if (first, second) in inputs.wordnet.species else _COMPOUND_GRADE
    return all(grade(inputs.frequencies.get(word)) <= limit for word in (first, second))


def _log10(frequency: Optional[Frequency]) -> float:
    return frequency.log10 if frequency else float("-inf")


def _level(word: str, levels: Levels) -> int:
    """Return the lowest of the levels that SCOWL gives a word, 0 if it has none."""
    return min((by_word[word] for by_word in levels.values() if word in by_word), default=0)


def _marks(word: str, inputs: Inputs, hand: HandLists) -> Set[str]:
    """Return the class letters that do not come from WordNet: c, N and A."""
    marks = set()
    if word in hand.contractions:
        marks.add("c")
    if word in hand.abbreviations:
        marks.add("A")
    elif word not in hand.classes and _is_name(word, inputs):
        marks.add("N" if VOWELS & set(word) else "A")
    return marks


def _is_name(word: str, inputs: Inputs) -> bool:
    """Return whether a word is mostly a name.

    Words that merely begin sentences ("Moreover") are mostly capitalised too,
    so SCOWL must know the word as a name.
    """
    levels = inputs.levels
    if word not in levels["upper"] and word not in levels["proper-names"]:
        return False
    frequency = inputs.frequencies.get(word)
    return word not in levels["words"] or bool(frequency and frequency.is_mostly_capitalised)
