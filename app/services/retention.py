"""Retention: what has had its time goes, by the numbers of the signed policy.

An expired directory does not stop it: what was promised to be deleted does not wait for a signature. An
untrusted one does, because a forged policy could delete what an office still needs.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.directory import Policy
from app.domain.disposal import OPEN_DAYS
from app.services.joining import OPEN_DAYS as INVITED_DAYS
from app.services.renewals import WAITING
from app.services.slices import by_slices
from app.services.trusted_directory import TrustedDirectory
from app.storage import disposals, joins, notice_contacts, renewals, retention, suspensions
from app.storage.database import Database

UNCLAIMED_DAYS = 14  # a report waits for its batch and its office for a long weekend, a phone for a network
RELEASED_DAYS = 30  # in which an office that shares a file says that it still needs it
COUNTED_MONTHS = 24  # one season beside the one before


@dataclass(frozen=True)
class Retention:
    """Each step deletes all that is due at `now` and counts the rows.

    Every step raises Unavailable when the store cannot be used, and those that need the policy
    CannotBeTrusted; what is done by then is done, and the rest is due next time.
    """

    database: Database
    trusted: TrustedDirectory

    def expire_replies(self, now: datetime) -> int:
        """Empty replies older than `policy.reply_days`."""
        before = (now - timedelta(days=self.policy(now).reply_days)).date()
        return by_slices(self.database, lambda tx: retention.expire_replies(tx, before))

    def delete_envelopes(self, now: datetime) -> int:
        """Delete envelopes older than `policy.envelope_days`. `destroying` deletes what was disposed of."""
        before = (now - timedelta(days=self.policy(now).envelope_days)).date()
        return by_slices(self.database, lambda tx: retention.delete_old_envelopes(tx, before))

    def delete_bricks(self, now: datetime) -> int:
        """Delete bricks that nobody claimed within 14 days, and claimed ones when their envelope has gone.

        The day of a brick is the web process's word: one of years to come would never go, and fill the room.
        """
        waits = timedelta(days=UNCLAIMED_DAYS)  # a brick comes before its envelope, by so much at most
        latest = (now + timedelta(days=RELEASED_DAYS) - waits).date()
        with self.database.begin() as tx:
            retention.date_bricks(tx, latest, now.date())
        unclaimed = (now - waits).date()
        gone = by_slices(self.database, lambda tx: retention.delete_unclaimed_bricks(tx, unclaimed))
        before = (now - timedelta(days=self.policy(now).envelope_days) - waits).date()
        gone += by_slices(self.database, lambda tx: retention.delete_old_bricks(tx, before))
        with self.database.begin() as tx:
            retention.delete_claims_of_nothing(tx)
        return gone

    def delete_proposals(self, now: datetime) -> int:
        """Forget proposals of disposal that nobody confirmed within 30 days."""
        with self.database.begin() as tx:
            return disposals.delete_old_proposals(tx, (now - timedelta(days=OPEN_DAYS)).date())

    def delete_contacts(self, now: datetime) -> int:
        """Delete where officers were told whose device has left the directory."""
        offices = self.trusted.believed(now).directory.offices
        listed = [bytes.fromhex(device.id) for office in offices for device in office.devices]
        with self.database.begin() as tx:
            return notice_contacts.keep_only(tx, listed)

    def delete_joins(self, now: datetime) -> int:
        """Forget invitations and renewals of more than 30 days ago, and suspensions that are settled."""
        directory = self.trusted.believed(now).directory
        listed = {bytes.fromhex(each.id) for office in directory.offices for each in office.devices}
        with self.database.begin() as tx:
            gone = joins.delete_old(tx, (now - timedelta(days=INVITED_DAYS)).date())
            gone += renewals.delete_old(tx, (now - WAITING).date())
            return gone + suspensions.delete_settled(tx, listed)

    def delete_counts(self, now: datetime) -> int:
        """Delete the sums of months that ended more than 24 months ago."""
        months = now.year * 12 + now.month - 1 - COUNTED_MONTHS
        before = date(months // 12, months % 12 + 1, 1)
        with self.database.begin() as tx:
            return retention.delete_old_counts(tx, before)

    def delete_expired_sessions(self, now: datetime) -> int:
        """Delete challenges and sessions that have ended."""
        with self.database.begin() as tx:
            return retention.delete_expired_sessions(tx, int(now.timestamp()))

    def clean_up(self, _: datetime) -> int:
        """Let deleted content leave the files; counts nothing."""
        retention.clean_up(self.database)
        return 0

    def policy(self, now: datetime) -> Policy:
        """The newest signed policy."""
        return self.trusted.believed(now).directory.policy
