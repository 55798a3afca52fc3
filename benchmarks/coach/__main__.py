"""Score the coach on runners who listen, or print what it says.

python -m benchmarks.coach [--unseen] [--share 0.3] [--quick] [--measured docs/coach.md]
python -m benchmarks.coach --page docs/what-it-says.md
"""

import sys
from pathlib import Path

from benchmarks.coach.run import main
from benchmarks.coach.transcripts import page

if __name__ == "__main__":
    if "--page" in sys.argv:
        file = Path(sys.argv[sys.argv.index("--page") + 1])
        file.write_text("\n".join(page()), encoding="utf-8")
        sys.exit(0)
    sys.exit(main(sys.argv[1:]))
