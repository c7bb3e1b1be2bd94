environment = "prod"
region      = "us-east-1"

deployment_config_name = "CodeDeployDefault.LambdaCanary10Percent5Minutes"
log_retention_days     = 365

reserved_concurrency = {
  vanity_convert = 100
  vanity_lookup  = 50
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
