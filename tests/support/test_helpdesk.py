"""The helpdesk's side: a result from a code or a file, the script, many files at once."""

import csv
import io
import json
import random
import shutil
import subprocess
import time
import tracemalloc
from pathlib import Path

import msgspec
import pytest

from tests.support.records import full_record, refused_record
from tests.support.test_bundle import options
from tests.support.test_code import some_codes
from wizard.errors import BadInput
from wizard.messages import ENGLISH, Language
from wizard.screens import screen_numbers
from wizard.support import bundle
from wizard.support.bundle import open_bundle, preview
from wizard.support.code import CodeRefused, decode, encode
from wizard.support.code.alphabet import ALPHABET
from wizard.support.code.spelling import alphabets
from wizard.support.helpdesk import (
    counts,
    helpdesk_page,
    read_folder,
    screen_script,
    screen_scripts,
    script,
    to_csv,
    to_ndjson,
    view_of_bundle,
    view_of_code,
)
from wizard.vocabulary import Cause


@pytest.fixture
def opened(tmp_path):
    return open_bundle(bundle.write(preview(full_record(), options(ticket="=1+1")), tmp_path))


def test_a_code_and_a_bundle_of_one_run_show_the_same(opened):
    of_code = view_of_code(decode(encode(full_record()).text))
    of_bundle = view_of_bundle(opened)
    assert of_code.verdicts == of_bundle.verdicts
    assert of_code.cause == of_bundle.cause == Cause.TOO_MANY_CONNECTIONS
    assert of_code.code == of_bundle.code
    assert of_code.reply == "421 4.7.x"
    assert of_bundle.reply.startswith("421 4.7.0 Too many connections")


@pytest.mark.parametrize("language", [ENGLISH, Language("qps")], ids=["en", "qps"])
def test_every_cause_and_every_screen_has_something_to_say(language):
    for code in some_codes(400):
        told = script(view_of_code(decode(code.text)))
        for shown in (told.say, told.ask, told.fix, *told.then, *told.rules):
            assert language.render(shown)
    assert {s.number for s in screen_scripts()} == set(screen_numbers().values())
    for screen in screen_scripts():
        assert language.render(screen.sees)
        assert language.render(screen.say)
    assert screen_script(37).name == "result"
    assert screen_script(11) is None


def test_the_script_never_asks_for_a_password():
    for code in some_codes(300):
        told = script(view_of_code(decode(code.text)))
        assert "password" not in ENGLISH.render(told.ask).casefold()
        assert any("password" in ENGLISH.render(rule) for rule in told.rules)


# Many files.


def test_a_folder_becomes_rows_and_what_cannot_be_opened_says_why(tmp_path, opened):
    (tmp_path / "broken.zip").write_bytes(b"PK nothing")
    (tmp_path / "notes.txt").write_text("not a report")
    rows = list(read_folder(tmp_path))
    assert len(rows) == 2
    assert {row.file for row in rows if row.trouble} == {"broken.zip"}
    assert counts(rows) == {"too_many_connections": 1}
    with pytest.raises(BadInput):
        list(read_folder(tmp_path / "nowhere"))


def test_no_cell_of_the_csv_becomes_a_formula(tmp_path, opened):
    lines = list(csv.reader(io.StringIO("".join(to_csv(read_folder(tmp_path), ENGLISH)))))
    assert len({len(line) for line in lines}) == 1
    assert lines[1][7] == "'=1+1"
    assert not any(cell[:1] in "=+-@\t" for line in lines for cell in line if cell)


def test_ndjson_is_one_object_a_line(tmp_path, opened):
    (line,) = to_ndjson(read_folder(tmp_path), ENGLISH)
    assert json.loads(line)["cause"] == "too_many_connections"


@pytest.mark.slow
def test_ten_thousand_bundles_in_steady_memory(tmp_path):
    data = preview(refused_record(), options()).data
    for number in range(10_000):
        (tmp_path / f"{number:05}.zip").write_bytes(data)
    tracemalloc.start()
    few = _peak(tmp_path, 1000)
    many = _peak(tmp_path, 5000)
    tracemalloc.stop()
    assert many < few * 2 + 3_000_000
    began = time.process_time()
    assert sum(1 for _ in read_folder(tmp_path)) == 10_000
    assert time.process_time() - began < 60  # figures are printed by the bench; this is a fuse


def _peak(folder, most):
    tracemalloc.reset_peak()
    for number, _ in enumerate(read_folder(folder)):
        if number >= most:
            break
    return tracemalloc.get_traced_memory()[1]


# The page.


def test_the_page_loads_and_names_nothing_outside():
    page = helpdesk_page()
    assert "default-src 'none'" in page
    assert "__" not in page.replace("__proto__", "")
    assert "http://" not in page
    assert "src=" not in page.replace("default-src=", "")
    assert page.count("</script>") == 1


node = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")


def in_node(tmp_path: Path, typed: list[str]) -> list[dict]:
    page = helpdesk_page()
    script_text = page.partition("<script>")[2].partition("</script>")[0]
    (tmp_path / "page.cjs").write_text(script_text)
    (tmp_path / "typed.json").write_text(json.dumps(typed))
    (tmp_path / "run.cjs").write_text(
        "const {decode}=require('./page.cjs');const fs=require('fs');"
        "const typed=JSON.parse(fs.readFileSync(__dirname+'/typed.json','utf8'));"
        "fs.writeFileSync(__dirname+'/out.json',JSON.stringify(typed.map(decode)));"
    )
    subprocess.run(["node", str(tmp_path / "run.cjs")], check=True, timeout=120)
    return json.loads((tmp_path / "out.json").read_text())


@node
def test_page_and_program_read_ten_thousand_codes_alike(tmp_path):
    codes = some_codes(10_000, seed=11)
    for code, answer in zip(codes, in_node(tmp_path, [c.text for c in codes]), strict=True):
        content = decode(code.text).content
        assert answer["code"] == code.text
        expected = json.loads(msgspec.json.encode(content))
        assert {name: answer[name] for name in expected} == expected


@node
def test_page_and_program_refuse_alike(tmp_path):
    draw = random.Random(5)
    typed = []
    for code in some_codes(1500, seed=12):
        characters = list(code.characters)
        for _ in range(draw.randint(1, 3)):
            characters[draw.randrange(10)] = draw.choice(ALPHABET)
        typed.append("".join(characters))
        swapped = list(code.characters)
        place = draw.randrange(9)
        swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]
        typed.append("".join(swapped))
        language = draw.choice(sorted(alphabets()))
        typed.append(" ".join(code.spelled(language)))
        typed.append(code.text.lower().replace("1", "l"))
    typed += ["", "hello", "U" * 10, "4N72H", "x" * 500, "4N72H-HJED5-22", "💥", "ÄÖÜ ß", "-"]
    for text, answer in zip(typed, in_node(tmp_path, typed), strict=True):
        try:
            assert answer.get("code") == decode(text).code.text, text
        except CodeRefused as refused:
            assert answer["text"] == ENGLISH.render(refused.shown), text
            assert answer["suggestions"] == [s.text for s in refused.suggestions]
