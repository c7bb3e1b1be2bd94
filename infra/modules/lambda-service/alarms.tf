locals {
  # Metrics of the alias, not of the function: they count what callers experienced, on both versions of a canary.
  alarm_dimensions = {
    FunctionName = aws_lambda_function.this.function_name
    Resource     = "${aws_lambda_function.this.function_name}:${aws_lambda_alias.live.name}"
  }

  own_alarms = [
    aws_cloudwatch_metric_alarm.errors,
    aws_cloudwatch_metric_alarm.throttles,
    aws_cloudwatch_metric_alarm.duration,
  ]
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_name        = "${var.name}-errors"
  alarm_description = "Invocations of ${var.name} fail. Look for the log event \"failed\" in ${aws_cloudwatch_log_group.this.name}."

  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = local.alarm_dimensions
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = var.alarms.errors_per_minute
  treat_missing_data  = "notBreaching"

  alarm_actions = var.alarm_actions
  ok_actions    = var.alarm_actions
}

resource "aws_cloudwatch_metric_alarm" "throttles" {
  alarm_name        = "${var.name}-throttles"
  alarm_description = "Lambda turns invocations of ${var.name} away. More run at once than the ${var.reserved_concurrency} that are reserved."

  namespace           = "AWS/Lambda"
  metric_name         = "Throttles"
  dimensions          = local.alarm_dimensions
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = var.alarms.throttles_per_minute
  treat_missing_data  = "notBreaching"

  alarm_actions = var.alarm_actions
  ok_actions    = var.alarm_actions
}

resource "aws_cloudwatch_metric_alarm" "duration" {
  alarm_name        = "${var.name}-duration"
  alarm_description = "The slowest hundredth of invocations of ${var.name} comes near the time limit of ${var.timeout_seconds} seconds."

  namespace           = "AWS/Lambda"
  metric_name         = "Duration"
  dimensions          = local.alarm_dimensions
  extended_statistic  = "p99"
  period              = 60
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = coalesce(var.alarms.duration_p99_ms, var.timeout_seconds * 800)
  treat_missing_data  = "notBreaching"

  # "ignore" would skip every minute of fewer than a thousand calls, which here is nearly every one.
  evaluate_low_sample_count_percentiles = "evaluate"

  alarm_actions = var.alarm_actions
  ok_actions    = var.alarm_actions
}
