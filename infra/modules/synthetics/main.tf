locals {
  probes_api = var.api_endpoint != null

  # Without PROBE_API_URL the probe does not check an API.
  environment = {
    for name, value in {
      PROBE_CONVERT_FUNCTION  = "${var.convert_function.function_name}:${var.convert_function.alias_name}"
      PROBE_API_URL           = local.probes_api ? trimsuffix(var.api_endpoint, "/") : null
      PROBE_API_AUTHORIZATION = local.probes_api ? var.api_authorization : null
      PROBE_PHONE_NUMBER      = var.phone_number
    } : name => value if value != null
  }

  # An API that takes tokens gets only an unsigned request, and being refused needs no permission.
  permissions = concat(
    [{
      sid       = "CallAsAmazonConnectDoes"
      actions   = ["lambda:InvokeFunction"]
      resources = [var.convert_function.alias_arn]
    }],
    local.probes_api && var.api_authorization == "AWS_IAM" ? [{
      sid       = "LookUpOneNumber"
      actions   = ["execute-api:Invoke"]
      resources = ["${var.api_execution_arn}/$default/GET/vanity-numbers/*"]
    }] : [],
  )
}

module "probe" {
  source = "../lambda-service"

  name                 = var.name
  description          = "Calls and looks up as the world outside does, and tells whether it was served."
  artifact             = var.artifact
  timeout_seconds      = 10
  reserved_concurrency = var.reserved_concurrency
  environment          = local.environment
  policy_statements    = local.permissions
  asynchronous         = true

  deployment = {
    config_name = var.deployment.config_name
    # A probe that finds everything unhealthy may itself be faulty.
    extra_alarm_names = distinct(concat([var.failure_alarm_name], var.deployment.extra_alarm_names))
  }

  permissions_boundary_arn = var.permissions_boundary_arn
  kms_key_arn              = var.kms_key_arn
  log_retention_days       = var.log_retention_days
  alarm_actions            = var.alarm_actions
}
