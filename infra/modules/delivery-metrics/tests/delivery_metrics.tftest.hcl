mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name               = "switchboard-delivery"
  source_account_ids = ["666677778888", "555566667777"]
  kms_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  log_retention_days = 400
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
        pipelines   = jsonencode({ source = ["aws.codepipeline"], detail-type = ["CodePipeline Pipeline Execution State Change", "CodePipeline Stage Execution State Change"] })
        deployments = jsonencode({ source = ["aws.codedeploy"], detail-type = ["CodeDeploy Deployment State-change Notification"] })
        alarms      = jsonencode({ source = ["aws.cloudwatch"], detail-type = ["CloudWatch Alarm State Change"] })
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

run "deployments_are_counted" {
  assert {
    condition = { for name, filter in aws_cloudwatch_log_metric_filter.this : name => "${filter.metric_transformation[0].name} ${jsonencode(filter.metric_transformation[0].dimensions)}" } == {
      pipeline-deployments        = "Deployments {\"Target\":\"$.detail.pipeline\"}"
      pipeline-failed-deployments = "FailedDeployments {\"Target\":\"$.detail.pipeline\"}"
      job-deployments             = "Deployments {\"Target\":\"$.detail.environment\"}"
      job-failed-deployments      = "FailedDeployments {\"Target\":\"$.detail.environment\"}"
      rolled-back                 = "RolledBack {\"Account\":\"$.account\",\"Application\":\"$.detail.application\"}"
    }
    error_message = "other metrics are made"
  }
  assert {
    condition = alltrue([
      for filter in values(aws_cloudwatch_log_metric_filter.this) :
      filter.log_group_name == "/aws/events/switchboard-delivery" && filter.metric_transformation[0].namespace == "Delivery" && filter.metric_transformation[0].value == "1"
    ])
    error_message = "a metric is of another log or namespace"
  }
  assert {
    condition     = aws_cloudwatch_log_metric_filter.this["pipeline-failed-deployments"].pattern == "{ ($.source = \"aws.codepipeline\") && ($.detail-type = \"CodePipeline Stage Execution State Change\") && ($.detail.stage = \"Production\") && ($.detail.state = \"FAILED\") }"
    error_message = "a rejected approval would count as a failed deployment"
  }
  assert {
    condition     = strcontains(aws_cloudwatch_log_metric_filter.this["pipeline-deployments"].pattern, "(($.detail.state = \"SUCCEEDED\") || ($.detail.state = \"FAILED\"))")
    error_message = "not every deployment counts"
  }
  assert {
    condition     = aws_cloudwatch_log_metric_filter.this["rolled-back"].pattern == "{ ($.source = \"aws.codedeploy\") && (($.detail.state = \"FAILURE\") || ($.detail.state = \"STOP\")) }"
    error_message = "rollbacks are not counted"
  }
}

run "the_dashboard_shows_frequency_and_failure_rate" {
  variables {
    pipeline_name = "storefront"
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets[0].properties.metrics[0][0].expression == "SEARCH('{Delivery,Target} MetricName=\"Deployments\"', 'Sum', 86400)"
    error_message = "the dashboard does not show how often is deployed"
  }
  assert {
    condition = (
      jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets[1].properties.metrics[0][0].expression == "IF(deployments > 0, 100 * FILL(failed, 0) / deployments)"
      && slice(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets[1].properties.metrics[1], 0, 4) == ["Delivery", "FailedDeployments", "Target", "storefront"]
      && slice(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets[1].properties.metrics[2], 0, 4) == ["Delivery", "Deployments", "Target", "storefront"]
    )
    error_message = "the dashboard does not show the change failure rate"
  }
  assert {
    condition     = output.dashboard_name == "switchboard-delivery"
    error_message = "wrong output"
  }
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

run "a_stage_name_cannot_end_the_pattern" {
  command = plan
  variables {
    production_stage = "Production\")"
  }
  expect_failures = [var.production_stage]
}

run "a_pipeline_has_a_name" {
  command = plan
  variables {
    pipeline_name = ""
  }
  expect_failures = [var.pipeline_name]
}
