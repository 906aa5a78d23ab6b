import asyncio

from bot.server.bench import OUR_WORDS, Side, measure_load, measure_long, measure_turns, percentile, say_to_us
from bot.server.bench_report import as_markdown, by_position, draw, rows


def side(name, milliseconds, growth):
    return Side(
        name, "http://x", say_to_us, OUR_WORDS, ready_seconds=20.0, memory=100.0,
        by_turn=[[milliseconds, milliseconds * 2]] * 30,
        per_second=1000 / milliseconds, long_turns={10: milliseconds, 400: milliseconds * growth},
    )


def test_percentile_is_one_of_the_values():
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile([1.0], 0.95) == 1.0


def test_report_sets_every_figure_beside_its_ratio_and_bar(tmp_path):
    stock, ours = side("rasa init", 40.0, 30.0), side("Samtalskompassen", 4.0, 1.05)
    found = {row[0]: row[1:] for row in rows(stock, ours)}
    assert found["p50, svar 1-10"][2] == "0,10"
    assert found["svar i sekunden, två kärnor"][2] == "10,0"
    assert found["sent svar mot tidigt i samma samtal"][1].startswith("1,05 (svar 400)")
    assert as_markdown(stock, ours).count("\n|") == len(found) + 2
    draw(stock, ours, tmp_path / "bench.svg")
    assert (tmp_path / "bench.svg").read_text().startswith("<?xml")


def test_every_position_weighs_alike():
    assert by_position([[1.0, 1.0, 9.0], [4.0, 5.0, 6.0]], 0.5) == 3.0


async def test_sides_are_asked_in_turn_and_measured_for_themselves():
    asked = []

    def talker(name):
        async def say(session, state, text, url):
            asked.append(name)
            await asyncio.sleep(0)
            return (state or 0) + 1

        return say

    sides = [Side(name, "http://x", talker(name), ("a", "b")) for name in ("one", "two")]
    await measure_turns(sides, 2)
    assert asked == (["one"] * 30 + ["two"] * 30) * 3
    assert all(len(each) == 2 for side in sides for each in side.by_turn)
    await measure_load(sides, 0.1, rounds=2)
    assert all(side.per_second > 0 for side in sides)
    await measure_long(sides[0], 6)
    assert sorted(sides[0].long_turns) == [2, 4, 6]
