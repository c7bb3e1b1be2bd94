mock_provider "aws" {
  source = "../../tests/mocks"
}

override_module {
  target = module.table
  outputs = {
    table_name              = "approvals"
    table_arn               = "arn:aws:dynamodb:us-east-1:123456789012:table/approvals"
    open_requests_index_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/approvals/index/open-requests"
  }
}

override_module {
  target = module.sweep
  outputs = {
    function_name = "approval-sweep"
    alias_name    = "live"
    alias_arn     = "arn:aws:lambda:us-east-1:123456789012:function:approval-sweep:live"
  }
}

override_resource {
  target = aws_sqs_queue.sweep_dead_letters
  values = { arn = "arn:aws:sqs:us-east-1:123456789012:release-approvals-sweep-dead-letters", url = "https://sqs/sweep-dead-letters" }
}

override_resource {
  target = aws_cloudwatch_event_rule.approval_over
  values = { arn = "arn:aws:events:us-east-1:123456789012:rule/release-approvals-over" }
}

run "every_minute_and_when_an_approval_or_a_release_is_over" {
  # As which role and with which key it runs is tested with the module schedule.
  assert {
    condition     = module.schedule.schedule.name == "release-approvals-sweep" && module.schedule.schedule.schedule_expression == "rate(1 minute)"
    error_message = "The sweep runs every minute."
  }

  assert {
    condition     = module.schedule.schedule.target_arn == "arn:aws:lambda:us-east-1:123456789012:function:approval-sweep:live" && jsondecode(module.schedule.schedule.input) == { source = "switchboard.schedule" }
    error_message = "The schedule invokes the alias."
  }

  assert {
    condition     = module.schedule.schedule.retry_policy == { maximum_event_age_seconds = 60, maximum_attempts = 2 } && module.schedule.schedule.dead_letter_queue_arn == "arn:aws:sqs:us-east-1:123456789012:release-approvals-sweep-dead-letters"
    error_message = "What cannot be invoked within a minute is kept."
  }

  assert {
    condition = jsondecode(aws_cloudwatch_event_rule.approval_over[0].event_pattern) == {
      source  = ["aws.codepipeline"]
      account = ["123456789012"]
      region  = ["us-east-1"]
      "$or" = [
        {
          detail-type = ["CodePipeline Action Execution State Change"]
          detail = {
            pipeline = ["billing", "storefront"]
            stage    = ["Approval", "Gate"]
            action   = ["Approve", "Release"]
            state    = ["SUCCEEDED", "FAILED", "ABANDONED", "CANCELED"]
            type     = { category = ["Approval"] }
          }
        },
        {
          detail-type = ["CodePipeline Pipeline Execution State Change"]
          detail = {
            pipeline = ["billing", "storefront"]
            state    = ["SUCCEEDED", "FAILED", "STOPPED", "SUPERSEDED", "CANCELED"]
          }
        },
      ]
    }
    error_message = "The rule: ${aws_cloudwatch_event_rule.approval_over[0].event_pattern}"
  }

  assert {
    condition     = aws_cloudwatch_event_target.approval_over[0].arn == "arn:aws:lambda:us-east-1:123456789012:function:approval-sweep:live" && aws_cloudwatch_event_target.approval_over[0].input == null && aws_cloudwatch_event_target.approval_over[0].dead_letter_config[0].arn == "arn:aws:sqs:us-east-1:123456789012:release-approvals-sweep-dead-letters"
    error_message = "The alias gets the whole event."
  }

  assert {
    condition     = aws_lambda_permission.approval_over[0].action == "lambda:InvokeFunction" && aws_lambda_permission.approval_over[0].principal == "events.amazonaws.com" && aws_lambda_permission.approval_over[0].source_arn == "arn:aws:events:us-east-1:123456789012:rule/release-approvals-over" && aws_lambda_permission.approval_over[0].function_name == "approval-sweep" && aws_lambda_permission.approval_over[0].qualifier == "live"
    error_message = "This rule alone may invoke the alias."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue_policy.this["sweep_dead_letters"].policy).Statement[0].Principal == { Service = "events.amazonaws.com" } && jsondecode(aws_sqs_queue_policy.this["sweep_dead_letters"].policy).Statement[0].Condition == { ArnEquals = { "aws:SourceArn" = "arn:aws:events:us-east-1:123456789012:rule/release-approvals-over" } }
    error_message = "The rule may keep what it could not deliver."
  }

  assert {
    condition     = toset(keys(aws_cloudwatch_metric_alarm.dead_letters)) == toset(["release-approvals-dead-letters", "release-approvals-sweep-dead-letters"]) && toset(output.dead_letter_queue_names) == toset(keys(aws_cloudwatch_metric_alarm.dead_letters))
    error_message = "Every dead-letter queue has an alarm."
  }

  assert {
    condition     = alltrue([for name, alarm in aws_cloudwatch_metric_alarm.dead_letters : alarm.dimensions == tomap({ QueueName = name }) && alarm.metric_name == "ApproximateNumberOfMessagesVisible" && alarm.threshold == 1 && alarm.alarm_actions == toset(var.alarm_actions)])
    error_message = "One message is enough."
  }

  assert {
    condition     = alltrue([for queue in [aws_sqs_queue.dead_letters, aws_sqs_queue.sweep_dead_letters] : queue.kms_master_key_id == var.kms_key_arn && queue.message_retention_seconds == 1209600])
    error_message = "Dead letters are encrypted and kept for two weeks."
  }
}

run "an_approval_that_nobody_was_asked_about_is_an_alarm" {
  assert {
    condition     = aws_cloudwatch_log_metric_filter.not_guarded.log_group_name == module.request.log_group_name && alltrue([for kind in ["ActionNotAllowed", "PipelineNotAllowed"] : strcontains(aws_cloudwatch_log_metric_filter.not_guarded.pattern, "$.error_type = \"${kind}\"")])
    error_message = "Both refusals of approval-request are counted."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.not_guarded.namespace == aws_cloudwatch_log_metric_filter.not_guarded.metric_transformation[0].namespace && aws_cloudwatch_metric_alarm.not_guarded.metric_name == aws_cloudwatch_log_metric_filter.not_guarded.metric_transformation[0].name && aws_cloudwatch_metric_alarm.not_guarded.threshold == 1 && aws_cloudwatch_metric_alarm.not_guarded.alarm_actions == toset(var.alarm_actions)
    error_message = "One of them is enough for the alarm."
  }

  assert {
    condition     = strcontains(aws_cloudwatch_metric_alarm.not_guarded.alarm_description, "renamed in the pipeline") && strcontains(aws_cloudwatch_metric_alarm.not_guarded.alarm_description, module.request.log_group_name)
    error_message = "The alarm says what usually happened, and where the names are."
  }
}

run "more_actions_than_a_rule_holds" {
  command = plan

  variables {
    pipelines = {
      for number in range(10) : "pipeline-${number}-${join("", [for _ in range(80) : "x"])}" => {
        stage = "Approval", action = "Approve", approvers = [{ email = "ana@example.com", name = "Ana" }]
      }
    }
  }

  expect_failures = [aws_cloudwatch_event_rule.approval_over]
}
