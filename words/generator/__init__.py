"""Builds and checks the word data in `words/`; see `words/README.md`."""
