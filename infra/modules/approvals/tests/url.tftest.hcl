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
  target = module.decision
  outputs = {
    function_name = "approval-decision"
    alias_name    = "live"
    alias_arn     = "arn:aws:lambda:us-east-1:123456789012:function:approval-decision:live"
  }
}

override_resource {
  target = aws_lambda_function_url.this
  values = { function_url = "https://abc123.lambda-url.us-east-1.on.aws/" }
}

run "the_url_is_public_with_both_permissions" {
  assert {
    condition     = aws_lambda_function_url.this.function_name == "approval-decision" && aws_lambda_function_url.this.qualifier == "live" && aws_lambda_function_url.this.authorization_type == "NONE" && length(aws_lambda_function_url.this.cors) == 0
    error_message = "The URL is the alias's, without sign-in and without other origins."
  }

  assert {
    condition     = output.function_url == "https://abc123.lambda-url.us-east-1.on.aws"
    error_message = "The URL is given as base_url takes it."
  }

  assert {
    condition     = aws_lambda_permission.url.action == "lambda:InvokeFunctionUrl" && aws_lambda_permission.url.principal == "*" && aws_lambda_permission.url.function_url_auth_type == "NONE" && aws_lambda_permission.url.function_name == "approval-decision" && aws_lambda_permission.url.qualifier == "live"
    error_message = "The first permission: lambda:InvokeFunctionUrl for a URL without sign-in."
  }

  assert {
    condition     = aws_lambda_permission.invoke_by_url.action == "lambda:InvokeFunction" && aws_lambda_permission.invoke_by_url.principal == "*" && aws_lambda_permission.invoke_by_url.invoked_via_function_url == true && aws_lambda_permission.invoke_by_url.function_name == "approval-decision" && aws_lambda_permission.invoke_by_url.qualifier == "live"
    error_message = "The second permission: lambda:InvokeFunction, by the URL alone. Without it everybody gets 403."
  }

  assert {
    condition     = length(setsubtract([aws_lambda_permission.url.statement_id, aws_lambda_permission.invoke_by_url.statement_id], ["FunctionURLAllowPublicAccess", "FunctionURLAllowInvokeAction", "FunctionURLInvokeAllowPublicAccess"])) == 2
    error_message = "The statements have ids of their own: the provider and the console take others."
  }

  assert {
    condition     = local.environments.decision.APPROVAL_BASE_URL == "https://approve.example.com" && local.environments.request.APPROVAL_BASE_URL == "https://approve.example.com"
    error_message = "Links begin with the base URL, not with the function's URL."
  }
}

run "the_functions_own_url" {
  variables {
    base_url = "https://abc123.lambda-url.us-east-1.on.aws/"
  }

  assert {
    condition     = local.environments.decision.APPROVAL_BASE_URL == "https://abc123.lambda-url.us-east-1.on.aws"
    error_message = "A slash at the end makes no difference."
  }
}

run "another_functions_url" {
  command = plan

  variables {
    base_url = "https://other.lambda-url.us-east-1.on.aws"
  }

  expect_failures = [aws_lambda_function_url.this]
}
