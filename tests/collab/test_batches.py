"""What is written together, without a database or a socket."""

from collab.batches import Batch, Share
from collab.credentials import Credentials
from collab.models import Document
from collab.replica import Replica
from collab.rights import Right
from collab.rooms import Peer, Room
from collab.wire import Kind


def batch_of(*texts):
    """One connection for each of ``texts``; it has written that, or nothing."""
    room = Room(Document())
    shares = []
    for number, text in enumerate(texts):
        peer = Peer(room, Credentials.of({}), number, Right.WRITE, wants_acks=True)
        update = Replica().edit({"text": text}) if text else b"\0\0"
        shares.append(Share(peer, [(Kind.UPDATE if text else Kind.SYNC, update)], 0.0))
    return Batch(room, shares)


def test_who_only_answered_has_no_part_in_what_another_wrote():
    batch = batch_of("Mine", "")
    batch.find_only_author()

    assert batch.only_author is batch.shares[0].peer


def test_two_who_wrote_hear_of_each_other_even_if_one_is_asked_for_something_later():
    batch = batch_of("Mine", "Yours")
    batch.find_only_author()
    batch.shares[0].peer.lacks_something = True

    assert batch.only_author is None
