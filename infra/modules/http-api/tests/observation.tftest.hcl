mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name                     = "vanity-numbers"
  function_name            = "vanity-lookup"
  alias_name               = "live"
  alias_invoke_arn         = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:vanity-lookup:live/invocations"
  authorization            = { type = "AWS_IAM" }
  throttling               = { rate = 50, burst = 100 }
  kms_key_arn              = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  log_retention_days       = 30
  server_errors_alarm_name = "vanity-numbers-api-server-errors"

  # An ephemeral variable must be set in a test that applies, even to its default.
  self_signed_private_key_pem = ""
  alarm_actions               = ["arn:aws:sns:us-east-1:123456789012:switchboard-alarms"]
}

run "access_logs_hold_no_phone_number" {
  assert {
    condition     = one(aws_apigatewayv2_stage.this.access_log_settings).destination_arn == aws_cloudwatch_log_group.access.arn
    error_message = "Requests are logged nowhere, or somewhere else."
  }

  # The whole list: review every addition to it with this in mind.
  assert {
    condition = toset(values(jsondecode(one(aws_apigatewayv2_stage.this.access_log_settings).format))) == toset([
      "$context.requestId", "$context.requestTime", "$context.httpMethod", "$context.routeKey", "$context.identity.caller",
      "$context.protocol", "$context.status", "$context.responseLength", "$context.responseLatency", "$context.error.responseType",
      "$context.integration.requestId", "$context.integration.status", "$context.integration.integrationStatus",
      "$context.integration.latency",
    ])
    error_message = "The access logs hold something else: no path, query, address or text of an error may be among it."
  }
}

run "the_caller_of_a_token_is_its_subject" {
  variables {
    authorization = { type = "JWT", issuer = "https://login.example.com/", audience = ["vanity-numbers"] }
  }

  assert {
    condition     = jsondecode(one(aws_apigatewayv2_stage.this.access_log_settings).format).caller == "$context.authorizer.claims.sub"
    error_message = "With tokens, the caller is who the token is about."
  }
}

run "access_logs_are_encrypted_and_end" {
  assert {
    condition     = aws_cloudwatch_log_group.access.kms_key_id == var.kms_key_arn && aws_cloudwatch_log_group.access.retention_in_days == 30
    error_message = "Access logs must be encrypted with the given key, and kept for the given days."
  }

  assert {
    condition     = startswith(aws_cloudwatch_log_group.access.name, "/aws/vendedlogs/")
    error_message = "Outside /aws/vendedlogs/, the group counts towards the limit of the resource policy."
  }
}

run "server_errors_ring" {
  assert {
    condition     = aws_cloudwatch_metric_alarm.server_errors.alarm_name == "vanity-numbers-api-server-errors" && output.server_errors_alarm_name == "vanity-numbers-api-server-errors"
    error_message = "Deployments watch an alarm of another name."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.server_errors.namespace == "AWS/ApiGateway" &&
      aws_cloudwatch_metric_alarm.server_errors.metric_name == "5xx" &&
      aws_cloudwatch_metric_alarm.server_errors.dimensions == tomap({ ApiId = "abcdef1234", Stage = "$default" })
    )
    error_message = "The alarm must watch the errors of this API: 5xx, as HTTP APIs call them."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.server_errors.statistic == "Sum" &&
      aws_cloudwatch_metric_alarm.server_errors.period == 60 &&
      aws_cloudwatch_metric_alarm.server_errors.evaluation_periods == 1 &&
      aws_cloudwatch_metric_alarm.server_errors.comparison_operator == "GreaterThanOrEqualToThreshold" &&
      aws_cloudwatch_metric_alarm.server_errors.threshold == 1 &&
      aws_cloudwatch_metric_alarm.server_errors.treat_missing_data == "notBreaching"
    )
    error_message = "One error within a minute must ring, and no requests must not."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.server_errors.alarm_actions == toset(var.alarm_actions) && aws_cloudwatch_metric_alarm.server_errors.ok_actions == toset(var.alarm_actions)
    error_message = "The alarm must notify its topics when it goes off and when it returns to OK."
  }
}

run "logs_for_ever_are_refused" {
  command = plan

  variables {
    log_retention_days = 0
  }

  expect_failures = [var.log_retention_days]
}

run "an_alarm_that_rings_always_is_refused" {
  command = plan

  variables {
    server_errors_per_minute = 0
  }

  expect_failures = [var.server_errors_per_minute]
}

run "an_address_is_no_topic" {
  command = plan

  variables {
    alarm_actions = ["operations@example.com"]
  }

  expect_failures = [var.alarm_actions]
}

run "the_alias_of_a_key_is_refused" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:us-east-1:123456789012:alias/switchboard"
  }

  expect_failures = [var.kms_key_arn]
}
