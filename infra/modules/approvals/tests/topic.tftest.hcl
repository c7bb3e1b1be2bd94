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
  target = module.request
  outputs = {
    function_name  = "approval-request"
    log_group_name = "/aws/lambda/approval-request"
    alias_name     = "live"
    alias_arn      = "arn:aws:lambda:us-east-1:123456789012:function:approval-request:live"
  }
}

override_resource {
  target = aws_sns_topic.this
  values = { arn = "arn:aws:sns:us-east-1:123456789012:release-approvals" }
}

override_resource {
  target = aws_sqs_queue.dead_letters
  values = { arn = "arn:aws:sqs:us-east-1:123456789012:release-approvals-dead-letters", url = "https://sqs/dead-letters" }
}

override_resource {
  target = aws_sqs_queue.requests
  values = { arn = "arn:aws:sqs:us-east-1:123456789012:release-approvals", url = "https://sqs/requests" }
}

run "a_standard_topic_invokes_the_alias" {
  assert {
    condition     = aws_sns_topic.this.fifo_topic == false && aws_sns_topic.this.name == "release-approvals" && aws_sns_topic.this.kms_master_key_id == var.kms_key_arn
    error_message = "An approval action cannot publish to a FIFO topic; the key is the customer's."
  }

  assert {
    condition     = output.topic_arn == "arn:aws:sns:us-east-1:123456789012:release-approvals"
    error_message = "Pipelines are given the ARN of this topic."
  }

  assert {
    condition = jsondecode(aws_sns_topic_policy.this.policy) == {
      Version = "2012-10-17"
      Statement = [
        {
          Sid       = "AllowPublishersOfThisAccount"
          Effect    = "Allow"
          Principal = { AWS = "arn:aws:iam::123456789012:root" }
          Action    = "sns:Publish"
          Resource  = "arn:aws:sns:us-east-1:123456789012:release-approvals"
          Condition = { StringEquals = { "aws:PrincipalAccount" = "123456789012" } }
        },
        {
          Sid       = "DenyUnencryptedTransport"
          Effect    = "Deny"
          Principal = "*"
          Action    = "sns:Publish"
          Resource  = "arn:aws:sns:us-east-1:123456789012:release-approvals"
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        },
      ]
    }
    error_message = "The topic's policy: ${aws_sns_topic_policy.this.policy}"
  }

  assert {
    condition     = aws_sns_topic_subscription.lambda[0].endpoint == "arn:aws:lambda:us-east-1:123456789012:function:approval-request:live" && aws_sns_topic_subscription.lambda[0].protocol == "lambda" && aws_sns_topic_subscription.lambda[0].topic_arn == output.topic_arn
    error_message = "The topic invokes the alias."
  }

  assert {
    condition     = jsondecode(aws_sns_topic_subscription.lambda[0].redrive_policy) == { deadLetterTargetArn = "arn:aws:sqs:us-east-1:123456789012:release-approvals-dead-letters" }
    error_message = "What cannot be delivered is kept."
  }

  assert {
    condition     = aws_lambda_permission.topic[0].qualifier == "live" && aws_lambda_permission.topic[0].function_name == "approval-request" && aws_lambda_permission.topic[0].principal == "sns.amazonaws.com" && aws_lambda_permission.topic[0].source_arn == output.topic_arn && aws_lambda_permission.topic[0].action == "lambda:InvokeFunction"
    error_message = "The topic alone may invoke the alias."
  }

  assert {
    condition     = length(aws_sqs_queue.requests) + length(aws_sns_topic_subscription.queue) + length(aws_lambda_event_source_mapping.this) == 0
    error_message = "There is no queue in between."
  }

  assert {
    condition = jsondecode(aws_sqs_queue_policy.this["dead_letters"].policy).Statement == [
      {
        Sid       = "AllowSource"
        Effect    = "Allow"
        Principal = { Service = "sns.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = "arn:aws:sqs:us-east-1:123456789012:release-approvals-dead-letters"
        Condition = { ArnEquals = { "aws:SourceArn" = "arn:aws:sns:us-east-1:123456789012:release-approvals" } }
      },
      {
        Sid       = "DenyUnencryptedTransport"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["sqs:ReceiveMessage", "sqs:SendMessage"]
        Resource  = "arn:aws:sqs:us-east-1:123456789012:release-approvals-dead-letters"
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
    error_message = "The topic alone sends to its dead-letter queue."
  }
}

run "over_a_queue_and_from_the_pipelines_roles_alone" {
  variables {
    delivery            = "queue"
    publisher_role_arns = ["arn:aws:iam::123456789012:role/storefront-pipeline", "arn:aws:iam::123456789012:role/billing-pipeline"]
  }

  assert {
    condition     = aws_sns_topic_subscription.queue[0].endpoint == "arn:aws:sqs:us-east-1:123456789012:release-approvals" && aws_sns_topic_subscription.queue[0].protocol == "sqs" && aws_sns_topic_subscription.queue[0].topic_arn == output.topic_arn && aws_sns_topic_subscription.queue[0].raw_message_delivery == false
    error_message = "The standard topic feeds the queue, in its envelope."
  }

  assert {
    condition     = length(aws_sns_topic_subscription.lambda) + length(aws_lambda_permission.topic) == 0
    error_message = "The topic does not invoke the function as well."
  }

  assert {
    condition     = aws_sqs_queue.requests[0].kms_master_key_id == var.kms_key_arn && aws_sqs_queue.requests[0].visibility_timeout_seconds == 180 && jsondecode(aws_sqs_queue.requests[0].redrive_policy) == { deadLetterTargetArn = "arn:aws:sqs:us-east-1:123456789012:release-approvals-dead-letters", maxReceiveCount = 5 }
    error_message = "The queue is encrypted, waits six time limits and gives up into its dead-letter queue."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue_redrive_allow_policy.dead_letters[0].redrive_allow_policy) == { redrivePermission = "byQueue", sourceQueueArns = ["arn:aws:sqs:us-east-1:123456789012:release-approvals"] }
    error_message = "No other queue gives up into this one."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue_policy.this["requests"].policy).Statement[0].Condition == { ArnEquals = { "aws:SourceArn" = "arn:aws:sns:us-east-1:123456789012:release-approvals" } } && aws_sqs_queue_policy.this["requests"].queue_url == "https://sqs/requests"
    error_message = "The approval topic alone sends to the queue."
  }

  assert {
    condition     = length(aws_lambda_event_source_mapping.this) == 1 && aws_lambda_event_source_mapping.this[0].event_source_arn == "arn:aws:sqs:us-east-1:123456789012:release-approvals" && aws_lambda_event_source_mapping.this[0].function_name == "arn:aws:lambda:us-east-1:123456789012:function:approval-request:live" && aws_lambda_event_source_mapping.this[0].function_response_types == toset(["ReportBatchItemFailures"]) && aws_lambda_event_source_mapping.this[0].batch_size == 1
    error_message = "The mapping invokes the alias with one message at a time, and the reply names the messages that failed."
  }

  assert {
    condition = jsondecode(aws_sns_topic_policy.this.policy).Statement[2] == {
      Sid       = "DenyOtherPublishers"
      Effect    = "Deny"
      Principal = "*"
      Action    = "sns:Publish"
      Resource  = "arn:aws:sns:us-east-1:123456789012:release-approvals"
      Condition = { ArnNotEquals = { "aws:PrincipalArn" = ["arn:aws:iam::123456789012:role/storefront-pipeline", "arn:aws:iam::123456789012:role/billing-pipeline"] } }
    }
    error_message = "Only the pipelines' roles may publish."
  }
}
