"""What is about speed: tests whose figures are ratios within one run, and scripts that print tables."""
