"""Makes the rows of plans.tsv and groups.tsv from libphonenumber's metadata."""

import itertools
import re
from typing import Any, Dict, FrozenSet, Iterator, List, NamedTuple, Optional, Set, Tuple

from .patterns import ANY, Places, both, expand, trimmed

# E.164: 15 digits with the country code.
MAX_DIGITS = 15
# What exists is told apart by so many digits. The metadata know it more finely, but they age, and a
# fourth digit makes the table a third bigger. Three digits are a North American area code.
EXISTS_DEPTH = 3
# Deeper than any expression that chooses the groups of a number.
GROUPS_DEPTH = 15

_TYPES = (
    "fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost",
    "personal_number", "voip", "pager", "uan", "voicemail",
)  # fmt: skip
# The numbers of these types start with digits that say what a call costs.
_SERVICES = ("toll_free", "premium_rate", "shared_cost", "uan")
# Seven digits are a local call inside a few islands; from elsewhere they reach nobody.
_ONLY_LENGTHS = {1: {10}}
# Argentina writes a mobile number as 9, area code and subscriber number.
_MOBILE_TOKENS = {54: "9"}


class Rule(NamedTuple):
    """One way to group the numbers of a plan: which ones, and how."""

    starts: Dict[int, FrozenSet[Places]]  # by the length of the number
    pattern: str
    template: str


class Plan(NamedTuple):
    """A country code and everything that its regions say about it."""

    code: int
    lengths: List[int]
    trunks: List[str]
    exists: Dict[int, FrozenSet[Places]]
    services: Dict[int, FrozenSet[Places]]
    rules: List[Rule]


def read_plans(phonenumbers: Any) -> List[Plan]:
    """Return the plan of every country code, by code as a text: 1, 20, 211, ..."""
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    codes = sorted(regions, key=str)
    return [_read_plan(phonenumbers, code, regions[code]) for code in codes]


def _read_plan(phonenumbers: Any, code: int, regions: Tuple[str, ...]) -> Plan:
    load = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code
    metadata = [load(code, region) for region in regions]
    main = metadata[0]
    longest = MAX_DIGITS - len(str(code))
    lengths = {
        length
        for region in metadata
        for length in region.general_desc.possible_length
        if length <= longest
    }
    lengths &= _ONLY_LENGTHS.get(code, lengths)
    services, exists = (
        _starts(metadata, types, EXISTS_DEPTH, lengths) for types in (_SERVICES, _TYPES)
    )
    rules = [
        _rule(form, lengths)
        for form in main.intl_number_format or main.number_format
        if form.format and form.format != "NA"
    ]
    return Plan(code, sorted(lengths), _trunks(main), exists, services, rules)


def _starts(
    metadata: List[Any], types: Tuple[str, ...], depth: int, lengths: Set[int]
) -> Dict[int, FrozenSet[Places]]:
    """Return how the numbers of some types start, by length."""
    found: Dict[int, Set[Places]] = {length: set() for length in lengths}
    for region in metadata:
        for name in types:
            kind = getattr(region, name)
            if kind is None or not kind.national_number_pattern:
                continue
            for places, length in expand(kind.national_number_pattern, depth):
                if length in found:
                    found[length].add(trimmed(places))
    return {length: frozenset(starts) for length, starts in found.items()}


def _rule(form: Any, lengths: Set[int]) -> Rule:
    starts: Dict[int, Set[Places]] = {}
    leading = form.leading_digits_pattern
    # The last expression is the most precise; the formatter of whole numbers uses it alone.
    leads = expand(leading[-1], GROUPS_DEPTH) if leading else expand("", 1)
    for places, length in expand(form.pattern, GROUPS_DEPTH):
        for lead in leads:
            if length in lengths and lead.length <= length:
                joined = both(lead.places, places)
                if all(joined):
                    starts.setdefault(length, set()).add(trimmed(joined))
    return Rule(
        {length: frozenset(some) for length, some in starts.items()}, form.pattern, form.format
    )


def _trunks(region: Any) -> List[str]:
    """Return the prefixes that are dialed before a number inside its country.

    An expression that also captures digits (a carrier's code, an area to add) has rules that this
    table does not hold; only the plain prefix is taken from it.
    """
    found = {region.national_prefix} if region.national_prefix else set()
    expression = region.national_prefix_for_parsing
    if expression and "(" not in expression.replace("(?:", ""):
        for places, _ in expand(expression, 4):
            if all(place & (place - 1) == 0 for place in places):
                found.add("".join(str(place.bit_length() - 1) for place in places))
            elif len(places) == 1:
                found |= {str(digit) for digit in range(10) if places[0] >> digit & 1}
    return sorted((trunk for trunk in found if 0 < len(trunk) <= 2), key=lambda it: (-len(it), it))


# What is known of each length at some place of a number: the starts that are still open.
Open = Tuple[FrozenSet[Places], ...]
Groupings = Tuple[str, ...]


class Groups:
    """Finds the groupings of a plan's numbers, one digit after the other."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def rows(self) -> Iterator[Tuple[str, Groupings]]:
        """Yield the starts of numbers and the groupings that follow from them."""
        plan = self.plan
        state: List[FrozenSet[Places]] = []
        for length in plan.lengths:
            none: FrozenSet[Places] = frozenset()
            state += [plan.exists[length], plan.services[length]]
            state += [rule.starts.get(length, none) for rule in plan.rules]
        yield from _merged("", self._tree(tuple(state), ""))

    def _tree(self, state: Open, start: str) -> Any:
        decided = self._decide(state, start)
        if decided is not None:
            return decided
        children = [
            self._tree(tuple(_behind(starts, digit) for starts in state), start + str(digit))
            for digit in range(10)
        ]
        same = all(child == children[0] for child in children) and isinstance(children[0], tuple)
        return children[0] if same else children

    def _decide(self, state: Open, start: str) -> Optional[Groupings]:
        width = 2 + len(self.plan.rules)
        groupings = []
        for at, length in enumerate(self.plan.lengths):
            exists, service, *rules = state[at * width : (at + 1) * width]
            if not exists:
                continue
            if not _is_sure(exists):
                return None
            chosen = None
            for rule, open_starts in zip(self.plan.rules, rules):
                if open_starts:
                    if not _is_sure(open_starts):
                        return None
                    chosen = rule
                    break
            if service and not _is_sure(service) and not self.plan.trunks:
                return None
            groupings.append(self._grouping(chosen, length, start, bool(service)))
        return tuple(groupings)

    def _grouping(self, rule: Optional[Rule], length: int, start: str, service: bool) -> str:
        """Return the sizes of the groups, as in `(3)-3-4`; those in parentheses are never spelled."""
        if rule is None:
            return str(length)
        sizes = _sizes(rule, length, start)
        if len(sizes) < 2:
            return str(length)
        # Where no trunk prefix exists, area codes do not either, and the first group is a part of
        # the subscriber's number as the others are; unless it starts with 0, as in Italy.
        closed = not self.plan.trunks and not start.startswith("0")
        token = _MOBILE_TOKENS.get(self.plan.code)
        kept = 2 if token and start.startswith(token) else 1
        written = [str(size) for size in sizes]
        if closed and not service:
            return "-".join(written)
        return "-".join([f"({'-'.join(written[:kept])})", *written[kept:]])


def _is_sure(starts: FrozenSet[Places]) -> bool:
    return () in starts


def _behind(starts: FrozenSet[Places], digit: int) -> FrozenSet[Places]:
    """Return what is open of some starts behind a digit."""
    if () in starts:
        return frozenset([()])
    bit = 1 << digit
    return frozenset(trimmed(places[1:]) for places in starts if places[0] & bit)


def _sizes(rule: Rule, length: int, start: str) -> List[int]:
    """Return the sizes of the groups of a number that starts so."""
    number = _sample(rule, length, start)
    match = re.fullmatch(rule.pattern, number)
    if match is None:
        raise ValueError(f"{rule.pattern} does not match {number}, which was made for it")
    parts = re.split(r"[ -]+|\.", rule.template.strip())
    groups = [[int(group) for group in re.findall(r"\\(\d)|\$(\d)", part) for group in group if group]
              for part in parts]  # fmt: skip
    texts = ["".join(match[group] for group in part) for part in groups]
    # Some templates reorder or drop groups, which E.164 does not.
    if "".join(texts) != number:
        return [length]
    return [len(text) for text in texts if text]


def _sample(rule: Rule, length: int, start: str) -> str:
    for places in sorted(rule.starts[length]):
        full = places + (ANY,) * (length - len(places))
        if all(full[at] >> int(digit) & 1 for at, digit in enumerate(start[:length])):
            rest = full[len(start) :]
            return start[:length] + "".join(str(place.bit_length() - 1) for place in rest)
    raise ValueError(f"no number of {length} digits starts with {start}")


def _merged(start: str, tree: Any) -> Iterator[Tuple[str, Groupings]]:
    """Yield the leaves; neighbours under one node that are alike share a row, as in 3[0-4]."""
    if isinstance(tree, tuple):
        if tree:
            yield start or "-", tree
        return
    leaves: Dict[Groupings, List[int]] = {}
    for digit, child in enumerate(tree):
        if isinstance(child, tuple) and child:
            leaves.setdefault(child, []).append(digit)
    rows = [(start + _set(digits), leaf) for leaf, digits in leaves.items()]
    for digit, child in enumerate(tree):
        if isinstance(child, list):
            rows += _merged(f"{start}{digit}", child)
    yield from sorted(rows)


def _set(digits: List[int]) -> str:
    """Return the digits as one digit or as a set such as [0-35]."""
    if len(digits) == 1:
        return str(digits[0])
    text = "".join(map(str, digits))
    for first, last in itertools.combinations(range(10), 2):
        run = "".join(map(str, range(first, last + 1)))
        if last - first > 1 and run in text and not {first - 1, last + 1} & set(digits):
            text = text.replace(run, f"{first}-{last}")
    return f"[{text}]"


def plans_tsv(plans: List[Plan]) -> bytes:
    """Return plans.tsv: country code, possible lengths, trunk prefixes."""
    rows = (
        f"{plan.code}\t{','.join(map(str, plan.lengths))}\t{','.join(plan.trunks) or '-'}\n"
        for plan in plans
    )
    return "".join(rows).encode("ascii")


def groups_tsv(plans: List[Plan]) -> bytes:
    """Return groups.tsv: country code, how numbers start, their groupings."""
    rows = (
        f"{plan.code}\t{start}\t{' '.join(groupings)}\n"
        for plan in plans
        for start, groupings in Groups(plan).rows()
    )
    return "".join(rows).encode("ascii")
