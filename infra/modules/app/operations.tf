data "aws_region" "current" {}

locals {
  observability_name = "switchboard"

  use_the_key = {
    sid       = "UseTheKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.platform.kms_key_arn]
    condition = { StringEquals = { "kms:ViaService" = ["dynamodb.${data.aws_region.current.region}.amazonaws.com"] } }
  }

  functions = merge(
    {
      vanity-convert  = module.vanity_convert
      vanity-lookup   = module.vanity_lookup
      synthetic-probe = module.synthetics
    },
    one(module.approvals[*].functions),
  )

  deployments = {
    for name, function in local.functions : name => {
      function_name    = function.function_name
      alias            = function.alias_name
      version          = function.version
      application      = function.codedeploy_app_name
      deployment_group = function.deployment_group_name

      before_allow_traffic = function.before_allow_traffic
    }
  }
}

module "observability" {
  source = "../observability"

  name = local.observability_name
  functions = {
    for name, function in local.functions : name => {
      function_name  = function.function_name
      alias_name     = function.alias_name
      log_group_name = function.log_group_name
    }
  }
  failure_queues = compact([for function in local.functions : function.failure_queue_name])
  api_id         = module.http_api.api_id

  api_access_log_group_name = module.http_api.access_log_group_name

  table_names  = concat([module.vanity_table.table_name], module.approvals[*].table_name)
  approvals    = var.approvals == null ? null : { mail_feedback = module.approvals[0].mail_feedback }
  alarm_emails = var.alarm_emails
  kms_key_arn  = var.platform.kms_key_arn
}

module "synthetics" {
  source = "../synthetics"

  name              = "synthetic-probe"
  artifact          = module.artifacts.artifacts["synthetic-probe"]
  api_endpoint      = module.http_api.probe_endpoint
  api_execution_arn = module.http_api.execution_arn
  convert_function = {
    function_name = module.vanity_convert.function_name
    alias_name    = module.vanity_convert.alias_name
    alias_arn     = module.vanity_convert.alias_arn
  }
  api_authorization = var.api.authorization.type
  phone_number      = var.synthetic_phone_number
  # Without its own address approval-decision does not start, and has no page.
  approvals_url        = one([for approvals in module.approvals : approvals.function_url if approvals.is_open])
  tried_functions      = local.function_names
  failure_alarm_name   = local.synthetic_caller_alarm
  reserved_concurrency = var.reserved_concurrency.synthetic_probe
  deployment           = { config_name = var.deployment_config_name, before_allow_traffic = local.probe }

  permissions_boundary_arn = var.permissions_boundary_arn
  kms_key_arn              = var.platform.kms_key_arn
  log_retention_days       = var.log_retention_days
  alarm_actions            = [module.observability.alarm_topic_arn]
}

module "feature_flags" {
  source = "../feature-flags"
  count  = length(var.feature_flags) > 0 ? 1 : 0

  name          = "switchboard"
  environment   = var.environment.name
  is_production = var.environment.is_production
  flags         = var.feature_flags
  released      = var.released_flags
  alarm_arns    = [module.synthetics.failure_alarm_arn]

  permissions_boundary_arn = var.permissions_boundary_arn
  kms_key_arn              = var.platform.kms_key_arn
}

module "chaos" {
  source = "../chaos"
  count  = var.chaos ? 1 : 0

  name                      = "switchboard"
  allows_chaos              = var.environment.allows_chaos
  functions                 = ["vanity-convert", "vanity-lookup"]
  stop_condition_alarm_arns = [module.synthetics.failure_alarm_arn]

  permissions_boundary_arn = var.permissions_boundary_arn
  kms_key_arn              = var.platform.kms_key_arn
  log_retention_days       = var.log_retention_days
}

locals {
  # Layers, variables and permissions by which an experiment reaches a function.
  under_chaos = try(module.chaos[0].function_requirements, null)
}

module "delivery_events" {
  source = "../delivery-events"
  count  = var.delivery_bus_arn == null ? 0 : 1

  name                     = "switchboard"
  bus_arn                  = var.delivery_bus_arn
  permissions_boundary_arn = var.permissions_boundary_arn
  alarm_actions            = [module.observability.alarm_topic_arn]
}
