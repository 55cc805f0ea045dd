"""Open answers: what must not be published is taken out, what is left is coded, counted and read.

`redaction` proposes what to take out, `coding` suggests themes and says what to read next,
`agreement` how far coders agree, `keyness` which words are a quartier's own and `concordance`
shows a word where it was said. All of it helps people who read; nothing here decides or publishes.
"""
