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
}

run "routes_are_those_of_the_openapi_file" {
  assert {
    condition = { for key, route in aws_apigatewayv2_route.this : route.route_key => route.operation_name } == {
      "GET /vanity-numbers"               = "listLatestCallers"
      "GET /vanity-numbers/{phoneNumber}" = "getVanityNumbers"
      "$default"                          = "default"
    }
    error_message = "There must be the two operations of openapi.yaml, and $default for all else."
  }

  assert {
    condition     = alltrue([for route in aws_apigatewayv2_route.this : route.api_id == aws_apigatewayv2_api.this.id && route.target == "integrations/int1234"])
    error_message = "A route leads somewhere else than to the function."
  }
}

run "every_request_goes_to_the_alias" {
  assert {
    condition     = aws_apigatewayv2_integration.function.integration_uri == var.alias_invoke_arn && aws_apigatewayv2_integration.function.integration_type == "AWS_PROXY"
    error_message = "The integration must invoke the alias."
  }

  assert {
    condition     = aws_apigatewayv2_api.this.protocol_type == "HTTP" && aws_apigatewayv2_integration.function.payload_format_version == "2.0"
    error_message = "The function understands payload format 2.0 of an HTTP API only."
  }

  assert {
    condition = { for key, permission in aws_lambda_permission.route : permission.statement_id => permission.source_arn } == {
      "vanity-numbers-listLatestCallers" = "arn:aws:execute-api:us-east-1:123456789012:abcdef1234/$default/GET/vanity-numbers"
      "vanity-numbers-getVanityNumbers"  = "arn:aws:execute-api:us-east-1:123456789012:abcdef1234/$default/GET/vanity-numbers/*"
      "vanity-numbers-default"           = "arn:aws:execute-api:us-east-1:123456789012:abcdef1234/$default/$default"
    }
    error_message = "The API may be let in from its own stage and routes only."
  }

  assert {
    condition = alltrue([
      for permission in aws_lambda_permission.route : permission.function_name == "vanity-lookup" && permission.qualifier == "live" &&
      permission.action == "lambda:InvokeFunction" && permission.principal == "apigateway.amazonaws.com"
    ])
    error_message = "API Gateway must be let in to the alias, and to nothing else."
  }
}

run "stage" {
  assert {
    condition     = aws_apigatewayv2_stage.this.name == "$default" && aws_apigatewayv2_stage.this.auto_deploy && aws_apigatewayv2_stage.this.api_id == aws_apigatewayv2_api.this.id
    error_message = "Routes must be served without a deployment of their own, and without the stage in their paths."
  }

  assert {
    condition     = one(aws_apigatewayv2_stage.this.default_route_settings).throttling_rate_limit == 50 && one(aws_apigatewayv2_stage.this.default_route_settings).throttling_burst_limit == 100
    error_message = "The stage must be throttled as configured."
  }
}

run "without_a_domain_the_api_has_the_name_that_it_got" {
  assert {
    condition     = output.endpoint == "https://abcdef1234.execute-api.us-east-1.amazonaws.com" && !aws_apigatewayv2_api.this.disable_execute_api_endpoint
    error_message = "The API must be reached by the name that API Gateway made up."
  }

  assert {
    condition     = output.probe_endpoint == output.endpoint
    error_message = "The probe calls what people call, where it trusts the certificate."
  }

  assert {
    condition     = output.domain_target == null && output.certificate_validation_record == null
    error_message = "There is nothing to point a domain at."
  }
}

run "the_function_itself_is_refused" {
  command = plan

  variables {
    alias_invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:vanity-lookup/invocations"
  }

  expect_failures = [var.alias_invoke_arn]
}

run "another_alias_is_refused" {
  command = plan

  variables {
    alias_name = "next"
  }

  expect_failures = [var.alias_invoke_arn]
}

run "a_version_is_refused" {
  command = plan

  variables {
    alias_name       = "7"
    alias_invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:vanity-lookup:7/invocations"
  }

  expect_failures = [var.alias_name]
}

run "no_requests_at_all_are_refused" {
  command = plan

  variables {
    throttling = { rate = 0, burst = 0 }
  }

  expect_failures = [var.throttling]
}

run "more_than_the_quota_is_refused" {
  command = plan

  variables {
    throttling = { rate = 50, burst = 5001 }
  }

  expect_failures = [var.throttling]
}

run "a_name_that_is_none_is_refused" {
  command = plan

  variables {
    name = "Vanity numbers"
  }

  expect_failures = [var.name]
}
