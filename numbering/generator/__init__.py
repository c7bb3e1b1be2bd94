"""Makes the tables of numbering plans. generate.py runs it."""
