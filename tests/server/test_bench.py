from bot.server.bench import Side, percentile
from bot.server.bench_report import as_markdown, draw, rows


def side(name, milliseconds, growth):
    return Side(
        name, "http://x", ready_seconds=20.0, memory=100.0, by_turn=[[milliseconds, milliseconds * 2]] * 30,
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
