"""Word classes: WordNet knows lemmas only, so inflected forms inherit from theirs."""

from typing import Collection, Dict, Iterator, List, Set, Tuple

from .wordnet import WordNet

# The letters of the `classes` column, in the order in which they are written.
ORDER = "nvarfdoPxpcNA"
# Function words: determiners, prepositions, pronouns, auxiliaries, and all others.
_FUNCTION = set("fdoPx")

# (class letter, ending of the inflected form, ending of the lemma)
_INFLECTIONS = (
    ("n", "s", ""),
    ("n", "ses", "s"),
    ("n", "xes", "x"),
    ("n", "zes", "z"),
    ("n", "ches", "ch"),
    ("n", "shes", "sh"),
    ("n", "oes", "o"),
    ("n", "ies", "y"),
    ("n", "men", "man"),
    ("v", "s", ""),
    ("v", "sses", "ss"),
    ("v", "xes", "x"),
    ("v", "zzes", "zz"),
    ("v", "ches", "ch"),
    ("v", "shes", "sh"),
    ("v", "oes", "o"),
    ("v", "ies", "y"),
    ("v", "ed", "e"),
    ("v", "ed", ""),
    ("v", "ied", "y"),
    ("v", "ing", "e"),
    ("v", "ing", ""),
    ("a", "er", "e"),
    ("a", "er", ""),
    ("a", "ier", "y"),
    ("a", "est", "e"),
    ("a", "est", ""),
    ("a", "iest", "y"),
)

# The classes that endings suggest for words that WordNet does not list; the first
# ending that fits decides.
_DERIVATIONS = (
    ("ly", "r"),
    ("ness", "n"),
    ("ment", "n"),
    ("tion", "n"),
    ("ship", "n"),
    ("ism", "n"),
    ("ist", "n"),
    ("cy", "n"),
    ("ity", "n"),
    ("gy", "n"),
    ("able", "a"),
    ("ible", "a"),
    ("less", "a"),
    ("like", "a"),
    ("ful", "a"),
    ("ish", "a"),
    ("ive", "a"),
    ("ous", "a"),
    ("ory", "a"),
    ("al", "a"),
    ("ic", "a"),
    ("y", "a"),
    ("ier", "a"),
    ("iest", "a"),
    ("ed", "v"),
    ("ing", "v"),
)

# A prefix does not change the class of the word after it.
_PREFIXES = (
    "anti", "auto", "co", "counter", "de", "inter", "micro", "mid", "mini", "mis", "multi",
    "non", "out", "over", "post", "pre", "re", "self", "semi", "sub", "super", "un", "under",
    "up",
)  # fmt: skip


class Classifier:
    """Finds the classes of a word in WordNet and among the classes set by hand."""

    def __init__(self, wordnet: WordNet, listed: Collection[str], by_hand: Dict[str, str]) -> None:
        self._wordnet = wordnet
        self._listed = listed
        self._by_hand = by_hand

    def classes(self, word: str) -> Set[str]:
        """Return the class letters of a word; a choice made by hand replaces all others."""
        if word in self._by_hand:
            return set(self._by_hand[word]) - {"-"}
        found = set(self._wordnet.classes.get(word, ()))
        for letter, lemma in self._lemmas(word):
            found.add(letter)
            if letter in "nv" and word.endswith("s") and lemma in self._listed:
                found.add("p")
        return found or self._guess(word)

    def _guess(self, word: str) -> Set[str]:
        """Return the classes of a word that WordNet knows neither as such nor inflected.

        The first rule that gives any answers: a plural of a word of ours, a
        noun for one who does (`gamer`), a prefix before a known word, a
        compound (`screenshot` is a kind of `shot`), the ending alone.
        """
        if word.endswith("s") and not word.endswith("ss") and word[:-1] in self._listed:
            base = self.classes(word[:-1])
            return (base & {"n", "v"} or {"n"}) | {"p"}
        for ending in ("er", "or"):
            if word.endswith(ending) and self._is_agent(word[: -len(ending)]):
                return {"n"}
        for prefix in _PREFIXES:
            rest = word[len(prefix) :]
            if word.startswith(prefix) and len(rest) >= 3 and rest in self._listed:
                return self.classes(rest) - _FUNCTION
        for cut in range(3, len(word) - 2):
            if word[:cut] in self._listed and word[cut:] in self._listed:
                kinds = self.classes(word[cut:]) & {"n", "p"}
                if "n" in kinds:
                    return kinds
        for ending, letter in _DERIVATIONS:
            if word.endswith(ending):
                return {letter}
        return set()

    def plurals(self, noun: str) -> List[str]:
        """Return the listed words that end in s and are the plural of a noun."""
        endings = ("s", "es") if not noun.endswith("y") else ("s", "ies")
        stems = (noun, noun[:-1] if noun.endswith("y") else noun)
        spellings = [stem + ending for stem, ending in zip(stems, endings)]
        return [
            plural
            for plural in spellings
            if plural in self._listed and ("n", noun) in self._lemmas(plural)
        ]

    def _lemmas(self, word: str) -> Iterator[Tuple[str, str]]:
        """Yield (class letter, lemma) for every way to read the word as an inflection."""
        for letter in "nvar":
            for lemma in self._wordnet.irregular.get((word, letter), ()):
                if self._is_lemma(lemma, letter) and lemma != word:
                    yield letter, lemma
        for letter, ending, lemma_ending in _INFLECTIONS:
            if word.endswith(ending) and not (ending == "s" and word.endswith("ss")):
                lemma = word[: -len(ending)] + lemma_ending
                if len(lemma) >= 2 and self._is_lemma(lemma, letter):
                    yield letter, lemma
                elif len(lemma) >= 3 and self._is_doubled(lemma, letter, ending):
                    yield letter, lemma[:-1]

    def _is_agent(self, stem: str) -> bool:
        """Return whether a stem before -er or -or is that of a verb (`gam-er`, `runn-er`)."""
        return (
            self._is_lemma(stem, "v")
            or self._is_lemma(stem + "e", "v")
            or (len(stem) >= 4 and stem[-1] == stem[-2] and self._is_lemma(stem[:-1], "v"))
        )

    def _is_lemma(self, lemma: str, letter: str) -> bool:
        """Return whether the lemma is one of that class, and a word of ours or set by hand."""
        if lemma in self._by_hand:
            return letter in self._by_hand[lemma]
        return letter in self._wordnet.classes.get(lemma, ())

    def _is_doubled(self, lemma: str, letter: str, ending: str) -> bool:
        """Return whether the lemma doubles its last letter before this ending (`stopp-ed`)."""
        return (
            ending in ("ed", "ing", "er", "est")
            and lemma[-1] == lemma[-2]
            and self._is_lemma(lemma[:-1], letter)
        )


def written(classes: Collection[str]) -> str:
    """Return class letters in the form of words.tsv: in fixed order, `-` if there are none."""
    return "".join(letter for letter in ORDER if letter in classes) or "-"
