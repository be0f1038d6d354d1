from turnout.rush.figures import Figures


def test_outcomes_and_gauges_are_told_in_prometheus_words():
    figures = Figures()
    figures.outcomes["taken"] += 2
    figures.outcomes["page"] += 1

    assert figures.text({"answers_waiting": 3}).splitlines() == [
        "# TYPE turnout_rush_answers_total counter",
        'turnout_rush_answers_total{outcome="page"} 1',
        'turnout_rush_answers_total{outcome="taken"} 2',
        "# TYPE turnout_answers_waiting gauge",
        "turnout_answers_waiting 3",
    ]
