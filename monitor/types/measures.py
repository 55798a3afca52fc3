"""What the sensors of a foot measure of one stride."""

from dataclasses import dataclass
from typing import final


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class MotionMeasures:
    """What a foot's inertial sensor measures of one stride; None where samples were lost.

    Parameters
    ----------
    length_from_s, length_to_s : float
        Instants (mid-stance to mid-stance) between which the length is measured.
    stride_length_m : float or None
        Horizontal straight-line displacement of the pod between them.
    rise_m : float or None
        Vertical displacement between them, up positive.
    turn_rad : float or None
        Change of the foot's heading between them, to the left positive.
    path_height_m, toe_clearance_m : float or None
        Greatest height of the pod over the straight line between them; least height of the shoe's
        tip over the ground in the middle of swing.
    foot_strike_angle_rad : float or None
        Pitch at initial contact minus pitch at mid-stance, toes up positive.
    pitch_mid_swing_rad : float or None
        Pitch where the foot swings fastest minus pitch at the mid-stance after.
    foot_slap_rad_s : float or None
        Peak plantarflexion rate in the first 60 ms of contact, positive.
    pronation_rad : float or None
        Eversion from initial contact to its greatest in stance, positive.
    impact_m_s2 : float or None
        Greatest specific force around initial contact.
    ic_error_s, tc_error_s : float or None
        Standard deviation of contacts that motion timed; None where a load did.
    rest_before_s : float or None
        How long the foot lay still between the end of the stride before and ``length_from_s``;
        None where it did not: slow walkers rest on each foot.
    """

    length_from_s: float
    length_to_s: float
    stride_length_m: float | None = None
    rise_m: float | None = None
    turn_rad: float | None = None
    path_height_m: float | None = None
    toe_clearance_m: float | None = None
    foot_strike_angle_rad: float | None = None
    pitch_mid_swing_rad: float | None = None
    foot_slap_rad_s: float | None = None
    pronation_rad: float | None = None
    impact_m_s2: float | None = None
    ic_error_s: float | None = None
    tc_error_s: float | None = None
    rest_before_s: float | None = None

    @property
    def speed_m_s(self) -> float | None:
        """Mean speed over the length's interval and the rest before it."""
        if self.stride_length_m is None:
            return None
        time_s = self.length_to_s - self.length_from_s
        return self.stride_length_m / (time_s + (self.rest_before_s or 0.0))


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class LoadMeasures:
    """What the load under a foot measures of one stride; None where it has no cells for it.

    Parameters
    ----------
    peak_force_n, impulse_n_s, loading_rate_n_s : float or None
        Vertical force of the stance, from plantar pressure or a plate.
    cop_start_m, cop_middle_m, cop_end_m : float or None
        Centre of pressure from the back of the heel, at the start, half and end of stance.
    cop_velocity_m_s, cop_width_m : float or None
        Its mean forward velocity between start and end; its range across the foot.
    heel_share, midfoot_share, forefoot_share : float or None
        Parts of the stance's load.
    plantar_swing_kpa, instep_swing_kpa : float or None
        Mean of the unloaded part of swing (sole; instep).
    instep_peak_kpa : float or None
        Peak instep pressure of the stride.
    edge_medial_swing_kpa, edge_lateral_swing_kpa : float or None
        Mean pressure of the forefoot's edges in swing.
    plantarflexor_moment_peak_n_m : float or None
        Greatest moment of the vertical force about the ankle, which the calf holds.
    achilles_peak_n, achilles_impulse_n_s : float or None
        Estimated load of the Achilles tendon.
    """

    peak_force_n: float | None = None
    impulse_n_s: float | None = None
    loading_rate_n_s: float | None = None
    cop_start_m: float | None = None
    cop_middle_m: float | None = None
    cop_end_m: float | None = None
    cop_velocity_m_s: float | None = None
    cop_width_m: float | None = None
    heel_share: float | None = None
    midfoot_share: float | None = None
    forefoot_share: float | None = None
    plantar_swing_kpa: float | None = None
    instep_peak_kpa: float | None = None
    instep_swing_kpa: float | None = None
    edge_medial_swing_kpa: float | None = None
    edge_lateral_swing_kpa: float | None = None
    plantarflexor_moment_peak_n_m: float | None = None
    achilles_peak_n: float | None = None
    achilles_impulse_n_s: float | None = None
