"""What the known questions are called in lists, a line a name after the fingerprint of what it is for.

That is the first sentence of a prompt: a question keeps its name where its number, its limits or the rest of its prompt
are others in another edition. `python -m exam_tui.core.naming.short_names FILE…` prints the fingerprints of files.
"""

from typing import Final

NAMES: Final = """
  e19a095b group number
  431ad71d study numbers
  d3dcfd84 extra packages
  ddbb6ea3 extra packages
  c32cfb01 framework
  789498c9 dependencies
  9fc3b275 code structure
  13a7248c code quality
  f4275962 unit tests
  6372f373 unit tests
  13c9ffc5 code coverage
  039392a3 branches and PRs
  791bfeb3 DVC
  c1c0ceb6 continuous integration
  77e4ab59 continuous integration
  dbfdc646 config files
  87f669a0 reproducibility
  57a38506 experiment tracking
  587f26cc Docker
  44feac7c debugging
  71488b45 GCP services
  1ff20483 Compute Engine
  2e519bfb GCP bucket
  26c250f8 artifact registry
  958aca4b artifact registry
  1d806fa8 container registry
  1716a764 build history
  6272403a build history
  8101708b cloud training
  024a0532 deployment
  a1991aa0 API
  201ae728 deployment
  d9d763ae API tests
  2ef037b9 API tests
  93f3a186 monitoring
  6c1cf121 cloud credits
  d903991d anything extra
  afc9eb01 architecture
  5285c8cd struggles
  68dd8d2a contributions
"""
