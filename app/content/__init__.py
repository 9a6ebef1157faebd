"""Rules, questions, forms and their words, as data."""
