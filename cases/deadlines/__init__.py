"""What each "later" does when its instant comes: one handler for each rule, set-based over light rows."""
