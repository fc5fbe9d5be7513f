"""Plan settings of one instance after those of another, and what an instance has once a plan is applied."""
