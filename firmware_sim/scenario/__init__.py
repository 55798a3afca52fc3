"""Which runner, shoes, sensors and accidents a simulation has."""
