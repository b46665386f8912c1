"""Every figure that the judge compares with, named, with the reason and where it comes from.

A figure that stands here was either measured in a laboratory of real servers, is documented, or
is a choice; the comment says which.
"""

# Below this a cause is possible, not found: nobody is sent to act on a coin toss. (choice)
FOUND = 0.5
# Two causes this close are both shown, with the test that tells them apart. (choice)
CLOSE = 0.15
# One main cause and two beside it; more confuses. (choice)
MOST_CAUSES = 3
# A cause less likely than this is not worth a line. (choice)
WORTH_A_LINE = 0.1
# No chain of hints is surer than this. (calibration: the best evidence was right 97 of 100 times)
HIGHEST_CONFIDENCE = 0.97

# Certificates are valid for weeks, so a clock a day off can spoil them. (lab: three years ahead
# gave 'expired', four years behind 'not yet valid')
CLOCK_SPOILS_SECONDS = 86_400.0
# Sign-in tokens and one-time codes tolerate about five minutes. (practice of RFC 6238 servers)
CLOCK_FELT_SECONDS = 300.0

# A series of twenty questions tells 0, 5 and 20 % apart. (lab, n = 20 and 40)
LOSS_FELT, LOSS_BAD = 0.05, 0.20
# No home line at rest changes its delay by this much from one question to the next. (choice)
JITTER_FELT_SECONDS = 0.1

# Two to six seconds are a pause against spammers; from here on it is worth a word. RFC 5321
# 4.5.3.2.1 allows five minutes, so no greeting within that is called dead.
SLOW_GREETING_SECONDS = 8.0

# Connections to the server's sending ports from here that make 'too many' likely ours: mail
# programs use one for sending. With reading counted too: five a folder view, two programs.
MANY_CONNECTIONS_SENDING = 4
MANY_CONNECTIONS_ALL = 10

# A server that delays 'wrong password' this long is already counting them. (Dovecot: 2 s for the
# first, 6 s from the second on)
REFUSED_SLOWLY_SECONDS = 5.0

# Half of the lists must have answered before 'on none of the lists' is said. (choice)
READABLE_SHARE = 0.5
# A list whose documented answer weighs less does not count against a person. (blocklists.json)
LISTING_COUNTS = 0.2

# How far a cause that one good conversation cannot refute is still believed after it. (choice;
# checked by the calibration test)
DOUBT_WHEN_FINE = 0.8
# The same while the way out of this computer is broken: the text is from before. (choice)
DOUBT_WITHOUT_NETWORK = 0.35
