environment = "sit"
region      = "us-east-1"

deployment_config_name = "CodeDeployDefault.LambdaAllAtOnce"
log_retention_days     = 14

reserved_concurrency = {
  vanity_convert = 5
  vanity_lookup  = 5
}

vanity_numbers_retention_days = 30
