"""What the room knows of one alarm (domain 5.5)."""

import msgspec

from wallboard.domain.alarms import AlarmStanding
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import Severity


class Alarm(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An alarm as it is shown. severity: the gravest that nobody has seen yet; active: or it chatters.

    since: when it was raised. times: so often it came since ``chatters_since``, 0 where it does not chatter.
    shelved_*: while it is put aside.
    """

    id: str
    severity: Severity
    active: bool
    acknowledged: bool
    words: Reason
    subject: str = ""
    since: float | None = None
    acknowledged_by: str = ""
    acknowledged_at: float | None = None
    times: int = 0
    chatters_since: float | None = None
    shelved_by: str = ""
    shelved_at: float | None = None
    shelved_until: float | None = None
    shelved_words: str = ""

    @property
    def kind(self) -> str:
        """What is wrong, by the code of its words."""
        return self.words.code

    @property
    def standing(self) -> AlarmStanding:
        """How it stands; what is shelved is shown as nothing else."""
        if self.shelved_until is not None:
            return AlarmStanding.SHELVED
        if not self.active:
            return AlarmStanding.RETURNED
        return AlarmStanding.ACKNOWLEDGED if self.acknowledged else AlarmStanding.UNACKNOWLEDGED
