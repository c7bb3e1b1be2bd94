data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_partition" "current" {}

locals {
  probes_api = var.api_endpoint != null

  # The names for which the probe's code has a trial.
  triable = ["vanity-convert", "vanity-lookup", "approval-request", "approval-decision", "approval-sweep", "synthetic-probe"]
  tried   = sort(var.tried_functions)

  # A variable that is left out leaves out what it is for.
  environment = {
    for name, value in {
      PROBE_CONVERT_FUNCTION  = one([for convert in var.convert_function[*] : "${convert.function_name}:${convert.alias_name}"])
      PROBE_API_URL           = local.probes_api ? trimsuffix(var.api_endpoint, "/") : null
      PROBE_API_AUTHORIZATION = local.probes_api ? var.api_authorization : null
      PROBE_PHONE_NUMBER      = var.phone_number
      PROBE_APPROVALS_URL     = var.approvals_url == null ? null : trimsuffix(var.approvals_url, "/")
      PROBE_TRIED_FUNCTIONS   = length(local.tried) == 0 ? null : join(",", local.tried)
    } : name => value if value != null
  }

  # Built by name: these functions name the probe as their hook, so the probe cannot wait for them.
  here        = "${data.aws_region.current.region}:${data.aws_caller_identity.current.account_id}"
  codedeploy  = "arn:${data.aws_partition.current.partition}:codedeploy:${local.here}"
  tried_arns  = [for name in local.tried : "arn:${data.aws_partition.current.partition}:lambda:${local.here}:function:${name}:*" if name != var.name]
  permissions = concat(local.call_permissions, local.trial_permissions)

  # An API that takes tokens gets only an unsigned request, and being refused needs no permission.
  call_permissions = concat(
    [for convert in var.convert_function[*] : {
      sid       = "CallAsAmazonConnectDoes"
      actions   = ["lambda:InvokeFunction"]
      resources = [convert.alias_arn]
    }],
    local.probes_api && var.api_authorization == "AWS_IAM" ? [{
      sid       = "LookUpOneNumber"
      actions   = ["execute-api:Invoke"]
      resources = ["${var.api_execution_arn}/$default/GET/vanity-numbers/*"]
    }] : [],
  )

  trial_permissions = concat(
    length(local.tried_arns) == 0 ? [] : [{
      sid       = "TryNewVersions"
      actions   = ["lambda:InvokeFunction"]
      resources = local.tried_arns
    }],
    length(local.tried) == 0 ? [] : [
      {
        sid       = "SeeWhatIsDeployed"
        actions   = ["codedeploy:GetDeployment"]
        resources = [for name in local.tried : "${local.codedeploy}:deploymentgroup:${name}/*"]
      },
      {
        sid       = "SeeWhichVersion"
        actions   = ["codedeploy:GetApplicationRevision"]
        resources = [for name in local.tried : "${local.codedeploy}:application:${name}"]
      },
      {
        # AWS's reference has no resource for this action, and examples of AWS name the deployment group: * is right under
        # both. Who answers needs the id of the hook's execution, which only the hook is told.
        sid       = "AnswerHooks"
        actions   = ["codedeploy:PutLifecycleEventHookExecutionStatus"]
        resources = ["*"]
      },
    ],
  )
}

module "probe" {
  source = "../lambda-service"

  name                 = var.name
  description          = "Calls and looks up as the world outside does, and tells whether it was served."
  artifact             = var.artifact
  timeout_seconds      = 30 # more than all timeouts of the longest trial together, so that every hook is answered
  reserved_concurrency = var.reserved_concurrency
  environment          = local.environment
  policy_statements    = local.permissions
  asynchronous         = true

  deployment = {
    config_name = var.deployment.config_name
    # A probe that finds everything unhealthy may itself be faulty.
    extra_alarm_names    = distinct(concat([var.failure_alarm_name], var.deployment.extra_alarm_names))
    before_allow_traffic = var.deployment.before_allow_traffic
  }

  # A run takes tenths of a second. The time limit is that of a trial.
  alarms = { duration_p99_ms = 8000 }

  permissions_boundary_arn = var.permissions_boundary_arn
  kms_key_arn              = var.kms_key_arn
  log_retention_days       = var.log_retention_days
  alarm_actions            = var.alarm_actions
}
