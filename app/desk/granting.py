"""Keeping what a colleague gave: each granted envelope is granted once more, by this device to itself.

A grant counts while the newest directory lists the device that gave it, so that a stolen one vouches for
nothing new. But an officer's first device may be lost, or a colleague leave, and what they gave would close
again with their removal. Who could open it while they were listed may keep it: that vouches to nobody else.
"""

from app.desk.desk import Desk
from app.desk.leaving import left_by, may_give
from app.desk.outbox import NOT_FILED
from app.sealing.opening import make_grant


def keep(desk: Desk) -> int:
    """Grant to this device itself what it reads by the grants of others; how many envelopes that were new."""
    grants = desk.store.grants()
    own = {int(raw["position"]) for raw in grants if raw["grantor"] == desk.device.device}
    others = {int(raw["position"]) for raw in grants if raw["grantor"] != desk.device.device}
    if others <= own or desk.outgoing.lapsed:
        return 0
    key, kin = desk.outgoing.key, desk.following.kin
    left = left_by(desk.cases, desk.device.device, kin)
    granted = [
        (one.position, make_grant(one.opened, key, key.public))
        for one in desk.reading.readable
        if one.vouched
        and one.position > NOT_FILED
        and one.position in others - own
        and may_give(one, left, kin(desk.device.device))
    ]
    desk.online.post_grants(desk.device.device, granted)
    for raw in desk.online.grants(desk.store.newest_grant):
        desk.store.keep_grant(raw)
    return len(granted)
