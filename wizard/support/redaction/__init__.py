"""What must not leave the computer, and how it is hidden. The only redactor of the program."""

from wizard.support.masking_levels import Level
from wizard.support.redaction.known import Known, Person, this_person
from wizard.support.redaction.masker import Masker, tokens_for_stand_ins
from wizard.support.redaction.pseudonyms import HIDDEN, Kind
from wizard.support.redaction.records import masked_record, masker_for

__all__ = [
    "HIDDEN",
    "Kind",
    "Known",
    "Level",
    "Masker",
    "Person",
    "masked_record",
    "masker_for",
    "this_person",
    "tokens_for_stand_ins",
]
