"""The stack stops without a trace and starts again with all it knew."""

from collections import Counter

import psutil

from devstack.place import Place, read_json
from devstack.ports import is_free
from tests.road.road import Road, until


def test_nobody_got_the_same_reply_twice(road: Road) -> None:
    # Last but one on purpose: whatever the other tests broke had its time to go wrong.
    sent = [each for each in road.admin("GET", "/messages") if each["sender"] == "office"]
    doubled = Counter(str(each["biz_opaque_callback_data"]) for each in sent)
    assert [name for name, times in doubled.items() if times > 1] == []


def test_a_stack_that_stopped_leaves_nothing_running_and_comes_back_with_its_data(
    road: Road,
) -> None:
    person = road.person()
    wamid = road.write(person, "Selamat pagi")
    road.answered(person)
    found = until(lambda: road.recorded(wamid, "answered"), "answered")
    before = road.conversation(found["conversation_id"])
    ports = [int(str(port)) for port in read_json(Place(road.folder).ports).values()]
    pids = road.stack.pids()

    road.stack.stop()
    assert [port for port in ports if not is_free(port)] == []
    assert [name for name, pid in pids.items() if psutil.pid_exists(pid)] == []
    assert [each for each in psutil.process_iter() if speaks_of(each, str(road.folder))] == []

    road.stack.start()
    assert road.conversation(found["conversation_id"]) == before
    road.write(person, "Terima kasih")
    road.answered(person, 2)
    assert len(road.conversation(found["conversation_id"])["messages"]) == 2


def speaks_of(process: psutil.Process, folder: str) -> bool:
    """Whether a process was started for the stack in this folder."""
    try:
        told = [*process.cmdline(), *process.environ().values(), process.cwd()]
    except psutil.Error:
        return False
    return process.pid != psutil.Process().pid and any(folder in each for each in told)
