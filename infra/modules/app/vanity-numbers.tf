locals {
  # Names that are known beforehand, because a deployment watches alarms and asks a probe that are created after its function.
  probe                  = "synthetic-probe"
  server_errors_alarm    = "vanity-numbers-api-server-errors"
  synthetic_caller_alarm = "synthetic-probe-unhealthy"
  not_recorded_alarm     = "${local.observability_name}-calls-not-recorded"
}

module "vanity_table" {
  source = "../vanity-table"

  name        = "vanity-numbers"
  kms_key_arn = var.platform.kms_key_arn
}

module "vanity_convert" {
  source = "../lambda-service"

  name                 = "vanity-convert"
  description          = "Turns a caller's number into its five best vanity numbers."
  artifact             = module.artifacts.artifacts["vanity-convert"]
  timeout_seconds      = 4 # half of what the contact flow waits, so that a retry of Amazon Connect has its time too
  reserved_concurrency = var.reserved_concurrency.vanity_convert
  layers               = try(local.under_chaos.layers, [])
  environment = merge(try(local.under_chaos.environment, {}), {
    VANITY_NUMBERS_TABLE          = module.vanity_table.table_name
    VANITY_NUMBERS_RETENTION_DAYS = tostring(var.vanity_numbers_retention_days)
  })
  policy_statements = concat(try(local.under_chaos.policy_statements, []), [
    {
      sid       = "RecordCalls"
      actions   = ["dynamodb:UpdateItem"]
      resources = [module.vanity_table.table_arn]
    },
    local.use_the_key,
  ])
  deployment = {
    config_name = var.deployment_config_name
    # A version that cannot record does not fail, so its alarm on errors would let it pass.
    extra_alarm_names    = [local.synthetic_caller_alarm, local.not_recorded_alarm]
    before_allow_traffic = local.probe
  }

  permissions_boundary_arn = var.permissions_boundary_arn
  kms_key_arn              = var.platform.kms_key_arn
  log_retention_days       = var.log_retention_days
  alarm_actions            = [module.observability.alarm_topic_arn]
}

module "vanity_lookup" {
  source = "../lambda-service"

  name                 = "vanity-lookup"
  description          = "Serves the vanity numbers that are kept."
  artifact             = module.artifacts.artifacts["vanity-lookup"]
  timeout_seconds      = 4
  reserved_concurrency = var.reserved_concurrency.vanity_lookup
  layers               = try(local.under_chaos.layers, [])
  environment = merge(try(local.under_chaos.environment, {}), {
    VANITY_NUMBERS_TABLE          = module.vanity_table.table_name
    VANITY_NUMBERS_RETENTION_DAYS = tostring(var.vanity_numbers_retention_days)
  })
  policy_statements = concat(try(local.under_chaos.policy_statements, []), [
    {
      sid       = "ReadNumbers"
      actions   = ["dynamodb:GetItem"]
      resources = [module.vanity_table.table_arn]
    },
    {
      sid       = "ReadLatestCallers"
      actions   = ["dynamodb:Query"]
      resources = [module.vanity_table.latest_callers_index_arn]
    },
    local.use_the_key,
  ])
  deployment = {
    config_name          = var.deployment_config_name
    extra_alarm_names    = [local.server_errors_alarm, local.synthetic_caller_alarm]
    before_allow_traffic = local.probe
  }

  permissions_boundary_arn = var.permissions_boundary_arn
  kms_key_arn              = var.platform.kms_key_arn
  log_retention_days       = var.log_retention_days
  alarm_actions            = [module.observability.alarm_topic_arn]
}

module "http_api" {
  source = "../http-api"

  name                           = "vanity-numbers"
  function_name                  = module.vanity_lookup.function_name
  alias_name                     = module.vanity_lookup.alias_name
  alias_invoke_arn               = module.vanity_lookup.alias_invoke_arn
  authorization                  = var.api.authorization
  throttling                     = var.api.throttling
  domain                         = var.api.domain
  self_signed_private_key_pem    = var.self_signed_private_key_pem
  allows_self_signed_certificate = var.environment.allows_self_signed_certificate
  server_errors_alarm_name       = local.server_errors_alarm

  kms_key_arn        = var.platform.kms_key_arn
  log_retention_days = var.log_retention_days
  alarm_actions      = [module.observability.alarm_topic_arn]
}
