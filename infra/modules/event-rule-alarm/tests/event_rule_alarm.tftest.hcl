# Which metrics the alarm reads, and whom it tells.

mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name = "switchboard-rules"
  rules = [
    { name = "switchboard-failed" },
    { name = "switchboard-log", event_bus_name = "switchboard-delivery" },
  ]
  consequence   = "A failed release is not reported."
  alarm_actions = ["arn:aws:sns:us-east-1:123456789012:switchboard-alarms"]
}

run "each_rule_is_read_in_every_set_of_dimensions_that_it_may_have" {
  assert {
    condition = toset([
      for query in aws_cloudwatch_metric_alarm.failed_invocations.metric_query :
      jsonencode([query.metric[0].namespace, query.metric[0].metric_name, query.metric[0].stat, query.metric[0].dimensions]) if length(query.metric) > 0
      ]) == toset([
      jsonencode(["AWS/Events", "FailedInvocations", "Sum", { RuleName = "switchboard-failed" }]),
      jsonencode(["AWS/Events", "FailedInvocations", "Sum", { RuleName = "switchboard-log" }]),
      jsonencode(["AWS/Events", "FailedInvocations", "Sum", { EventBusName = "switchboard-delivery", RuleName = "switchboard-log" }]),
    ])
    error_message = "a rule is not read, or not as EventBridge may report it"
  }
  assert {
    condition = [
      for query in aws_cloudwatch_metric_alarm.failed_invocations.metric_query : query.expression if query.return_data == true
    ] == ["SUM(FILL(METRICS(), 0))"]
    error_message = "the alarm does not watch the sum"
  }
}

run "one_failure_is_told_and_silence_is_none" {
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.failed_invocations.threshold == 0
      && aws_cloudwatch_metric_alarm.failed_invocations.comparison_operator == "GreaterThanThreshold"
      && aws_cloudwatch_metric_alarm.failed_invocations.evaluation_periods == 1
      && aws_cloudwatch_metric_alarm.failed_invocations.treat_missing_data == "notBreaching"
      && toset(aws_cloudwatch_metric_alarm.failed_invocations.alarm_actions) == toset(var.alarm_actions)
    )
    error_message = "a failure is not told, or no data is a failure"
  }
  assert {
    condition     = alltrue([for text in ["A failed release is not reported.", "switchboard-failed, switchboard-log"] : strcontains(aws_cloudwatch_metric_alarm.failed_invocations.alarm_description, text)])
    error_message = "the alarm does not say what is lost, or which rules it watches"
  }
}

run "a_rule_on_another_bus_needs_two_of_the_ten_metrics" {
  command = plan
  variables {
    rules = [for number in range(6) : { name = "switchboard-${number}", event_bus_name = "switchboard-delivery" }]
  }
  expect_failures = [var.rules]
}

run "an_alarm_watches_something" {
  command = plan
  variables {
    rules = []
  }
  expect_failures = [var.rules]
}

run "an_alarm_tells_somebody" {
  command = plan
  variables {
    alarm_actions = []
  }
  expect_failures = [var.alarm_actions]
}

run "what_is_lost_is_a_sentence" {
  command = plan
  variables {
    consequence = "mails"
  }
  expect_failures = [var.consequence]
}
