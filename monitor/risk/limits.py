"""Limits of risk: weights of the causes, thresholds and times.

Every weight and time constant is a rule of thumb: no recording relates pressure in a running shoe
to numbness. The form follows what pressure does to a nerve (Lundborg 1982): time above a threshold
counts, and recovery is quick.
"""

from msgspec import Struct

from monitor.settings.kinds import Count, Fraction, Positive


class RiskLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Limits of the risk of each foot's nerve zones."""

    baseline_s: Positive = 120.0
    """Start of the run that defines comfortable where the profile does not, s. Rule of thumb."""
    baseline_strides: Count = 60
    """And this many strides of a foot at least, whatever the time, as in lacing. Rule of thumb."""
    usual_doubt: Positive = 0.15
    """The calf work of earlier runs is usual where its standard deviation at this pace is below
    this part of it; elsewhere the last pace that was known counts, or the start of the run.

    Rule of thumb: the rise that calf load asks for.
    """
    speed_stale_s: Positive = 5.0
    """A speed of another device is used this long, s. Rule of thumb, as in the detectors."""
    mean_s: Positive = 30.0
    """Window of the sustained pressure, s. Rule of thumb, as in lacing."""
    window_full: Fraction = 0.8
    """It gives a mean once it spans this part of its length. Rule of thumb, as in lacing."""
    nerve_kpa: Positive = 4.0
    """Pressure up to which a nerve does not mind, kPa.

    [P] first changes at 30 mmHg of tissue pressure at the wrist (Lundborg 1982); that the pressure
    of an instep cell stands for it is a rule of thumb.
    """
    usual_share: Fraction = 0.5
    """How much the runner's own comfortable pressure counts beside that of a nerve.

    Rule of thumb: laces that are usual need not be harmless (1 would say so), and the kPa of a cell
    are 30–50 % off (0 would believe them). Tuned on the simulator: benchmarks/alerts; not
    validated on runners.
    """
    numb_rise_kpa: Positive = 12.0
    """Pressure of the laces above harmless that makes numb if it stays, kPa.

    [P] 60–90 mmHg (8–12 kPa) of tissue pressure block a nerve at the wrist (Lundborg 1982); the
    upper end, and above harmless, tuned on the simulator: benchmarks/alerts; not validated on
    runners.
    """
    indirect_numb_rise_kpa: Positive = 1.0
    """The same for the pressure left on the sole in swing, kPa. Rule of thumb."""
    edge_ratio: Positive = 1.6
    """Lesser edge over the whole sole in swing at which the level tends to a half.

    Rule of thumb, as in narrow shoe.
    """
    edge_harmless: Fraction = 0.5
    """Part of that ratio up to which edges do nothing. Rule of thumb."""
    tau_on_s: Positive = 600.0
    """Time constant with which the dose follows a rising pressure, s.

    Rule of thumb: block comes within 10–30 min at 60–90 mmHg (Lundborg 1982).
    """
    tau_off_s: Positive = 120.0
    """The same for a falling pressure, s. Rule of thumb: a minute's walk helps."""
    edge_floor_kpa: Positive = 2.0
    """Sole pressure in swing is taken as at least this, as in narrow shoe, kPa. Rule of thumb."""
    load_tau_s: Positive = 900.0
    """Time constant with which calf and sole tighten and recover, s. Rule of thumb."""
    load_usual: Fraction = 0.4
    """Level that the runner's usual load leads to: usual running is bearable. Rule of thumb."""
    load_power: Positive = 3.0
    """Load counts with this power. Rule of thumb: tissue damage is convex in load."""
    laces_weight: Positive = 1.0
    """Share of the laces in the risk of the top. Rule of thumb."""
    edges_weight: Positive = 1.0
    """Share of a narrow shoe in the risk of the forefoot. Rule of thumb."""
    swelling_weight: Positive = 0.35
    """Share of swelling at its limit in the risk of sole and forefoot. Rule of thumb."""
    calf_weight: Positive = 0.7
    """Share of calf load in the risk of the sole. Rule of thumb."""
    calf_top_weight: Positive = 0.35
    """Share of calf load in the risk of the top: half of that of the sole. Rule of thumb."""
    plantar_weight: Positive = 0.4
    """Share of the load on the sole in the risk of sole and forefoot. Rule of thumb."""
    coverage_least: Fraction = 0.5
    """Below this coverage a low level is not a level: it is not assessed. Rule of thumb."""
    partial_level: Positive = 0.5
    """With little coverage, a level is still said if what was measured alone reaches this.

    Rule of thumb: what is seen is a lower bound.
    """
    stale_s: Positive = 20.0
    """Moving for this long without a measurement of a cause, it does not count, s.

    Through a longer gap a dose may have risen, but it has not surely fallen. Rule of thumb: some
    thirty strides, within which neither laces nor load change much.
    """
    indirect_certainty: Fraction = 0.5
    """How much of its weight a cause covers that was measured indirectly. Rule of thumb."""
    report_s: Positive = 30.0
    """Between two reports of a zone, unless it crosses a mark, s. Rule of thumb."""
    mark: Positive = 0.25
    """Levels that are multiples of this are reported when crossed, and a fall of coverage by it.

    Rule of thumb.
    """
    news_least: Positive = 0.05
    """No smaller change of a level is reported, save a rise to the threshold. Rule of thumb."""
    forecast_most_s: Positive = 3600.0
    """No forecast reaches further than this, s. Rule of thumb."""
    foretell_runs: Count = 2
    """Earlier runs with a symptom of a zone after which it can be foretold.

    Tuned on the simulator: benchmarks/coach; not validated on runners. After one run, most of what
    was foretold did not come true.
    """
    symptom_level: Positive = 1.0
    """A reported symptom lifts the zone to at least this until the runner says OK. Definition."""
    learn_fraction: Fraction = 0.95
    """How far a tap moves the personal threshold towards what was measured.

    Rule of thumb: what is felt is at the threshold. Tuned on the simulator: benchmarks/alerts.
    """
    learn_least: Fraction = 0.15
    """A symptom at a lower level was not caused by what is measured: it teaches nothing.

    Rule of thumb.
    """
    outvote_oks: Count = 2
    """A symptom stands until this many later OKs contradict it, one a run; several symptoms until
    this many for each.

    Rule of thumb: one tap may have been a slip, or had another cause; a second run says which.
    """
    outvote_ratio: Positive = 1.25
    """An OK contradicts a symptom above this many times its level.

    Rule of thumb: the level at which a nerve goes numb varies from day to day; an OK just above it,
    perhaps in answer to a warning in good time, must not undo it.
    """
    threshold_least: Positive = 0.25
    """The personal threshold never falls below this.

    Rule of thumb: about the level of usual running in comfortable laces, so that one tap cannot
    make every run a warning.
    """
    threshold_most: Positive = 1.3
    """The personal threshold never rises above this. Rule of thumb: silence is no proof."""
    lessons_most: Count = 50
    """The profile keeps so many lessons of a zone: the last ones, and the lowest level at which
    there ever was a symptom. Rule of thumb: more than anybody looks through."""
