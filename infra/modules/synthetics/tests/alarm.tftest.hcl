mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name                     = "synthetic-probe"
  api_endpoint             = "https://api.example.com/"
  api_execution_arn        = "arn:aws:execute-api:us-east-1:123456789012:abcde12345"
  phone_number             = "+12025550143"
  failure_alarm_name       = "synthetic-probe-unhealthy"
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/switchboard-boundary"
  kms_key_arn              = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  log_retention_days       = 30
  alarm_actions            = ["arn:aws:sns:us-east-1:123456789012:switchboard-alarms"]

  artifact = {
    bucket      = "example-artifacts"
    key         = "lambda/0123456789abcdef0123456789abcdef01234567/synthetic-probe.zip"
    code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
  }

  convert_function = {
    function_name = "vanity-convert"
    alias_name    = "live"
    alias_arn     = "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert:live"
  }
}

run "goes_off_when_unhealthy_and_when_silent" {
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.unhealthy.namespace == "Switchboard" &&
      aws_cloudwatch_metric_alarm.unhealthy.metric_name == "Healthy" &&
      aws_cloudwatch_metric_alarm.unhealthy.dimensions == tomap({ Function = "synthetic-probe" }) &&
      aws_cloudwatch_metric_alarm.unhealthy.statistic == "Minimum" &&
      aws_cloudwatch_metric_alarm.unhealthy.comparison_operator == "LessThanThreshold" &&
      aws_cloudwatch_metric_alarm.unhealthy.threshold == 1
    )
    error_message = "The alarm reads the probe's metric Healthy, which is 0 or 1."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.unhealthy.treat_missing_data == "breaching"
    error_message = "A probe that says nothing must set off the alarm."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.unhealthy.period == 60 &&
      aws_cloudwatch_metric_alarm.unhealthy.evaluation_periods == 3 &&
      aws_cloudwatch_metric_alarm.unhealthy.datapoints_to_alarm == 2
    )
    error_message = "Two of three runs decide."
  }
}

run "has_the_name_that_deployments_watch" {
  assert {
    condition     = aws_cloudwatch_metric_alarm.unhealthy.alarm_name == "synthetic-probe-unhealthy" && output.failure_alarm_name == "synthetic-probe-unhealthy"
    error_message = "Deployments name the alarm before it is there, so it has the given name."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.unhealthy.alarm_actions == toset(var.alarm_actions) && aws_cloudwatch_metric_alarm.unhealthy.ok_actions == toset(var.alarm_actions)
    error_message = "Somebody must hear of it, and of its end."
  }

  assert {
    condition     = output.alarm_names == ["synthetic-probe-errors", "synthetic-probe-throttles", "synthetic-probe-duration"]
    error_message = "The probe's own alarms are those of every function."
  }
}

run "counts_in_the_steps_of_the_schedule" {
  variables {
    schedule = "rate(5 minutes)"
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.unhealthy.period == 300 && module.schedule.schedule.schedule_expression == "rate(5 minutes)"
    error_message = "Minutes without a run would be taken for silence."
  }
}
