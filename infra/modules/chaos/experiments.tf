data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition
  region     = data.aws_region.current.region

  function_arns = { for name in var.functions : name => "arn:${local.partition}:lambda:${local.region}:${local.account_id}:function:${name}" }

  actions = {
    delay = {
      action_id   = "aws:lambda:invocation-add-delay"
      description = "starts ${var.faults.percentage} % of the invocations ${var.faults.delay_milliseconds} ms late"
      parameters  = { startupDelayMilliseconds = tostring(var.faults.delay_milliseconds) }
    }
    error = {
      action_id   = "aws:lambda:invocation-error"
      description = "fails ${var.faults.percentage} % of the invocations ${var.faults.prevents_execution ? "before they run" : "after they ran"}"
      parameters  = { preventExecution = tostring(var.faults.prevents_execution) }
    }
  }

  experiments = {
    for pair in setproduct(var.functions, keys(local.actions)) : "${pair[0]}-${pair[1]}" => merge(local.actions[pair[1]], { function = pair[0] })
  }
}

# A person or a load test starts these; nothing else does.
resource "aws_fis_experiment_template" "this" {
  for_each = local.experiments

  description = "${each.value.function}: ${each.value.description}, for ${var.faults.duration}."
  role_arn    = aws_iam_role.experiments.arn

  action {
    name      = "inject"
    action_id = each.value.action_id

    dynamic "parameter" {
      for_each = merge(each.value.parameters, {
        duration             = var.faults.duration
        invocationPercentage = tostring(var.faults.percentage)
      })

      content {
        key   = parameter.key
        value = parameter.value
      }
    }

    target {
      key   = "Functions"
      value = "function"
    }
  }

  target {
    name           = "function"
    resource_type  = "aws:lambda:function"
    selection_mode = "ALL"
    resource_arns  = [local.function_arns[each.value.function]]
  }

  dynamic "stop_condition" {
    for_each = toset(var.stop_condition_alarm_arns)

    content {
      source = "aws:cloudwatch:alarm"
      value  = stop_condition.value
    }
  }

  experiment_options {
    account_targeting            = "single-account"
    empty_target_resolution_mode = "fail"
  }

  log_configuration {
    log_schema_version = 2

    cloudwatch_logs_configuration {
      log_group_arn = "${aws_cloudwatch_log_group.experiments.arn}:*"
    }
  }

  tags = {
    Name = each.key
  }

  depends_on = [aws_iam_role_policy.experiments]
}

# Under /aws/vendedlogs, because the policies for other prefixes would exceed their size limit as the number of log groups grows.
resource "aws_cloudwatch_log_group" "experiments" {
  name              = "/aws/vendedlogs/fis/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}
