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

run "without_a_base_url_nothing_is_subscribed_or_scheduled" {
  variables {
    base_url = null
    delivery = "queue"
  }

  assert {
    condition = sum([
      length(aws_sns_topic_subscription.lambda),
      length(aws_sns_topic_subscription.queue),
      length(aws_lambda_event_source_mapping.this),
      length(aws_cloudwatch_event_rule.approval_over),
      length(aws_cloudwatch_event_target.approval_over),
      length(aws_lambda_permission.approval_over),
    ]) == 0 && module.schedule.schedule == null
    error_message = "No mail may be sent while the target of its links is unknown."
  }

  assert {
    condition     = !output.is_open && output.function_url == "https://mockurlid.lambda-url.us-east-1.on.aws"
    error_message = "The function's URL is there to be read."
  }

  assert {
    condition     = alltrue([for environment in values(local.environments) : environment.APPROVAL_BASE_URL == "https://approvals.invalid"])
    error_message = "The functions start, with an address that can never be reached."
  }
}

run "without_a_base_url_and_directly" {
  variables {
    base_url = null
  }

  assert {
    condition     = length(aws_sns_topic_subscription.lambda) == 0
    error_message = "The topic is not subscribed yet."
  }
}

run "with_a_base_url" {
  assert {
    condition     = output.is_open && length(aws_sns_topic_subscription.lambda) == 1 && module.schedule.schedule != null && length(aws_cloudwatch_event_target.approval_over) == 1
    error_message = "The second apply subscribes and schedules."
  }
}
