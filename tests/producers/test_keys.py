import multiprocessing
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producers.errors import KeyFileError, PersonKeyError
from producers.keys import KeyRing
from producers.seasons import Season, season_of
from schemas.programmes import Programme

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
    with pytest.raises(PersonKeyError):
        ring.destroy(AUTUMN, Programme.POLICE_DIALOGUE)
    assert not (tmp_path / "keys").exists()


def _pseudonym(directory: Path) -> str:
    return KeyRing(directory).pseudonymiser(AUTUMN, Programme.REGIONAL_EVENT).pseudonym("1")


def test_processes_that_begin_together_agree_on_one_key(tmp_path: Path) -> None:
    """Four processes race for a key that does not exist yet, and get the same one."""
    with multiprocessing.get_context("spawn").Pool(4) as pool:
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
