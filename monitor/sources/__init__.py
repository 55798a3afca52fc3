"""Where packets come from: radio, recording, files."""
