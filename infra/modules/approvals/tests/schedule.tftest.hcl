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

override_resource {
  target = aws_scheduler_schedule_group.this
  values = { arn = "arn:aws:scheduler:us-east-1:123456789012:schedule-group/release-approvals" }
}

override_resource {
  target = aws_iam_role.schedule
  values = { arn = "arn:aws:iam::123456789012:role/release-approvals-schedule" }
}

run "every_minute_and_when_an_approval_is_over" {
  variables {
    fifo = true
  }

  assert {
    condition     = aws_scheduler_schedule.sweep[0].schedule_expression == "rate(1 minute)" && aws_scheduler_schedule.sweep[0].flexible_time_window[0].mode == "OFF" && aws_scheduler_schedule.sweep[0].kms_key_arn == var.kms_key_arn && aws_scheduler_schedule.sweep[0].group_name == "release-approvals"
    error_message = "The sweep runs every minute."
  }

  assert {
    condition     = aws_scheduler_schedule.sweep[0].target[0].arn == "arn:aws:lambda:us-east-1:123456789012:function:approval-sweep:live" && aws_scheduler_schedule.sweep[0].target[0].role_arn == "arn:aws:iam::123456789012:role/release-approvals-schedule"
    error_message = "The schedule invokes the alias, as its own role."
  }

  assert {
    condition     = aws_scheduler_schedule.sweep[0].target[0].retry_policy[0].maximum_event_age_in_seconds == 60 && aws_scheduler_schedule.sweep[0].target[0].retry_policy[0].maximum_retry_attempts == 2 && aws_scheduler_schedule.sweep[0].target[0].dead_letter_config[0].arn == "arn:aws:sqs:us-east-1:123456789012:release-approvals-sweep-dead-letters"
    error_message = "What cannot be invoked within a minute is kept."
  }

  assert {
    condition = jsondecode(aws_iam_role.schedule.assume_role_policy) == {
      Version = "2012-10-17"
      Statement = [{
        Sid       = "AllowScheduleGroup"
        Effect    = "Allow"
        Principal = { Service = "scheduler.amazonaws.com" }
        Action    = "sts:AssumeRole"
        Condition = {
          StringEquals = { "aws:SourceAccount" = "123456789012" }
          ArnEquals    = { "aws:SourceArn" = "arn:aws:scheduler:us-east-1:123456789012:schedule-group/release-approvals" }
        }
      }]
    }
    error_message = "Only this account's schedules of this group take the role."
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.schedule.policy).Statement == [
      { Sid = "InvokeSweep", Effect = "Allow", Action = "lambda:InvokeFunction", Resource = "arn:aws:lambda:us-east-1:123456789012:function:approval-sweep:live" },
      { Sid = "KeepDeadLetters", Effect = "Allow", Action = "sqs:SendMessage", Resource = "arn:aws:sqs:us-east-1:123456789012:release-approvals-sweep-dead-letters" },
      { Sid = "UseTheKey", Effect = "Allow", Action = ["kms:Decrypt", "kms:GenerateDataKey"], Resource = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555" },
    ]
    error_message = "The role invokes one alias and nothing else."
  }

  assert {
    condition     = aws_iam_role.schedule.permissions_boundary == var.permissions_boundary_arn
    error_message = "Every role is bounded."
  }

  assert {
    condition = jsondecode(aws_cloudwatch_event_rule.approval_over[0].event_pattern) == {
      source      = ["aws.codepipeline"]
      account     = ["123456789012"]
      region      = ["us-east-1"]
      detail-type = ["CodePipeline Action Execution State Change"]
      detail = {
        pipeline = ["billing", "storefront"]
        state    = ["SUCCEEDED", "FAILED", "ABANDONED", "CANCELED"]
        type     = { category = ["Approval"] }
      }
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
    condition     = toset(keys(aws_cloudwatch_metric_alarm.dead_letters)) == toset(["release-approvals-dead-letters", "release-approvals-sweep-dead-letters", "release-approvals-dead-letters.fifo"]) && toset(output.dead_letter_queue_names) == toset(keys(aws_cloudwatch_metric_alarm.dead_letters))
    error_message = "Every dead-letter queue has an alarm."
  }

  assert {
    condition     = alltrue([for name, alarm in aws_cloudwatch_metric_alarm.dead_letters : alarm.dimensions == tomap({ QueueName = name }) && alarm.metric_name == "ApproximateNumberOfMessagesVisible" && alarm.threshold == 1 && alarm.alarm_actions == toset(var.alarm_actions)])
    error_message = "One message is enough."
  }

  assert {
    condition     = alltrue([for queue in [aws_sqs_queue.dead_letters, aws_sqs_queue.sweep_dead_letters, aws_sqs_queue.fifo_dead_letters[0]] : queue.kms_master_key_id == var.kms_key_arn && queue.message_retention_seconds == 1209600])
    error_message = "Dead letters are encrypted and kept for two weeks."
  }
}
