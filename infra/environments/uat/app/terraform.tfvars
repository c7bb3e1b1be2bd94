environment = "uat"
region      = "us-east-1"

deployment_config_name = "CodeDeployDefault.LambdaCanary10Percent5Minutes"
log_retention_days     = 30

reserved_concurrency = {
  vanity_convert = 20
  vanity_lookup  = 10
}
