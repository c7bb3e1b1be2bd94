environment = "prod"
region      = "us-east-1"

deployment_config_name = "CodeDeployDefault.LambdaCanary10Percent5Minutes"
log_retention_days     = 365

reserved_concurrency = {
  vanity_convert = 100
  vanity_lookup  = 50
}
