"""What an owner sets: the side, the pins and the places of the cells. Read by main.py."""

SIDE = 1
"""The foot that the pod is worn on: 1 left, 2 right."""
NAME = "lace pod L"
FIRMWARE = "lace 1.0"
LAYOUT = "tongue4"
CELLS = ((95, -12, 127), (95, 12, 127), (135, -12, 127), (135, 12, 127))
"""Each cell under the tongue: mm from the back of the heel, mm towards the little toe, mm²."""
IMU_MHZ = 208_000
PRESSURE_MHZ = 100_000

CELL_PINS = (32, 33, 34, 35)
"""ADC1 of an ESP32; ADC2 is not free while the radio is on."""
BATTERY_PIN = 39
"""Half of the battery's voltage, by two equal resistors; None without."""
SDA_PIN, SCL_PIN = 21, 22
LIGHT_PIN = 2
