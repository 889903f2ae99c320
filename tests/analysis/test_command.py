"""`lawyershub analyse`: a verdict a line, with no server and no settings."""

import json
import os
import subprocess
import sys
from pathlib import Path

_PROGRAM = Path(sys.executable).with_name("lawyershub")


def _run(*arguments: str, folder: Path, given: str = "", **more: str) -> tuple[int, str, str]:
    environment = {"PATH": os.environ["PATH"], **more}
    done = subprocess.run(  # noqa: S603 -- our own program
        [_PROGRAM, "analyse", *arguments],
        cwd=folder,
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr


def test_every_line_gets_its_verdict_in_order(tmp_path: Path) -> None:
    texts = ["Selamat pagi", "suami saya ditangkap", "sidang besok jam berapa?", "\U0001f64f"]
    file = tmp_path / "messages.jsonl"
    file.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    status, out, err = _run("--jsonl", str(file), "--json", folder=tmp_path)
    assert (status, err) == (0, "")
    told = [json.loads(line) for line in out.splitlines()]
    assert [each["route"] for each in told] == ["AI", "HUMAN", "HUMAN", "AI"]
    assert [each["urgency"] for each in told] == ["normal", "emergency", "high", "normal"]
    assert all(
        list(each) == ["intent", "intents", "urgency", "language", "confidence", "route", "reasons"]
        for each in told
    )


def test_a_bad_line_is_named_and_changes_nothing_else(tmp_path: Path) -> None:
    lines = [
        '{"text": "halo"}',
        "rahasia",
        "[1]",
        '{"text": 5}',
        '{"text": "\\ud800 halo"}',
        "{" * 9999,
    ]
    status, out, _ = _run("--jsonl", "-", "--json", folder=tmp_path, given="\n".join(lines) + "\n")
    told = [json.loads(line) for line in out.splitlines()]
    assert status == 1
    assert [each.get("line") for each in told] == [None, 2, 3, 4, None, 6]
    assert told[0]["intent"] == "greeting"
    assert "rahasia" not in out


def test_a_person_gives_one_text_and_reads_why(tmp_path: Path) -> None:
    status, out, _ = _run("sidang besok jam berapa?", folder=tmp_path)
    assert status == 0
    assert out.startswith("HUMAN: A court summons or deadline\n")


def test_what_is_missing_is_said_in_one_line(tmp_path: Path) -> None:
    for arguments, more in (
        ((), {}),
        (("halo", "--jsonl", "-"), {}),
        (("--jsonl", "nothing.jsonl"), {}),
        (("halo",), {"FIRM_POLICY": "nothing.yaml"}),
    ):
        status, out, err = _run(*arguments, folder=tmp_path, **more)
        assert (status, out) == (1, "")
        assert err.startswith("lawyershub: ")
        assert err.count("\n") == 1


def test_the_firms_own_rules_decide(tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "firm.yaml"
    text = shipped.read_text(encoding="utf-8").replace("mode: auto", "mode: draft_only")
    (tmp_path / "firm.yaml").write_text(text, encoding="utf-8")
    _, out, _ = _run("Selamat pagi", "--json", folder=tmp_path)
    assert json.loads(out)["reasons"] == ["drafts_only"]
