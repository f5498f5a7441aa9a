import itertools
import json
import multiprocessing
import queue
import secrets
import stat
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import engage
from producers.errors import KeyFileError, PersonKeyError
from producers.key_receipts import KeyReceipts, Receipt, fingerprint_of
from producers.key_status import NEEDED_AFTER_SEASON, examine_keys
from producers.keys import KeyRing
from producers.pseudonyms import KEY_BYTES, Pseudonymiser
from producers.seasons import Season, season_of
from schemas.programmes import Programme
from streams.judging import AGE_LIMIT

AUTUMN = Season(2026, "autumn")
SPRING = Season(2027, "spring")
PEOPLED = [programme for programme in Programme if programme.carries_persons]


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return KeyRing(tmp_path / "keys")


def test_a_key_is_made_once(ring: KeyRing, tmp_path: Path) -> None:
    """Asked again, by another ring on the same directory, it is the same key."""
    first = ring.pseudonymiser(AUTUMN, Programme.YOUTH_CENTRE).pseudonym("1")
    assert KeyRing(tmp_path / "keys").pseudonymiser(AUTUMN, Programme.YOUTH_CENTRE).pseudonym("1") == first


def test_each_season_and_programme_has_a_key_of_its_own(ring: KeyRing) -> None:
    """One card in every season and programme is as many strangers."""
    pseudonyms = {ring.pseudonymiser(s, p).pseudonym("1") for s in (AUTUMN, SPRING) for p in PEOPLED}
    assert len(pseudonyms) == 2 * len(PEOPLED)


def test_only_the_owner_may_read_keys(ring: KeyRing, tmp_path: Path) -> None:
    """A key's file has mode 0600, its directory 0700, and no draft is left beside it."""
    ring.pseudonymiser(AUTUMN, Programme.THEME_NIGHT)
    (path,) = (tmp_path / "keys").iterdir()
    assert path.name == "2026-autumn.theme-night.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_key_that_is_open_to_others_is_refused(ring: KeyRing, tmp_path: Path, mode: int) -> None:
    """The error says which file and what to run, and holds nothing of the key."""
    ring.pseudonymiser(AUTUMN, Programme.THEME_NIGHT)
    path = tmp_path / "keys" / "2026-autumn.theme-night.key"
    path.chmod(mode)
    with pytest.raises(KeyFileError, match=f"chmod 600 {path}") as refused:
        ring.pseudonymiser(AUTUMN, Programme.THEME_NIGHT)
    assert path.read_bytes().hex() not in str(refused.value)


def test_a_directory_that_is_open_to_others_is_refused(ring: KeyRing, tmp_path: Path) -> None:
    """Who may write the directory could put a key of their own there."""
    (tmp_path / "keys").mkdir(mode=0o755)
    with pytest.raises(KeyFileError, match=f"chmod 700 {tmp_path / 'keys'}"):
        ring.pseudonymiser(AUTUMN, Programme.THEME_NIGHT)


def test_a_link_in_a_keys_place_is_refused(ring: KeyRing, tmp_path: Path) -> None:
    """A symbolic link is not followed, be it to a good key."""
    ring.pseudonymiser(AUTUMN, Programme.THEME_NIGHT)
    (tmp_path / "keys" / "2027-spring.theme-night.key").symlink_to("2026-autumn.theme-night.key")
    with pytest.raises(KeyFileError, match="cannot be read"):
        ring.pseudonymiser(SPRING, Programme.THEME_NIGHT)


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_a_file_that_holds_no_key_is_refused(ring: KeyRing, tmp_path: Path, content: bytes) -> None:
    """A cut or foreign file never becomes a weak key."""
    ring.pseudonymiser(AUTUMN, Programme.THEME_NIGHT)
    (tmp_path / "keys" / "2026-autumn.theme-night.key").write_bytes(content)
    with pytest.raises(KeyFileError, match="holds no key of 32 bytes"):
        ring.pseudonymiser(AUTUMN, Programme.THEME_NIGHT)


def test_destroying_a_key_makes_the_past_unlinkable(ring: KeyRing, tmp_path: Path) -> None:
    """Afterwards the same card is a stranger, other keys stay, and destroying again finds nothing."""
    before = ring.pseudonymiser(AUTUMN, Programme.THEME_NIGHT).pseudonym("1")
    other = ring.pseudonymiser(SPRING, Programme.THEME_NIGHT).pseudonym("1")
    assert ring.destroy(AUTUMN, Programme.THEME_NIGHT)
    assert not (tmp_path / "keys" / "2026-autumn.theme-night.key").exists()
    assert not ring.destroy(AUTUMN, Programme.THEME_NIGHT)
    assert ring.pseudonymiser(AUTUMN, Programme.THEME_NIGHT).pseudonym("1") != before
    assert ring.pseudonymiser(SPRING, Programme.THEME_NIGHT).pseudonym("1") == other


def test_the_ring_lists_its_keys(ring: KeyRing, tmp_path: Path) -> None:
    """Keys are listed by season and programme; other files are passed over."""
    assert ring.list() == ()
    ring.pseudonymiser(SPRING, Programme.YOUTH_CENTRE)
    ring.pseudonymiser(AUTUMN, Programme.THEME_NIGHT)
    (tmp_path / "keys" / "2026-autumn.unknown.key").touch()
    (tmp_path / "keys" / "notes.txt").touch()
    assert [(key.season, key.programme) for key in ring.list()] == [
        (AUTUMN, Programme.THEME_NIGHT),
        (SPRING, Programme.YOUTH_CENTRE),
    ]


def test_police_dialogue_has_no_keys(ring: KeyRing, tmp_path: Path) -> None:
    """Who meets the police is not traceable, so there is no key to trace with; none is made either."""
    with pytest.raises(PersonKeyError, match="police-dialogue"):
        ring.pseudonymiser(AUTUMN, Programme.POLICE_DIALOGUE)
    for act in (ring.create, ring.rotate, ring.destroy):
        with pytest.raises(PersonKeyError, match="says nothing of persons, so it has no keys"):
            act(AUTUMN, Programme.POLICE_DIALOGUE)
    assert not (tmp_path / "keys").exists()


def _pseudonym(directory: Path) -> str:
    return KeyRing(directory).pseudonymiser(AUTUMN, Programme.REGIONAL_EVENT).pseudonym("1")


def test_processes_that_begin_together_agree_on_one_key(tmp_path: Path) -> None:
    """Three processes race for a key that does not exist yet, and get the same one."""
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        pseudonyms = pool.map(_pseudonym, [tmp_path / "keys"] * 16, chunksize=1)
        pool.close()
        pool.join()
    assert len(set(pseudonyms)) == 1
    assert len(list((tmp_path / "keys").iterdir())) == 1


@pytest.mark.parametrize(
    ("instant", "season"),
    [
        ("2026-07-31T20:59:59.999Z", "2026-spring"),
        ("2026-07-31T21:00:00Z", "2026-autumn"),
        ("2026-12-31T21:59:59Z", "2026-autumn"),
        ("2026-12-31T22:00:00Z", "2027-spring"),
    ],
)
def test_seasons_change_at_midnight_in_helsinki(instant: str, season: str) -> None:
    """Spring is January to July and autumn August to December, by Helsinki's clock."""
    assert str(season_of(datetime.fromisoformat(instant))) == season


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  hypothesis adds UTC
def test_a_seasons_text_reads_back(instant: datetime) -> None:
    """What a season is written as is what it is read from."""
    season = season_of(instant)
    assert Season.parse(str(season)) == season


@pytest.mark.parametrize("text", ["2026", "2026-summer", "26-autumn", "2026-autumn/../x", ""])
def test_what_is_no_season_is_refused(text: str) -> None:
    """A season is a year and a half of it, and can never lead out of the directory of keys."""
    with pytest.raises(ValueError, match="is no season"):
        Season.parse(text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    card=st.from_regex(r"[A-Z0-9]{1,16}", fullmatch=True),
    here=st.tuples(st.sampled_from([AUTUMN, SPRING]), st.sampled_from(PEOPLED)),
    there=st.tuples(st.sampled_from([AUTUMN, SPRING]), st.sampled_from(PEOPLED)),
)
def test_a_card_links_within_a_season_and_programme_and_never_across(
    tmp_path: Path, card: str, here: tuple[Season, Programme], there: tuple[Season, Programme]
) -> None:
    """The same card: the same pseudonym in the same season and programme, another one in any other."""
    ring = KeyRing(tmp_path / "keys")
    same = ring.pseudonymiser(*here).pseudonym(card) == ring.pseudonymiser(*there).pseudonym(card)
    assert same is (here == there)


def test_creating_a_key_makes_it_once(ring: KeyRing) -> None:
    """A key can be there before the first check-in; to create it again changes nothing."""
    assert ring.create(AUTUMN, Programme.THEME_NIGHT)
    before = ring.pseudonymiser(AUTUMN, Programme.THEME_NIGHT).pseudonym("1")
    assert not ring.create(AUTUMN, Programme.THEME_NIGHT)
    assert ring.pseudonymiser(AUTUMN, Programme.THEME_NIGHT).pseudonym("1") == before


def bytes_below(folder: Path) -> bytes:
    return b"\n".join(path.name.encode() + b"\n" + path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("act", ["destroy", "rotate"])
def test_after_destruction_nothing_on_the_disk_reproduces_a_pseudonym(ring: KeyRing, tmp_path: Path, act: str) -> None:
    """The same card is a stranger, and no run of bytes that is left in the directory is the key, in any writing."""
    ring.create(AUTUMN, Programme.THEME_NIGHT)
    key = (tmp_path / "keys" / "2026-autumn.theme-night.key").read_bytes()
    before = ring.pseudonymiser(AUTUMN, Programme.THEME_NIGHT).pseudonym("1")
    assert before == Pseudonymiser(key).pseudonym("1")
    assert getattr(ring, act)(AUTUMN, Programme.THEME_NIGHT)
    assert ring.pseudonymiser(AUTUMN, Programme.THEME_NIGHT).pseudonym("1") != before
    left = bytes_below(tmp_path)
    for i in range(len(left) - KEY_BYTES + 1):
        assert Pseudonymiser(left[i : i + KEY_BYTES]).pseudonym("1") != before
    for i in range(KEY_BYTES - 8 + 1):
        assert key[i : i + 8] not in left
        assert key[i : i + 8].hex().encode() not in left.lower()


def test_a_receipt_tells_which_key_went_when_and_nothing_else(tmp_path: Path) -> None:
    """Two lines, before and after, with a fingerprint that a backup's key can be compared with."""
    instants = (datetime(2027, 5, 1, tzinfo=UTC) + timedelta(seconds=second) for second in itertools.count())
    ring = KeyRing(tmp_path / "keys", clock=lambda: next(instants))
    ring.create(AUTUMN, Programme.THEME_NIGHT)
    key = (tmp_path / "keys" / "2026-autumn.theme-night.key").read_bytes()
    ring.destroy(AUTUMN, Programme.THEME_NIGHT)
    assert [json.loads(line) for line in ring.receipts.path.read_text().splitlines()] == [
        {
            "at": f"2027-05-01T00:00:0{second}.000+00:00",
            "act": act,
            "season": "2026-autumn",
            "programme": "theme-night",
            "fingerprint": fingerprint_of(key),
        }
        for second, act in enumerate(["destroying", "destroyed"])
    ]
    assert stat.S_IMODE(ring.receipts.path.stat().st_mode) == 0o600
    assert len(fingerprint_of(key)) == 16
    assert fingerprint_of(b"short") == ""


def test_a_fingerprint_is_no_pseudonym_and_no_plain_hash() -> None:
    """It stands apart from what the key is used for, so that it helps with neither."""
    key = bytes(range(KEY_BYTES))
    assert fingerprint_of(key) == "6dda924e0d15ee2e"
    assert fingerprint_of(key) != sha256(key).hexdigest()[:16]


class BrokenOffError(Exception):
    """The machine went away."""


def break_off(_size: int) -> bytes:
    raise BrokenOffError


def test_a_destruction_that_is_broken_off_is_seen_and_completed(ring: KeyRing, tmp_path: Path) -> None:
    """The receipt is on the disk before the key is touched; run again, the destruction ends and its receipt too."""
    ring.create(AUTUMN, Programme.THEME_NIGHT)
    before = (tmp_path / "keys" / "2026-autumn.theme-night.key").read_bytes()
    with pytest.raises(BrokenOffError):
        KeyRing(tmp_path / "keys", entropy=break_off).destroy(AUTUMN, Programme.THEME_NIGHT)
    (left,) = ring.receipts.unfinished()
    assert (left.act, left.fingerprint) == ("destroying", fingerprint_of(before))
    (found,) = (finding for finding in examine_keys(ring, datetime(2026, 9, 1, tzinfo=UTC)) if not finding.healthy)
    assert "broken off" in found.state
    assert found.remedy == "engage keys destroy --season 2026-autumn --programme theme-night"
    assert ring.destroy(AUTUMN, Programme.THEME_NIGHT)
    assert ring.receipts.unfinished() == ()


def test_a_destruction_that_broke_off_after_the_key_was_gone_is_completed_too(ring: KeyRing, tmp_path: Path) -> None:
    """Without a file there is nothing to destroy any more, but the receipt gets its other half."""
    ring.create(AUTUMN, Programme.THEME_NIGHT)
    lost = Receipt(datetime(2026, 9, 1, tzinfo=UTC), "destroying", AUTUMN, Programme.THEME_NIGHT, "0" * 16)
    ring.receipts.add(lost)
    (tmp_path / "keys" / "2026-autumn.theme-night.key").unlink()
    assert not ring.destroy(AUTUMN, Programme.THEME_NIGHT)
    assert [receipt.act for receipt in ring.receipts.read()] == ["destroying", "destroyed"]
    assert not ring.destroy(AUTUMN, Programme.THEME_NIGHT)
    assert len(ring.receipts.read()) == 2


def test_what_a_broken_off_destruction_left_aside_is_overwritten_with_the_next(ring: KeyRing, tmp_path: Path) -> None:
    """A check-in in between makes a key of its own; neither of the two is left."""
    ring.create(AUTUMN, Programme.THEME_NIGHT)
    old = (tmp_path / "keys" / "2026-autumn.theme-night.key").read_bytes()
    with pytest.raises(BrokenOffError):
        KeyRing(tmp_path / "keys", entropy=break_off).destroy(AUTUMN, Programme.THEME_NIGHT)
    assert old in bytes_below(tmp_path)
    assert ring.create(AUTUMN, Programme.THEME_NIGHT)
    new = (tmp_path / "keys" / "2026-autumn.theme-night.key").read_bytes()
    assert ring.destroy(AUTUMN, Programme.THEME_NIGHT)
    left = bytes_below(tmp_path)
    assert (old in left, new in left, ring.receipts.unfinished()) == (False, False, ())
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["receipts.jsonl"]


def make_pseudonyms(directory: Path, made: "multiprocessing.Queue[str | None]", rotated: Event) -> None:
    """Put each pseudonym that is another than the one before, and None at the end."""
    ring, last = KeyRing(directory), ""
    while not rotated.is_set():
        pseudonym = ring.pseudonymiser(AUTUMN, Programme.THEME_NIGHT).pseudonym("1")
        if pseudonym != last:
            made.put(pseudonym)
        last = pseudonym
    made.put(None)


def test_a_key_that_is_rotated_while_pseudonyms_are_made_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    """Of 60 rotations beside two processes: each pseudonym is under a key that was the key once, never under others.

    The bytes that overwrite keys are known, too: nothing is made under them.
    """
    directory = tmp_path / "keys"
    drawn: list[bytes] = []

    def drawing(size: int) -> bytes:
        drawn.append(secrets.token_bytes(size))
        return drawn[-1]

    KeyRing(directory).create(AUTUMN, Programme.THEME_NIGHT)
    path = directory / "2026-autumn.theme-night.key"
    keys = {path.read_bytes()}
    context = multiprocessing.get_context("spawn")
    made, rotated = context.Queue(), context.Event()
    makers = [context.Process(target=make_pseudonyms, args=(directory, made, rotated)) for _ in range(2)]
    for maker in makers:
        maker.start()
    ring = KeyRing(directory, entropy=drawing)
    found = {made.get(timeout=60)}
    while len(keys) <= 60 or len(found) <= 2:
        assert ring.rotate(AUTUMN, Programme.THEME_NIGHT)
        keys.add(path.read_bytes())
        with suppress(queue.Empty):
            found.add(made.get_nowait())
    rotated.set()
    for _ in makers:
        found.update(iter(partial(made.get, timeout=60), None))
    for maker in makers:
        maker.join(60)
    of = {Pseudonymiser(key).pseudonym("1") for key in keys}
    overwriting = {Pseudonymiser(one).pseudonym("1") for one in drawn if one not in keys}
    assert len(overwriting) >= 60
    assert found <= of
    assert not found & overwriting
    assert len(found) > 2


def test_without_a_receipt_no_key_is_destroyed(ring: KeyRing, tmp_path: Path) -> None:
    """A file of receipts that cannot be written, or that others may read, keeps the key as it is."""
    ring.create(AUTUMN, Programme.THEME_NIGHT)
    path = tmp_path / "keys" / "2026-autumn.theme-night.key"
    before = path.read_bytes()
    ring.receipts.path.touch(mode=0o644)
    with pytest.raises(KeyFileError, match=f"chmod 600 {ring.receipts.path}"):
        ring.destroy(AUTUMN, Programme.THEME_NIGHT)
    ring.receipts.path.unlink()
    ring.receipts.path.mkdir()
    with pytest.raises(KeyFileError, match="no key is destroyed without a receipt"):
        ring.destroy(AUTUMN, Programme.THEME_NIGHT)
    assert path.read_bytes() == before


def test_a_line_that_a_crash_cut_short_costs_no_other_receipt(tmp_path: Path) -> None:
    """What was written before and after it is read."""
    receipts = KeyReceipts(tmp_path)
    whole = [
        Receipt(datetime(2026, 9, 1, tzinfo=UTC), "destroying", AUTUMN, programme, "0" * 16) for programme in PEOPLED
    ]
    receipts.add(whole[0])
    with receipts.path.open("ab") as file:
        file.write(b'{"at": "2026-')
    for receipt in whole[1:]:
        receipts.add(receipt)
    assert receipts.read() == tuple(whole)


def make_open(ring: KeyRing) -> None:
    (ring.directory / "2026-autumn.theme-night.key").chmod(0o640)


def make_short(ring: KeyRing) -> None:
    (ring.directory / "2026-autumn.theme-night.key").write_bytes(b"short")


def make_old(ring: KeyRing) -> None:
    ring.create(Season(2025, "autumn"), Programme.THEME_NIGHT)


def open_directory(ring: KeyRing) -> None:
    ring.directory.chmod(0o750)


def open_receipts(ring: KeyRing) -> None:
    ring.receipts.path.touch()
    ring.receipts.path.chmod(0o644)


@pytest.mark.parametrize(
    ("spoil", "state", "remedy"),
    [
        (make_open, "open to others, mode 0640", "engage keys rotate --season 2026-autumn --programme theme-night"),
        (make_short, "holds no key of 32 bytes", "restore it from a backup"),
        (make_old, "not needed any more since 2026-04-01", "engage keys destroy --season 2025-autumn"),
        (open_directory, "open to others, mode 0750", "chmod 700 "),
        (open_receipts, "receipts.jsonl is open to others, mode 0644", "chmod 600 "),
    ],
)
def test_what_is_amiss_with_keys_is_found_with_what_helps(
    ring: KeyRing, spoil: Callable[[KeyRing], None], state: str, remedy: str
) -> None:
    """Nothing is found before; afterwards that alone."""
    now = datetime(2026, 10, 1, tzinfo=UTC)
    ring.create(AUTUMN, Programme.THEME_NIGHT)
    assert all(finding.healthy for finding in examine_keys(ring, now))
    spoil(ring)
    (found,) = (finding for finding in examine_keys(ring, now) if not finding.healthy)
    assert state in found.state
    assert remedy in found.remedy


def test_a_key_is_needed_as_long_as_a_check_in_of_its_season_is_taken() -> None:
    """A worker refuses what is older than its age limit; before that no key is called superfluous."""
    assert NEEDED_AFTER_SEASON >= AGE_LIMIT


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  hypothesis adds UTC
def test_a_season_ends_where_the_next_begins(instant: datetime) -> None:
    """The first instant after a season is of another one, and the last before it is not."""
    season = season_of(instant)
    assert instant < season.end
    assert season_of(season.end) != season
    assert season_of(season.end.astimezone(UTC) - timedelta(milliseconds=1)) == season
    assume(season.year < 2099)
    assert season_of(season.end).end > season.end


def keys(tmp_path: Path, *arguments: str) -> tuple[int, str]:
    """Run `engage keys`; give the exit code and all that it printed."""
    variables = {"ENGAGE_KEY_DIR": str(tmp_path / "keys"), "ENGAGE_DATA_DIR": str(tmp_path)}
    result = CliRunner().invoke(engage.app, ["keys", *arguments], env=variables, prog_name="engage")
    return result.exit_code, result.output


def test_the_life_of_a_key_on_the_command_line(tmp_path: Path) -> None:
    """Made, made again, replaced, looked at, destroyed: each says what it did, and none shows the key."""
    which = ["--season", "2020-spring", "--programme", "youth-centre"]
    path = tmp_path / "keys" / "2020-spring.youth-centre.key"
    assert keys(tmp_path, "create", *which) == (0, "the key of 2020-spring for youth-centre is made\n")
    assert keys(tmp_path, "create", *which)[1].endswith("is there already; nothing was changed\n")
    first = path.read_bytes()
    code, shown = keys(tmp_path, "rotate", *which, "--yes")
    assert (code, path.read_bytes() != first) == (0, True)
    assert "visitors of 2020-spring in youth-centre are counted anew from now on" in shown
    code, told = keys(tmp_path, "status", "--json")
    (found,) = (finding for finding in json.loads(told) if not finding["healthy"])
    assert (code, found["season"], found["programme"]) == (1, "2020-spring", "youth-centre")
    assert found["remedy"] == "engage keys destroy --season 2020-spring --programme youth-centre"
    second = path.read_bytes()
    code, gone = keys(tmp_path, "destroy", *which, "--yes")
    assert (code, path.exists()) == (0, False)
    assert "receipts.jsonl" in gone
    assert keys(tmp_path, "destroy", *which, "--yes") == (0, "there is no such key; nothing was destroyed\n")
    assert keys(tmp_path, "status")[0] == 0
    for key in (first, second):
        assert key.hex() not in shown + told + gone


@pytest.mark.parametrize("act", ["create", "rotate", "destroy"])
def test_the_command_line_says_that_police_dialogue_has_no_keys(tmp_path: Path, act: str) -> None:
    """Refused with exit code 1, and why."""
    given_ = ["--season", "2026-autumn", "--programme", "police-dialogue", *(["--yes"] if act != "create" else [])]
    code, shown = keys(tmp_path, act, *given_)
    assert code == 1
    assert "police-dialogue says nothing of persons, so it has no keys" in shown


def test_nothing_is_destroyed_without_a_yes(tmp_path: Path) -> None:
    """Asked and not answered with yes, the key stays."""
    which = ["--season", "2026-autumn", "--programme", "youth-centre"]
    keys(tmp_path, "create", *which)
    for act in ("rotate", "destroy"):
        assert keys(tmp_path, act, *which)[0] == 1
    assert (tmp_path / "keys" / "2026-autumn.youth-centre.key").exists()
    assert not (tmp_path / "keys" / "receipts.jsonl").exists()
