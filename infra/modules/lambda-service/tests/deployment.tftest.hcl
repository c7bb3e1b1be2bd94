mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name                     = "vanity-convert"
  description              = "Turns a number into vanity numbers."
  timeout_seconds          = 4
  reserved_concurrency     = 20
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/switchboard-boundary"
  kms_key_arn              = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  log_retention_days       = 90
  alarm_actions            = ["arn:aws:sns:us-east-1:123456789012:alarms"]

  artifact = {
    bucket      = "example-artifacts"
    key         = "lambda/0123456789abcdef0123456789abcdef01234567/vanity-convert.zip"
    code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
  }
}

run "shifts_traffic_by_canary" {
  assert {
    condition = (
      aws_codedeploy_app.this.compute_platform == "Lambda" &&
      aws_codedeploy_app.this.name == "vanity-convert" &&
      aws_codedeploy_deployment_group.live.app_name == "vanity-convert" &&
      aws_codedeploy_deployment_group.live.deployment_group_name == "live" &&
      aws_codedeploy_deployment_group.live.deployment_config_name == "CodeDeployDefault.LambdaCanary10Percent5Minutes" &&
      aws_codedeploy_deployment_group.live.service_role_arn == aws_iam_role.deployment.arn &&
      aws_codedeploy_deployment_group.live.deployment_style[0].deployment_type == "BLUE_GREEN" &&
      aws_codedeploy_deployment_group.live.deployment_style[0].deployment_option == "WITH_TRAFFIC_CONTROL"
    )
    error_message = "The group must shift a Lambda alias, by canary by default."
  }

  assert {
    condition = (
      output.codedeploy_app_name == "vanity-convert" &&
      output.deployment_group_name == "live" &&
      output.deployment_group_arn == aws_codedeploy_deployment_group.live.arn &&
      output.deployment_role_name == "vanity-convert-deployment"
    )
    error_message = "An output of the deployment names the wrong thing."
  }
}

run "rolls_back_by_itself" {
  assert {
    condition = (
      aws_codedeploy_deployment_group.live.auto_rollback_configuration[0].enabled &&
      aws_codedeploy_deployment_group.live.auto_rollback_configuration[0].events == toset(["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"])
    )
    error_message = "A failed, alarming or stopped deployment must be rolled back."
  }

  assert {
    condition = (
      aws_codedeploy_deployment_group.live.alarm_configuration[0].enabled &&
      !aws_codedeploy_deployment_group.live.alarm_configuration[0].ignore_poll_alarm_failure &&
      aws_codedeploy_deployment_group.live.alarm_configuration[0].alarms == toset(["vanity-convert-errors", "vanity-convert-throttles", "vanity-convert-duration"])
    )
    error_message = "The function's own alarms must stop a deployment, also when they cannot be read."
  }
}

run "adds_alarms_and_takes_another_configuration" {
  variables {
    deployment = {
      config_name       = "CodeDeployDefault.LambdaLinear10PercentEvery3Minutes"
      extra_alarm_names = ["api-server-errors", "synthetic-failures"]
    }
  }

  assert {
    condition     = aws_codedeploy_deployment_group.live.deployment_config_name == "CodeDeployDefault.LambdaLinear10PercentEvery3Minutes"
    error_message = "The configuration that was given must be used."
  }

  assert {
    condition = aws_codedeploy_deployment_group.live.alarm_configuration[0].alarms == toset([
      "vanity-convert-errors", "vanity-convert-throttles", "vanity-convert-duration", "api-server-errors", "synthetic-failures",
    ])
    error_message = "Further alarms come on top of the function's own, never instead."
  }
}

run "watches_the_alias" {
  assert {
    condition = alltrue([
      for alarm in [aws_cloudwatch_metric_alarm.errors, aws_cloudwatch_metric_alarm.throttles, aws_cloudwatch_metric_alarm.duration] :
      alarm.namespace == "AWS/Lambda" &&
      alarm.dimensions == tomap({ FunctionName = "vanity-convert", Resource = "vanity-convert:live" }) &&
      alarm.period == 60 &&
      alarm.comparison_operator == "GreaterThanOrEqualToThreshold" &&
      alarm.treat_missing_data == "notBreaching" &&
      alarm.alarm_actions == toset(["arn:aws:sns:us-east-1:123456789012:alarms"]) &&
      alarm.ok_actions == toset(["arn:aws:sns:us-east-1:123456789012:alarms"])
    ])
    error_message = "Every alarm must watch the alias, treat missing data as OK, and notify the topic of both changes."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.errors.metric_name == "Errors" &&
      aws_cloudwatch_metric_alarm.errors.statistic == "Sum" &&
      aws_cloudwatch_metric_alarm.errors.threshold == 1 &&
      aws_cloudwatch_metric_alarm.errors.evaluation_periods == 1
    )
    error_message = "One failed invocation in a minute must raise the alarm."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.throttles.metric_name == "Throttles" &&
      aws_cloudwatch_metric_alarm.throttles.statistic == "Sum" &&
      aws_cloudwatch_metric_alarm.throttles.threshold == 1 &&
      aws_cloudwatch_metric_alarm.throttles.evaluation_periods == 1
    )
    error_message = "One throttled invocation in a minute must raise the alarm."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.duration.metric_name == "Duration" &&
      aws_cloudwatch_metric_alarm.duration.extended_statistic == "p99" &&
      aws_cloudwatch_metric_alarm.duration.threshold == 3200 &&
      aws_cloudwatch_metric_alarm.duration.evaluation_periods == 3 &&
      aws_cloudwatch_metric_alarm.duration.datapoints_to_alarm == 2 &&
      aws_cloudwatch_metric_alarm.duration.evaluate_low_sample_count_percentiles == "evaluate"
    )
    error_message = "A p99 of 80 % of the time limit in two of three minutes must raise the alarm, however few calls there are."
  }

  assert {
    condition = (
      output.alarm_names == ["vanity-convert-errors", "vanity-convert-throttles", "vanity-convert-duration"] &&
      output.alarm_arns == [aws_cloudwatch_metric_alarm.errors.arn, aws_cloudwatch_metric_alarm.throttles.arn, aws_cloudwatch_metric_alarm.duration.arn]
    )
    error_message = "The outputs must name the three alarms."
  }
}

run "takes_other_thresholds" {
  variables {
    alarms = { errors_per_minute = 5, throttles_per_minute = 10, duration_p99_ms = 1500 }
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.errors.threshold == 5 &&
      aws_cloudwatch_metric_alarm.throttles.threshold == 10 &&
      aws_cloudwatch_metric_alarm.duration.threshold == 1500
    )
    error_message = "The thresholds that were given must be used."
  }
}
