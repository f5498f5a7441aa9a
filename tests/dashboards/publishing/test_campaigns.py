"""The file of campaigns."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dashboards.errors import CampaignError
from dashboards.publishing.campaigns import read_campaigns

GOOD = '[[campaign]]\nid = "a"\nstarts = 2026-10-24\nends = 2026-10-25\nen = "A"\nfi = "Aa"\nsv = "Å"\n'


def read(tmp_path: Path, text: str) -> list[object]:
    file = tmp_path / "campaigns.toml"
    file.write_text(text, encoding="utf-8")
    return list(read_campaigns(file))


def test_a_campaign_lasts_whole_days_of_helsinki(tmp_path: Path) -> None:
    """From midnight to midnight, also where the clocks go back in between."""
    file = tmp_path / "campaigns.toml"
    file.write_text(GOOD, encoding="utf-8")
    (campaign,) = read_campaigns(file)
    annotation = campaign.annotation("sv")
    assert annotation["text"] == "Å"
    assert annotation["tags"] == ["engagement-campaign", "engagement-sv", "engagement-campaign:a"]
    begins, ends = (datetime.fromtimestamp(annotation[key] / 1000, UTC) for key in ("time", "timeEnd"))
    assert begins == datetime(2026, 10, 23, 21, tzinfo=UTC)
    assert ends.replace(microsecond=0) == datetime(2026, 10, 25, 21, 59, 59, tzinfo=UTC)


def test_one_day_needs_no_end(tmp_path: Path) -> None:
    """It ends on the day it starts."""
    file = tmp_path / "campaigns.toml"
    file.write_text(GOOD.replace("ends = 2026-10-25\n", ""), encoding="utf-8")
    assert read_campaigns(file)[0].ends == date(2026, 10, 24)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[campaign", "is no TOML"),
        ("[other]\n", "has 'other'; it may have nothing but"),
        ("[campaign]\n", r"write \[\[campaign\]\]"),
        (GOOD + GOOD, "campaign 2: the id 'a' is taken"),
        (GOOD.replace('"a"', '"A b"'), "id is 'A b'; give it small letters"),
        (GOOD.replace("2026-10-25", "2026-10-01"), "ends 2026-10-01 before it starts, 2026-10-24; exchange"),
        (GOOD.replace("2026-10-25", '"soon"'), "ends is 'soon'; give a day without quotes"),
        (GOOD.replace("2026-10-25", "2026-10-25T10:00:00"), "give a day without quotes"),
        (GOOD.replace('fi = "Aa"\n', ""), "lacks fi; write it too"),
        (GOOD.replace('"Aa"', "7"), "en, fi and sv are its name, in quotes"),
        (GOOD + "colour = 1\n", "there is no 'colour'; it may have en, ends"),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    """And what would."""
    with pytest.raises(CampaignError, match=message):
        read(tmp_path, text)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """With the option that names it."""
    with pytest.raises(CampaignError, match=r"nowhere\.toml cannot be read.*--campaigns"):
        read_campaigns(tmp_path / "nowhere.toml")
