region = "us-east-1"

log_retention_days = 365

# Releases reach production on working days, from nine for seven hours.
deployment_window = {
  cron      = "* * 9-15 ? * MON-FRI *"
  time_zone = "America/New_York"
}
