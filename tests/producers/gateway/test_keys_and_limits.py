import asyncio
import json
import re
import stat
import threading
import zlib
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import segno
from typer.testing import CliRunner

from producers.commands.organisers import organisers_app
from producers.errors import EnrolmentOverError, OrganisersFileError, PosterFontError, UnknownApiKeyError
from producers.gateway.api_keys import ApiKey, PresentedKey, read_code, read_presented
from producers.gateway.key_register import KeyRegister
from producers.gateway.languages import LANGUAGES, language_of
from producers.gateway.limits import Allowance
from producers.gateway.poster import Poster, card_sheet, code_of, gathering_poster, poster_html
from producers.gateway.poster_pdf import poster_pdf
from producers.gateway.problems import Problem
from producers.gateway.refusals import GatewayRefusal, remedy
from producers.gateway.scope import EVENT_NAMES, ROLES, Pattern, Scope
from producers.gateway.settings import GatewaySettings
from producers.gateway.turns import Turns
from schemas.programmes import Programme
from schemas.rejections import Rejection
from tests.producers.gateway import event_loop

DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
NOW = datetime(2026, 9, 4, tzinfo=UTC)
SCOPE = Scope(frozenset(Programme), (Pattern("*"),), frozenset(EVENT_NAMES), (Pattern("*"),))


def made(register: KeyRegister) -> tuple[ApiKey, str]:
    return register.create("Kallio", lambda _: SCOPE, now=NOW)


def found(register: KeyRegister, shown: str) -> ApiKey | None:
    presented = read_presented(f"Bearer {shown}")
    return register.find(presented) if presented else None


def test_a_key_is_kept_as_a_hash_in_a_file_of_its_own(tmp_path: Path) -> None:
    """The file has mode 0600 and nothing of the secret; another process finds the key in it."""
    path = tmp_path / "deep" / "organisers.json"
    key, shown = made(KeyRegister(path))
    secret = shown.split("-", 2)[2]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert secret not in path.read_text()
    assert len(secret) == 43
    assert found(KeyRegister(path), shown) == key
    assert found(KeyRegister(path), shown[:-1]) is None


def invited(register: KeyRegister) -> tuple[ApiKey, PresentedKey]:
    key, code = register.invite("Kallio", lambda _: SCOPE, now=NOW, valid_for=timedelta(minutes=10))
    read = read_code(code)
    assert read is not None
    return key, read


def test_a_code_enrols_one_device_once_within_its_time(tmp_path: Path) -> None:
    """The key opens nothing before; the code is kept as a hash; used, late, wrong or revoked it enrols nobody."""
    path = tmp_path / "organisers.json"
    register = KeyRegister(path)
    key, code = invited(register)
    assert code.secret not in path.read_text()
    assert found(register, f"engage-{key.id}-{code.secret}") is None
    late = NOW + timedelta(minutes=10)
    for wrong, now in ((code, late), (PresentedKey(code.id, "x" * 43), NOW), (PresentedKey("0" * 10, "x" * 43), NOW)):
        with pytest.raises(EnrolmentOverError, match="make another"):
            register.enrol(wrong, now=now)
    shown = register.enrol(code, now=late - timedelta(seconds=1))
    opened = found(KeyRegister(path), shown)
    assert opened is not None
    assert (opened.id, opened.enrolment) == (key.id, None)
    with pytest.raises(EnrolmentOverError):
        register.enrol(code, now=NOW)
    revoked, code = invited(register)
    register.revoke(revoked.id, now=NOW)
    with pytest.raises(EnrolmentOverError):
        register.enrol(code, now=NOW)


def test_two_devices_with_one_code_make_one_key(tmp_path: Path) -> None:
    """Of eight that present it at the same time one gets the key."""
    path = tmp_path / "organisers.json"
    _, code = invited(KeyRegister(path))
    keys: list[str] = []

    def device() -> None:
        with suppress(EnrolmentOverError):
            keys.append(KeyRegister(path).enrol(code, now=NOW))

    threads = [threading.Thread(target=device) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 1
    assert found(KeyRegister(path), keys[0]) is not None


def test_a_change_is_seen_by_a_register_that_is_open(tmp_path: Path) -> None:
    """Created, revoked, and the file gone: the next look sees it."""
    path = tmp_path / "organisers.json"
    gateway, administrator = KeyRegister(path), KeyRegister(path)
    key, shown = made(administrator)
    assert found(gateway, shown) == key
    revoked = administrator.revoke(key.id, now=NOW)
    assert (revoked.revoked, found(gateway, shown)) == (NOW, None)
    _, second = made(administrator)
    path.unlink()
    assert found(gateway, second) is None
    with pytest.raises(UnknownApiKeyError, match="organisers list"):
        administrator.revoke("0123456789", now=NOW)


def test_keys_made_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    """Two administrators do not overwrite each other."""
    register = KeyRegister(tmp_path / "organisers.json")
    threads = [threading.Thread(target=made, args=(KeyRegister(tmp_path / "organisers.json"),)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(register.list()) == 12


def test_a_file_that_is_open_to_others_or_broken_is_refused(tmp_path: Path) -> None:
    """The error names the file and what to do."""
    path = tmp_path / "organisers.json"
    _, shown = made(KeyRegister(path))
    path.chmod(0o644)
    with pytest.raises(OrganisersFileError, match=f"chmod 600 {path}"):
        found(KeyRegister(path), shown)
    path.chmod(0o600)
    path.write_text('[{"id": 1}]')
    with pytest.raises(OrganisersFileError, match="ENGAGE_ORGANISERS_FILE"):
        found(KeyRegister(path), shown)


def test_an_allowance_fills_steadily_and_forgets_the_oldest() -> None:
    """What is asked too early is told when to come again; a large amount is granted by a full one, and owed."""
    now = [0.0]
    allowance = Allowance(2.0, 10.0, clock=lambda: now[0])
    assert [allowance.take("a") for _ in range(10)] == [0.0] * 10
    assert allowance.take("a") == 0.5
    assert allowance.take("b") == 0.0
    now[0] = 0.5
    assert allowance.take("a") == 0.0
    now[0] = 100.0
    assert allowance.take("a", 30) == 0.0
    assert allowance.take("a", 1) == 10.5
    for number in range(10_001):
        allowance.take(str(number))
    assert allowance.take("a", 10) == 0.0


def test_a_name_waits_for_its_own_turns_alone() -> None:
    """Two at a time under each name, in order; a name that nobody uses is forgotten."""

    async def main() -> None:
        turns, begun, go = Turns(2), list[str](), asyncio.Event()

        async def one(name: str) -> None:
            async with turns.taken(name.partition("-")[0]):
                begun.append(name)
                await go.wait()

        asked = [asyncio.create_task(one(name)) for name in ("a-1", "a-2", "a-3", "a-4", "b-1")]
        for _ in range(5):
            await asyncio.sleep(0)
        assert begun == ["a-1", "a-2", "b-1"]
        asked[2].cancel()
        go.set()
        await asyncio.gather(*asked, return_exceptions=True)
        assert begun == ["a-1", "a-2", "b-1", "a-4"]
        assert turns._open == {}

    event_loop.run(main())


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("fi", "fi"),
        ("sv-FI,fi;q=0.8", "sv"),
        ("de,fi;q=0.2,sv;q=0.7", "sv"),
        ("fi;q=0,sv;q=0.1", "sv"),
        ("fi;q=x,*", "en"),
        ("EN-us", "en"),
        ("x" * 5000, "en"),
    ],
)
def test_the_language_is_the_one_wanted_most(header: str | None, language: str) -> None:
    """By weight, then by place; English where none of ours is wanted."""
    assert language_of(header) == language


def test_every_reason_and_problem_has_its_remedy_in_every_language() -> None:
    """No answer leaves its sender without the next step."""
    for language in LANGUAGES:
        for reason in (*Rejection, *GatewayRefusal):
            assert remedy(reason, language).endswith(".")
        for problem in Problem:
            assert problem.remedies[language].endswith(".")


def test_each_setting_is_described() -> None:
    """The documentation's table is held to these descriptions."""
    for name, field in GatewaySettings.model_fields.items():
        assert re.fullmatch(r"[A-Z].*[^.]", field.description or "", re.DOTALL), name


def test_a_poster_stands_alone_and_shows_names_as_text() -> None:
    """Its code holds the page's address with the gathering; markup in a name is text."""
    page = poster_html(
        gathering_poster(
            "https://door.example/",
            "youth-centre",
            "kallio:1",
            {"fi": "<b>Ilta</b>", "sv": "Kväll"},
            day=date(2026, 9, 4),
            place="Kallion <i>nuorisotalo</i>",
        )
    )
    assert "<p>4.9.2026 · Kallion &lt;i&gt;nuorisotalo&lt;/i&gt;</p>" in page
    assert "&lt;b&gt;Ilta&lt;/b&gt;" in page
    assert code_of("https://door.example/?gathering=youth-centre%2Fkallio%3A1") in page
    assert "src=" not in page
    sheet = card_sheet(3, chance=lambda most: most - 1)
    assert sheet.count("<svg") == 3
    assert sheet.count("9999 9999 9999") == 3
    drawn = iter([198112189876, 7])
    assert "0000 0000 0007" in card_sheet(1, chance=lambda _: next(drawn)), "an identity code by chance is no card"


def of_gathering(names: dict[str, str], gathering: str = "kallio:1") -> Poster:
    return gathering_poster("https://door.example/", "youth-centre", gathering, names)


def drawn_on(pdf: bytes) -> str:
    """Give what the pages of a PDF draw, unpacked."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return "".join(zlib.decompress(one).decode("latin-1") for one in streams if one.startswith(b"x"))


def test_a_poster_as_pdf_is_one_page_with_the_code_as_vectors() -> None:
    """Names in Finnish and Swedish, and each dark module of the code drawn, within the page."""
    names = {"fi": "Äänekäs yö \u2013 kaikille", "sv": "Kväll på Åggelby"}
    pdf = poster_pdf(of_gathering(names))
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1
    drawn = drawn_on(pdf)
    assert "Äänekäs yö" in drawn
    assert "Kväll på Åggelby" in drawn
    code = segno.make("https://door.example/?gathering=youth-centre%2Fkallio%3A1", error="q", micro=False)
    dark = sum(map(sum, code.matrix))
    boxes = [list(map(float, one)) for one in re.findall(r"([\d.-]+) ([\d.-]+) ([\d.-]+) ([\d.-]+) re f", drawn)]
    side = abs(boxes[0][3])
    assert round(sum(width for _, _, width, _ in boxes) / side) == dark


def test_a_poster_with_long_names_stays_on_its_page() -> None:
    """Letters get smaller until three names of 300 letters fit above the code."""
    long = {"fi": "ä" * 300, "sv": "å " * 150, "en": "Evening " * 37}
    drawn = drawn_on(poster_pdf(of_gathering(long, "k" * 80)))
    lowest = min(float(place) for place in re.findall(r"BT [\d.-]+ ([\d.-]+) Td", drawn))
    assert lowest > 0


def test_a_letter_that_the_font_lacks_is_told(tmp_path: Path) -> None:
    """Nothing is drawn as a box or a question mark; a file that is no font is told too."""
    with pytest.raises(PosterFontError, match="--font"):
        poster_pdf(of_gathering({"fi": "Вечер"}))
    (tmp_path / "font.ttf").write_bytes(b"no font")
    with pytest.raises(PosterFontError, match="is no font"):
        poster_pdf(of_gathering({}), font=tmp_path / "font.ttf")


@pytest.mark.skipif(not DEJAVU.exists(), reason=f"{DEJAVU} is absent; apt-get install fonts-dejavu-core")
def test_a_font_of_ones_own_is_embedded() -> None:
    """With it names are in any letters that it has."""
    pdf = poster_pdf(of_gathering({"fi": "Вечер"}), font=DEJAVU)
    assert b"DejaVuSans" in pdf
    assert len(pdf) < 100_000


def test_the_commands_make_links_that_enrol_devices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link each, as text or as codes to print; the list says that no device came yet; the file has no code."""
    monkeypatch.setenv("ENGAGE_ORGANISERS_FILE", str(tmp_path / "organisers.json"))
    runner = CliRunner()
    create = ["create", "Kallio", "-p", "youth-centre", "--gathering", "kallio:*"]
    link = ["--link", "https://door.example/"]
    printed = runner.invoke(organisers_app, [*create, *link])
    assert re.fullmatch(r"https://door\.example/#enrol=enrol-[0-9a-f]{10}-[\w-]{43}\n", printed.stdout), printed.output
    assert "once, until" in printed.stderr
    sheet = runner.invoke(organisers_app, [*create, *link, "--count", "3", "--sheet"]).stdout
    assert (sheet.count("<svg"), sheet.count("<section")) == (3, 3)
    links = json.loads(runner.invoke(organisers_app, [*create, *link, "--count", "2", "--json"]).stdout)["links"]
    assert len(set(links)) == 2
    listed = runner.invoke(organisers_app, ["list"]).stdout
    assert listed.count("no device yet, link until") == 6
    assert links[0].split("-", 2)[2] not in (tmp_path / "organisers.json").read_text()
    assert runner.invoke(organisers_app, [*create, "--count", "2"]).exit_code == 2
    assert runner.invoke(organisers_app, [*create, "--link", "door.example"]).exit_code == 2


def test_a_poster_is_of_one_gathering_or_of_a_venue() -> None:
    """A venue's finds the gathering of the day; a star, which would make every entry refused, is none of the two."""
    runner = CliRunner()
    poster = ["poster", "-p", "youth-centre", "--address", "https://door.example"]
    page = runner.invoke(organisers_app, [*poster, "--venue", "youth-centre:kallio:"]).stdout
    assert code_of("https://door.example/?venue=youth-centre%2Fyouth-centre%3Akallio") in page
    dated = runner.invoke(
        organisers_app, [*poster, "-g", "kallio:1", "--day", "2026-09-04", "--place", "Kallio"]
    ).stdout
    assert "<p>4.9.2026 · Kallio</p>" in dated
    for wrong in (["-g", "kallio:*"], ["--venue", "kallio:*"], [], ["-g", "a", "--venue", "b"]):
        assert runner.invoke(organisers_app, [*poster, *wrong]).exit_code == 2


def test_the_commands_make_list_and_revoke_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key is on stdout once; the list never holds it; wrong use names the option."""
    monkeypatch.setenv("ENGAGE_ORGANISERS_FILE", str(tmp_path / "organisers.json"))
    runner = CliRunner()
    covers = ["-p", "youth-centre", "--gathering", "kallio:*"]
    created = runner.invoke(organisers_app, ["create", "Kallio", *covers, "--json"])
    assert created.exit_code == 0, created.output
    key = json.loads(created.stdout)
    listed = runner.invoke(organisers_app, ["list", "--json"]).stdout
    (row,) = json.loads(listed)
    assert (row["id"], row["sources"], row["revoked"]) == (key["id"], [f"door:{key['id']}-*"], None)
    assert key["key"].split("-", 2)[2] not in listed
    assert runner.invoke(organisers_app, ["revoke", key["id"]]).exit_code == 0
    assert "revoked" in runner.invoke(organisers_app, ["list"]).stdout
    assert runner.invoke(organisers_app, ["revoke", "nobody"]).exit_code == 1
    assert runner.invoke(organisers_app, ["create", "Kallio", *covers, "--event", "party"]).exit_code == 2
    assert (
        runner.invoke(organisers_app, ["create", "Kallio", "-p", "youth-centre", "--gathering", "a b"]).exit_code == 2
    )
    shown = runner.invoke(
        organisers_app, ["poster", "-p", "youth-centre", "-g", "kallio:1", "--address", "https://door.example"]
    )
    assert "<svg" in shown.stdout
    to_print = ["poster", "-p", "youth-centre", "-g", "kallio:1", "--address", "https://door.example", "--format"]
    assert runner.invoke(organisers_app, [*to_print, "pdf"]).stdout_bytes.startswith(b"%PDF-")
    refused = runner.invoke(organisers_app, [*to_print, "pdf", "--name-fi", "Вечер"])
    assert (refused.exit_code, "--font" in refused.stderr) == (1, True)
    assert runner.invoke(organisers_app, ["cards", "--count", "2"]).stdout.count("<li>") == 2


def test_a_role_says_what_a_key_may_send(tmp_path: Path) -> None:
    """A reader nothing, a reporter all but plans, a coordinator those too; a reader with events is refused."""
    environment = {"ENGAGE_ORGANISERS_FILE": str(tmp_path / "organisers.json")}
    begin = ["create", "Kallio", "-p", "youth-centre", "--gathering", "youth-centre:kallio:*"]
    for role in ROLES:
        assert CliRunner().invoke(organisers_app, [*begin, "--role", role], env=environment).exit_code == 0
    kept = KeyRegister(tmp_path / "organisers.json").list()
    sent = {role: set(key.scope.events) for role, key in zip(ROLES, kept, strict=True)}
    assert sent["reader"] == set()
    assert sent["coordinator"] - sent["reporter"] == {"gathering-scheduled", "gathering-cancelled"}
    wrong = CliRunner().invoke(
        organisers_app, [*begin, "--role", "reader", "--event", "pulse"], env=environment, terminal_width=200
    )
    assert (wrong.exit_code, "a reader sends nothing" in wrong.output) == (2, True)
