"""Identifiers of characteristics: lower-case 128-bit UUIDs, as the radio library spells them.

Our own profile counts up in the second group of four digits of one random base. Those of the
Bluetooth SIG are its 16-bit numbers in the Bluetooth base. Those from 0101 on are never on
the air: the host makes them, so that a recording also holds what happened around the sensors.
"""

from typing import Final

SERVICE: Final = "0e0d0001-ea1d-4e62-88eb-b36d8f4fc5ef"
"""The service of our pods and insoles; advertised."""
INFORMATION: Final = "0e0d0002-ea1d-4e62-88eb-b36d8f4fc5ef"
LAYOUT: Final = "0e0d0003-ea1d-4e62-88eb-b36d8f4fc5ef"
IMU: Final = "0e0d0004-ea1d-4e62-88eb-b36d8f4fc5ef"
PRESSURE: Final = "0e0d0005-ea1d-4e62-88eb-b36d8f4fc5ef"
CONTROL: Final = "0e0d0006-ea1d-4e62-88eb-b36d8f4fc5ef"

LINK: Final = "0e0d0101-ea1d-4e62-88eb-b36d8f4fc5ef"
"""Host-made: a sensor was connected, lost, stalled, came back."""
SYMPTOM: Final = "0e0d0102-ea1d-4e62-88eb-b36d8f4fc5ef"
"""Host-made: the runner tapped what a foot feels like."""
IMPORT_DESCRIPTION: Final = "0e0d0103-ea1d-4e62-88eb-b36d8f4fc5ef"
"""Host-made: what an imported stream is."""
IMPORT_SAMPLES: Final = "0e0d0104-ea1d-4e62-88eb-b36d8f4fc5ef"
"""Host-made: samples of an imported stream."""
CLOCK: Final = "0e0d0105-ea1d-4e62-88eb-b36d8f4fc5ef"
"""Host-made: a second has passed."""
WISH: Final = "0e0d0106-ea1d-4e62-88eb-b36d8f4fc5ef"
"""Host-made: the runner asked for quiet."""
REFERENCE: Final = "0e0d0107-ea1d-4e62-88eb-b36d8f4fc5ef"
"""Host-made: what another device said about the run (an imported activity)."""
SAID: Final = "0e0d0108-ea1d-4e62-88eb-b36d8f4fc5ef"
"""Host-made: what was said, and what became of it, as JSON; nothing that is to be understood."""
LAP: Final = "0e0d0109-ea1d-4e62-88eb-b36d8f4fc5ef"
"""Host-made: the end of a lap, by another device's word (an imported activity)."""

SENSOR_MAP: Final = "0e0d010a-ea1d-4e62-88eb-b36d8f4fc5ef"
"""Host-made: how the notifications of a sensor of somebody's own are to be read."""

CALIBRATION: Final = "0e0d010b-ea1d-4e62-88eb-b36d8f4fc5ef"
"""Host-made: what a cuff taught about the cells under a tongue."""

HEART_RATE_SERVICE: Final = "0000180d-0000-1000-8000-00805f9b34fb"
RSC_SERVICE: Final = "00001814-0000-1000-8000-00805f9b34fb"
POWER_SERVICE: Final = "00001818-0000-1000-8000-00805f9b34fb"
FITNESS_MACHINE_SERVICE: Final = "00001826-0000-1000-8000-00805f9b34fb"
ENVIRONMENT_SERVICE: Final = "0000181a-0000-1000-8000-00805f9b34fb"
BATTERY_SERVICE: Final = "0000180f-0000-1000-8000-00805f9b34fb"
DEVICE_INFORMATION_SERVICE: Final = "0000180a-0000-1000-8000-00805f9b34fb"

HEART_RATE: Final = "00002a37-0000-1000-8000-00805f9b34fb"
RSC_MEASUREMENT: Final = "00002a53-0000-1000-8000-00805f9b34fb"
RSC_FEATURE: Final = "00002a54-0000-1000-8000-00805f9b34fb"
POWER: Final = "00002a63-0000-1000-8000-00805f9b34fb"
TREADMILL: Final = "00002acd-0000-1000-8000-00805f9b34fb"
TEMPERATURE: Final = "00002a6e-0000-1000-8000-00805f9b34fb"
BATTERY: Final = "00002a19-0000-1000-8000-00805f9b34fb"
SENSOR_LOCATION: Final = "00002a5d-0000-1000-8000-00805f9b34fb"
MANUFACTURER_NAME: Final = "00002a29-0000-1000-8000-00805f9b34fb"
MODEL_NUMBER: Final = "00002a24-0000-1000-8000-00805f9b34fb"
SERIAL_NUMBER: Final = "00002a25-0000-1000-8000-00805f9b34fb"
FIRMWARE_REVISION: Final = "00002a26-0000-1000-8000-00805f9b34fb"
