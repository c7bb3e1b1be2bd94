locals {
  deployment_group_name = local.alias_name

  # Built by name, not read from the group: the group needs the role that this ARN restricts.
  deployment_group_arn = "arn:${data.aws_partition.current.partition}:codedeploy:${data.aws_region.current.region}:${data.aws_caller_identity.current.account_id}:deploymentgroup:${var.name}/${local.deployment_group_name}"
}

resource "aws_codedeploy_app" "this" {
  name             = var.name
  compute_platform = "Lambda"
}

resource "aws_codedeploy_deployment_group" "live" {
  app_name               = aws_codedeploy_app.this.name
  deployment_group_name  = local.deployment_group_name
  deployment_config_name = var.deployment.config_name
  service_role_arn       = aws_iam_role.deployment.arn

  deployment_style {
    deployment_type   = "BLUE_GREEN"
    deployment_option = "WITH_TRAFFIC_CONTROL"
  }

  alarm_configuration {
    enabled = true
    alarms  = concat(local.own_alarms[*].alarm_name, var.deployment.extra_alarm_names)

    # Without the alarms the health of the new version is unknown, so the deployment stops.
    ignore_poll_alarm_failure = false
  }

  auto_rollback_configuration {
    enabled = true
    events  = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"]
  }

  depends_on = [aws_iam_role_policy.deployment]
}

resource "aws_iam_role" "deployment" {
  name                 = "${var.name}-deployment"
  description          = "CodeDeploy moves the alias of ${var.name} as this role."
  permissions_boundary = var.permissions_boundary_arn

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "CodeDeployForThisDeploymentGroup"
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "codedeploy.amazonaws.com" }
      Condition = {
        StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id }
        ArnEquals    = { "aws:SourceArn" = local.deployment_group_arn }
      }
    }]
  })
}

resource "aws_iam_role_policy" "deployment" {
  name = "deployment"
  role = aws_iam_role.deployment.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      {
        Sid    = "MoveAlias"
        Effect = "Allow"
        Action = ["lambda:GetAlias", "lambda:UpdateAlias"]
        # IAM evaluates both on the function; an alias cannot be named.
        Resource = aws_lambda_function.this.arn
      },
      {
        Sid      = "SeeWhetherVersionsAreWarm"
        Effect   = "Allow"
        Action   = ["lambda:GetProvisionedConcurrencyConfig"]
        Resource = "${aws_lambda_function.this.arn}:*"
      },
      {
        Sid    = "WatchAlarms"
        Effect = "Allow"
        Action = ["cloudwatch:DescribeAlarms"]
        # A list of alarms is evaluated on alarm:*, not on each name, and the extra alarms belong to other modules.
        Resource = "arn:${data.aws_partition.current.partition}:cloudwatch:${data.aws_region.current.region}:${data.aws_caller_identity.current.account_id}:alarm:*"
      },
      ], [
      for hook in compact([var.deployment.before_allow_traffic]) : {
        # CodeDeploy invokes the hook by its name alone, so a version or an alias of it is not enough.
        Sid      = "AskTheHook"
        Effect   = "Allow"
        Action   = ["lambda:InvokeFunction"]
        Resource = "arn:${data.aws_partition.current.partition}:lambda:${data.aws_region.current.region}:${data.aws_caller_identity.current.account_id}:function:${hook}"
      }
    ])
  })
}
