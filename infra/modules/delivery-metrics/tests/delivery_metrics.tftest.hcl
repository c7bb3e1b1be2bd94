mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name               = "switchboard-delivery"
  source_account_ids = ["666677778888", "555566667777"]
  kms_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  log_retention_days = 400
  alarm_actions      = ["arn:aws:sns:us-east-1:123456789012:switchboard-alarms"]
}

run "only_the_environments_send" {
  assert {
    condition = jsonencode(jsondecode(aws_cloudwatch_event_bus_policy.this.policy).Statement) == jsonencode([{
      Sid       = "EnvironmentsSendEvents"
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::555566667777:root", "arn:aws:iam::666677778888:root"] }
      Action    = "events:PutEvents"
      Resource  = aws_cloudwatch_event_bus.this.arn
    }])
    error_message = "others may send, or the environments may do more"
  }
  assert {
    condition     = aws_cloudwatch_event_bus_policy.this.event_bus_name == "switchboard-delivery" && output.bus_arn == aws_cloudwatch_event_bus.this.arn
    error_message = "the policy is on another bus"
  }
}

run "events_are_encrypted_and_kept_for_a_time" {
  assert {
    condition     = aws_cloudwatch_event_bus.this.kms_key_identifier == var.kms_key_arn && aws_cloudwatch_log_group.this.kms_key_id == var.kms_key_arn
    error_message = "events are not encrypted with the given key"
  }
  assert {
    condition     = aws_cloudwatch_log_group.this.retention_in_days == 400 && output.log_group_name == "/aws/events/switchboard-delivery"
    error_message = "events are kept for another time, or elsewhere"
  }
}

run "every_kind_of_event_of_both_buses_is_logged" {
  assert {
    condition = alltrue([
      for bus, bus_name in { environments = "switchboard-delivery", own = "default" } : {
        for name, rule in aws_cloudwatch_event_rule.log : trimprefix(name, "${bus}-") => jsonencode(jsondecode(rule.event_pattern)) if rule.event_bus_name == bus_name
        } == {
        deployments = jsonencode({ source = ["aws.codedeploy"], detail-type = ["CodeDeploy Deployment State-change Notification"] })
        alarms      = jsonencode({ source = ["aws.cloudwatch"], detail-type = ["CloudWatch Alarm State Change"], detail = { alarmName = [{ "anything-but" = ["switchboard-delivery-rules"] }] } })
        jobs        = jsonencode({ source = ["switchboard.delivery"] })
      }
    ])
    error_message = "an event is not logged, or another is"
  }
  assert {
    condition = alltrue([
      for name, target in aws_cloudwatch_event_target.log :
      target.arn == aws_cloudwatch_log_group.this.arn && target.rule == "switchboard-delivery-${name}"
      && target.event_bus_name == aws_cloudwatch_event_rule.log[name].event_bus_name
    ])
    error_message = "a rule does not write to the log"
  }
  assert {
    condition = jsonencode(jsondecode(aws_cloudwatch_log_resource_policy.this.policy_document).Statement) == jsonencode([{
      Sid       = "RulesWriteEvents"
      Effect    = "Allow"
      Principal = { Service = ["delivery.logs.amazonaws.com", "events.amazonaws.com"] }
      Action    = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource  = "${aws_cloudwatch_log_group.this.arn}:*"
    }])
    error_message = "rules cannot write to the log, or to more than it"
  }
}

run "a_rule_that_fails_is_told" {
  assert {
    condition     = module.rule_alarm.alarm_name == "switchboard-delivery-rules"
    error_message = "events get lost without a trace, or the alarm on them is logged and sets itself off"
  }
}

run "what_the_jobs_tell_is_counted" {
  assert {
    condition = {
      for name, filter in aws_cloudwatch_log_metric_filter.this :
      name => "${filter.metric_transformation[0].name} ${jsonencode(filter.metric_transformation[0].dimensions)} ${filter.metric_transformation[0].value} ${filter.metric_transformation[0].unit}"
      } == {
      deployments        = "Deployments {\"Target\":\"$.detail.environment\"} 1 Count"
      failed-deployments = "FailedDeployments {\"Target\":\"$.detail.environment\"} 1 Count"
      rollbacks          = "Rollbacks {\"Target\":\"$.detail.environment\"} 1 Count"
      lead-time          = "LeadTime {\"Target\":\"$.detail.environment\"} $.detail.leadTimeSeconds Seconds"
      rolled-back        = "RolledBack {\"Account\":\"$.account\",\"Application\":\"$.detail.application\"} 1 Count"
    }
    error_message = "other metrics are made"
  }
  assert {
    condition = alltrue([
      for filter in values(aws_cloudwatch_log_metric_filter.this) :
      filter.log_group_name == "/aws/events/switchboard-delivery" && filter.metric_transformation[0].namespace == "Delivery"
    ])
    error_message = "a metric is of another log or namespace"
  }
  assert {
    condition = alltrue([
      for name in ["deployments", "failed-deployments", "rollbacks", "lead-time"] :
      startswith(aws_cloudwatch_log_metric_filter.this[name].pattern, "{ ($.source = \"switchboard.delivery\") && ($.detail-type = \"Deployment\") && ")
    ])
    error_message = "something else than the jobs' own events is counted"
  }
}

run "the_dashboard_shows_the_four" {
  assert {
    condition = [for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : try(widget.properties.metrics[0][0].expression, widget.type)] == [
      "SEARCH('{Delivery,Target} MetricName=\"Deployments\"', 'Sum', 86400)",
      "IF(deployments > 0, 100 * FILL(failed, 0) / deployments)",
      "SEARCH('{Delivery,Target} MetricName=\"LeadTime\"', 'Average', 604800) / 3600",
      "SEARCH('{Delivery,Target} MetricName=\"Rollbacks\"', 'Sum', 86400)",
      "SEARCH('{Delivery,Account,Application} MetricName=\"RolledBack\"', 'Sum', 86400)",
      "log",
      "text",
    ]
    error_message = "a graph is missing"
  }
  assert {
    condition = [for metric in slice(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets[1].properties.metrics, 1, 3) : slice(metric, 0, 4)] == [
      ["Delivery", "FailedDeployments", "Target", "prod"],
      ["Delivery", "Deployments", "Target", "prod"],
    ]
    error_message = "the change failure rate is another environment's"
  }
  assert {
    condition     = output.dashboard_name == "switchboard-delivery"
    error_message = "wrong output"
  }
}

run "the_alarm_tells_somebody" {
  command = plan
  variables {
    alarm_actions = []
  }
  expect_failures = [var.alarm_actions]
}

run "every_account_of_aws_is_refused" {
  command = plan
  variables {
    source_account_ids = ["*"]
  }
  expect_failures = [var.source_account_ids]
}

run "somebody_has_to_send" {
  command = plan
  variables {
    source_account_ids = []
  }
  expect_failures = [var.source_account_ids]
}

run "the_default_bus_is_not_made" {
  command = plan
  variables {
    name = "default"
  }
  expect_failures = [var.name]
}

run "an_alias_is_no_key" {
  command = plan
  variables {
    kms_key_arn = "alias/switchboard"
  }
  expect_failures = [var.kms_key_arn]
}

run "retention_is_one_that_cloudwatch_takes" {
  command = plan
  variables {
    log_retention_days = 100
  }
  expect_failures = [var.log_retention_days]
}
