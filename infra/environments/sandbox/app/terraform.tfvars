environment = "sandbox"
region      = "us-east-1"

deployment_config_name = "CodeDeployDefault.LambdaAllAtOnce"
log_retention_days     = 7

reserved_concurrency = {
  vanity_convert = 5
  vanity_lookup  = 5
}

hours = {
  time_zone = "America/New_York"
  days = [
    { day = "MONDAY", open = "08:00", close = "18:00" },
    { day = "TUESDAY", open = "08:00", close = "18:00" },
    { day = "WEDNESDAY", open = "08:00", close = "18:00" },
    { day = "THURSDAY", open = "08:00", close = "18:00" },
    { day = "FRIDAY", open = "08:00", close = "18:00" },
  ]
}

chaos = true

vanity_numbers_retention_days = 30
