"""Answers numbers with a peer, as its author documents it, and times that.

usage: answer.py PEER NUMBER      prints the answers to one number, one a line
       answer.py PEER             reads {"timed": [NUMBER...], "untimed": [NUMBER...]} and writes
                                  {"loadMs", "meanUs", "timed": [[ANSWER...]...], "untimed": ...}

A NUMBER is written 1-800-356-9377, which every peer understands. Only the standard library is
used, because this runs in the environment of each peer.
"""

import itertools
import json
import sys
import time

BEST = 5
# The same as for the other finders (peers.rs).
AT_LEAST_SECONDS = 1.0


def callword():
    import callword

    words = callword.read_word_dict()
    # The generator behind `all_wordifications`, which would list everything before it returns.
    return lambda number: list(itertools.islice(callword.wordifications(number, words), BEST))


def vanitynumber():
    import vanitynumber
    from vanitynumber import helper

    # Otherwise the first call would read the dictionary.
    helper.populate_dictionary_trie()
    return lambda number: vanitynumber.all_wordifications(number, BEST)


def main():
    load = {"callword": callword, "vanitynumber": vanitynumber}[sys.argv[1]]
    started = time.perf_counter()
    answer = load()
    load_ms = (time.perf_counter() - started) * 1e3
    if len(sys.argv) > 2:
        print("\n".join(answer(sys.argv[2])))
        return

    asked = json.load(sys.stdin)
    untimed = [answer(number) for number in asked["untimed"]]
    # This also warms up.
    timed = [answer(number) for number in asked["timed"]]
    rounds, elapsed = 0, 0.0
    started = time.perf_counter()
    while elapsed < AT_LEAST_SECONDS:
        for number in asked["timed"]:
            answer(number)
        rounds += 1
        elapsed = time.perf_counter() - started
    mean_us = elapsed * 1e6 / (rounds * len(asked["timed"]))
    json.dump({"loadMs": load_ms, "meanUs": mean_us, "timed": timed, "untimed": untimed}, sys.stdout)


if __name__ == "__main__":
    main()
