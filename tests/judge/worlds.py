"""What is known and what the right answer is: the decision table, world by world.

Each world names the row of the table (D1 to D60) or the label that it stands for, the case, and
what a careful supporter would say. Tests of causes, of calibration and of sentences all use it.
"""

from tests.judge.world import World as World
from tests.judge.worlds_healthy import HEALTHY as HEALTHY
from tests.judge.worlds_protection import OLDER_TEXT, PROTECTION
from tests.judge.worlds_refused import REFUSED_IN_WORDS
from tests.judge.worlds_unreached import NO_WORD

WORLDS = (*REFUSED_IN_WORDS, *NO_WORD, *PROTECTION, *OLDER_TEXT, *HEALTHY)
