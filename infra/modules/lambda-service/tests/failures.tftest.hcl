mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name                     = "approval-request"
  description              = "Mails approvers."
  timeout_seconds          = 30
  reserved_concurrency     = 5
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/switchboard-boundary"
  kms_key_arn              = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  log_retention_days       = 90

  artifact = {
    bucket      = "example-artifacts"
    key         = "lambda/0123456789abcdef0123456789abcdef01234567/approval-request.zip"
    code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
  }
}

run "keeps_nothing_by_default" {
  assert {
    condition = (
      length(aws_sqs_queue.failures) == 0 &&
      length(aws_sqs_queue_policy.failures) == 0 &&
      length(aws_lambda_function_event_invoke_config.live) == 0 &&
      output.failure_queue_arn == null &&
      output.failure_queue_name == null
    )
    error_message = "A function that is waited for needs no failure queue."
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.this.policy).Statement[*].Sid == ["WriteOwnLogs", "SendTraces"]
    error_message = "Without a failure queue the role may not send to one."
  }
}

run "keeps_failed_events" {
  variables {
    asynchronous = true
  }

  assert {
    condition = (
      aws_sqs_queue.failures[0].name == "approval-request-failures" &&
      aws_sqs_queue.failures[0].kms_master_key_id == var.kms_key_arn &&
      aws_sqs_queue.failures[0].message_retention_seconds == 1209600 &&
      output.failure_queue_arn == aws_sqs_queue.failures[0].arn &&
      output.failure_queue_name == "approval-request-failures"
    )
    error_message = "Failed events must be kept for fourteen days under the customer-managed key."
  }

  assert {
    condition = (
      aws_lambda_function_event_invoke_config.live[0].function_name == "approval-request" &&
      aws_lambda_function_event_invoke_config.live[0].qualifier == "live" &&
      aws_lambda_function_event_invoke_config.live[0].maximum_retry_attempts == 2 &&
      aws_lambda_function_event_invoke_config.live[0].maximum_event_age_in_seconds == 21600 &&
      aws_lambda_function_event_invoke_config.live[0].destination_config[0].on_failure[0].destination == aws_sqs_queue.failures[0].arn
    )
    error_message = "The alias, which is what callers invoke, must send failed events to the queue."
  }
}

run "refuses_plain_http" {
  variables {
    asynchronous = true
  }

  assert {
    condition = jsondecode(aws_sqs_queue_policy.failures[0].policy) == {
      Version = "2012-10-17"
      Statement = [{
        Sid       = "DenyPlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = aws_sqs_queue.failures[0].arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }]
    }
    error_message = "The queue must refuse requests without TLS, and its policy must allow nothing."
  }

  assert {
    condition     = aws_sqs_queue_policy.failures[0].queue_url == aws_sqs_queue.failures[0].url
    error_message = "The policy must be that of the failure queue."
  }
}

run "lets_the_role_send_failures" {
  variables {
    asynchronous = true
  }

  assert {
    condition = slice(jsondecode(aws_iam_role_policy.this.policy).Statement, 2, 4) == [
      {
        Sid      = "KeepFailures"
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = aws_sqs_queue.failures[0].arn
      },
      {
        Sid       = "EncryptFailures"
        Effect    = "Allow"
        Action    = ["kms:GenerateDataKey", "kms:Decrypt"]
        Resource  = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
        Condition = { StringEquals = { "kms:ViaService" = "sqs.us-east-1.amazonaws.com" } }
      },
    ]
    error_message = "Lambda sends failed events as the function's role, which needs the queue, and the key through SQS only."
  }
}
