import pytest

from tests.fuzz.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_stands_its_first_inputs_and_what_is_cut_off_them(name: str) -> None:
    """Whole, halved, doubled and empty: what the fuzzer begins with raises nothing."""
    target = TARGETS[name]
    target.run(b"")
    for seed in target.seeds():
        for data in (seed, seed[: len(seed) // 2], seed + seed, seed[:1] + seed[2:]):
            target.run(data)
