"""What an error text means: `explain` for pasted text, `meaning_of` for a reply heard live.

Three layers, each pure: the text is taken out of what surrounds it (surroundings, passage),
compared with the records (lexicon, records), and where no record knows it, weighed by words,
code and stage (evidence). Nothing here opens a file after the first call, or a connection ever.
"""

from wizard.judge.reply.explaining import explain, meaning_of

__all__ = ["explain", "meaning_of"]
