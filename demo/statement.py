"""What customers were told: one report that was corrected, one that waits with a finding, one that was withdrawn."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from accounts.models import User
from demo.acts import Act
from demo.backdate import at
from incidents.models import Severity
from postmortems.models import Postmortem
from publishing.models import PublicSite, Statement
from publishing.statements import approval, releasing, starting, text
from publishing.statements.content import content_of

APPROVER = "hana"
PROMISED = {1: 10, 2: 30}  # rank of the severity, business days


@dataclass(frozen=True)
class Told:
    of: str
    title: str
    summary: str
    happened: str
    doing: str
    corrected: dict[str, str] = field(default_factory=dict)


CHECKOUT = Told(
    "107 minutes without checkout: connections that were already dead",
    "Bicycles could not be paid for in the morning",
    "For 107 minutes you could put a bicycle into the basket and not pay for it. No payment was taken twice, and "
    "bicycles that were reserved stayed reserved.",
    "Our checkout keeps a number of connections to its database open, so that it need not make a new one for each "
    "order. After a change of ours the other end hung up sooner than the checkout knew of. It went on handing out "
    "connections that were dead, and waited for answers that could not come.\n\n"
    "We noticed within minutes that payments had stopped. It took us longer to see why: everything that we looked at "
    "first said that it was well. Once the checkout was started anew, payments worked at once.",
    "- The checkout tries each connection before it uses it. **This is in place.**\n"
    "- A payment that gets no answer within ten seconds is tried once more, elsewhere. **This is in place.**\n"
    "- We watch how many orders are paid for, and no longer only whether the machines are up.",
    {
        "happened": "Our checkout keeps a number of connections to its database open, so that it need not make a new "
        "one for each order. After a change of ours the other end hung up sooner than the checkout knew of. It went on "
        "handing out connections that were dead, and waited for answers that could not come.\n\n"
        "We noticed after nineteen minutes that payments had stopped. It took us longer to see why: everything that we "
        "looked at first said that it was well. Once the checkout was started anew, payments worked at once.",
        "correction": "We first wrote that we noticed “within minutes”. It was nineteen minutes, and you should know.",
    },
)
CHARGES = Told(
    "Two charges for one bicycle: a key that changed every minute",
    "Some buyers were charged twice",
    "Eleven buyers were charged twice for one bicycle. All of them have their money back.",
    "Every payment carries a mark by which a repeated one is recognised. After a change the mark was made anew each "
    "minute. Who pressed “pay” again after a slow answer paid again.",
    "- The mark belongs to the order now, for as long as the order lives.\n"
    "- Two equal charges within an hour are held until somebody has looked at them.",
)
KRONE = Told(
    "Forty bicycles for one krone",
    "Some bicycles were shown at a wrong price",
    "For fifty minutes on a Wednesday evening 43 bicycles were offered for a few kroner instead of a few thousand. "
    "Twelve were bought. Their sellers got what they had asked for, and their buyers could choose.",
    "In Denmark and Sweden 1.200 is one thousand two hundred. A new way to enter prices read it as one point two.",
    "- The seller sees the price in words before it is offered.\n"
    "- Prices far from those of like bicycles wait for a look.",
)
SALE = Told(
    "Ten o'clock sharp: how a well-laid plan expired all at once",
    "The Saturday sale began late",
    "The sale began forty minutes late. Prices were held until the evening for everybody.",
    "Everything that we had kept ready for the sale was kept until ten o'clock sharp, and at ten everybody came.",
    "- What is kept ready now ends at different moments.",
)
STRAY = "\n- Elin is making the next check."


def statement_acts(now: datetime) -> Iterator[Act]:
    """At the very end, as they name postmortems by title; each happens in its own days."""
    deeds: tuple[Callable[[], object], ...] = (
        _prepare,
        partial(_corrected, CHECKOUT, now),
        partial(_live, CHARGES, now),
        partial(_waiting, KRONE, now),
        partial(_withdrawn, SALE, now),
    )
    for seconds, deed in enumerate(deeds):
        yield Act(now - timedelta(seconds=40 - seconds), deed)


def _prepare() -> None:
    for rank, days in PROMISED.items():
        Severity.objects.filter(rank=rank).update(statement_days=days)
    PublicSite(
        pk=PublicSite.THE_ONE,
        logo_text="Pedlar Lane",
        intro="When something goes wrong that concerns you, we tell here what happened and what we do about it.",
        home_url="https://pedlarlane.example.org/",
        internal_domains="ops.pedlarlane.example.org",
        customers="Fenwick Cycles\nThe Long Way Round",
    ).save()


def _live(told: Told, now: datetime) -> Statement:
    """Written after the postmortem was published, approved the day after, live an hour later."""
    statement, owner, day = _submitted(told, now)
    with at(day + timedelta(days=1), now=now):
        _approve(statement)
    with at(day + timedelta(days=1, hours=1), now=now):
        releasing.release(Statement.objects.get(pk=statement.pk), by=owner)
    return Statement.objects.get(pk=statement.pk)


def _corrected(told: Told, now: datetime) -> None:
    live = _live(told, now)
    owner, later = live.created_by, (live.live_at or now) + timedelta(days=6)
    with at(later, now=now):
        correction = starting.correct(live, by=owner)
        text.write(correction, "happened", told.corrected["happened"], base=told.happened, by=owner)
        Statement.objects.filter(pk=correction.pk).update(correction=told.corrected["correction"])
        approval.submit(Statement.objects.get(pk=correction.pk), by=owner)
    with at(later + timedelta(hours=3), now=now):
        _approve(correction)
        releasing.release(Statement.objects.get(pk=correction.pk), by=owner)


def _waiting(told: Told, now: datetime) -> None:
    statement, owner, day = _submitted(told, now)
    with at(day + timedelta(hours=2), now=now):
        text.write(statement, "doing", told.doing + STRAY, base=told.doing, by=owner)


def _withdrawn(told: Told, now: datetime) -> None:
    live = _live(told, now)
    with at((live.live_at or now) + timedelta(days=2), now=now):
        reason = "Prices were not held for orders by telephone: it is not true as it stands."
        notice = "It said something about prices that did not hold for all of you. We are sorry, and will write again."
        releasing.withdraw(live, by=User.objects.get(handle=APPROVER), reason=reason, notice=notice)


def _submitted(told: Told, now: datetime) -> tuple[Statement, User, datetime]:
    postmortem = Postmortem.objects.get(title=told.of)
    owner = postmortem.owner or postmortem.created_by
    day = (postmortem.published_at or now) + timedelta(days=1)
    times = {one.kind: one.at for one in postmortem.incidents.all()[0].milestones.all()}
    with at(day, now=now):
        statement = starting.start(postmortem, by=owner, title=told.title)
        for part in ("summary", "happened", "doing"):
            text.write(statement, part, getattr(told, part), base="", by=owner)
        public = {"began_at": times.get("started"), "ended_at": times.get("mitigated") or times.get("resolved")}
        Statement.objects.filter(pk=statement.pk).update(**public)
        statement = Statement.objects.get(pk=statement.pk)
        approval.submit(statement, by=owner)
    return Statement.objects.get(pk=statement.pk), owner, day


def _approve(statement: Statement) -> None:
    statement = Statement.objects.get(pk=statement.pk)
    text.refresh(statement)
    approval.approve(statement, by=User.objects.get(handle=APPROVER), seen=content_of(statement).digest)
