"""The queue of a mail server on this computer, for administrators.

One file a mail server (`postfix.py`, `exim.py`) behind the face in `server.py`; reading a listing
is pure and works for a pasted one too (`listings.py`). Whatever changes the queue goes through
`actions.py`: a preview first, a saved copy before anything is deleted, never more than was shown.
"""
