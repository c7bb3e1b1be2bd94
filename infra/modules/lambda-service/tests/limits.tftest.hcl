mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name                     = "vanity-convert"
  description              = "Turns a number into vanity numbers."
  timeout_seconds          = 4
  reserved_concurrency     = 20
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/switchboard-boundary"
  kms_key_arn              = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  log_retention_days       = 90

  artifact = {
    bucket      = "example-artifacts"
    key         = "lambda/0123456789abcdef0123456789abcdef01234567/vanity-convert.zip"
    code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
  }
}

run "takes_allatonce" {
  command = plan

  variables {
    deployment = { config_name = "CodeDeployDefault.LambdaAllAtOnce" }
  }

  assert {
    condition     = aws_codedeploy_deployment_group.live.deployment_config_name == "CodeDeployDefault.LambdaAllAtOnce"
    error_message = "The deployment group shifts traffic by the given configuration."
  }
}

run "takes_canary10percent5minutes" {
  command = plan

  variables {
    deployment = { config_name = "CodeDeployDefault.LambdaCanary10Percent5Minutes" }
  }

  assert {
    condition     = aws_codedeploy_deployment_group.live.deployment_config_name == "CodeDeployDefault.LambdaCanary10Percent5Minutes"
    error_message = "The deployment group shifts traffic by the given configuration."
  }
}

run "takes_canary10percent10minutes" {
  command = plan

  variables {
    deployment = { config_name = "CodeDeployDefault.LambdaCanary10Percent10Minutes" }
  }

  assert {
    condition     = aws_codedeploy_deployment_group.live.deployment_config_name == "CodeDeployDefault.LambdaCanary10Percent10Minutes"
    error_message = "The deployment group shifts traffic by the given configuration."
  }
}

run "takes_canary10percent15minutes" {
  command = plan

  variables {
    deployment = { config_name = "CodeDeployDefault.LambdaCanary10Percent15Minutes" }
  }

  assert {
    condition     = aws_codedeploy_deployment_group.live.deployment_config_name == "CodeDeployDefault.LambdaCanary10Percent15Minutes"
    error_message = "The deployment group shifts traffic by the given configuration."
  }
}

run "takes_canary10percent30minutes" {
  command = plan

  variables {
    deployment = { config_name = "CodeDeployDefault.LambdaCanary10Percent30Minutes" }
  }

  assert {
    condition     = aws_codedeploy_deployment_group.live.deployment_config_name == "CodeDeployDefault.LambdaCanary10Percent30Minutes"
    error_message = "The deployment group shifts traffic by the given configuration."
  }
}

run "takes_linear10percentevery1minute" {
  command = plan

  variables {
    deployment = { config_name = "CodeDeployDefault.LambdaLinear10PercentEvery1Minute" }
  }

  assert {
    condition     = aws_codedeploy_deployment_group.live.deployment_config_name == "CodeDeployDefault.LambdaLinear10PercentEvery1Minute"
    error_message = "The deployment group shifts traffic by the given configuration."
  }
}

run "takes_linear10percentevery2minutes" {
  command = plan

  variables {
    deployment = { config_name = "CodeDeployDefault.LambdaLinear10PercentEvery2Minutes" }
  }

  assert {
    condition     = aws_codedeploy_deployment_group.live.deployment_config_name == "CodeDeployDefault.LambdaLinear10PercentEvery2Minutes"
    error_message = "The deployment group shifts traffic by the given configuration."
  }
}

run "takes_linear10percentevery3minutes" {
  command = plan

  variables {
    deployment = { config_name = "CodeDeployDefault.LambdaLinear10PercentEvery3Minutes" }
  }

  assert {
    condition     = aws_codedeploy_deployment_group.live.deployment_config_name == "CodeDeployDefault.LambdaLinear10PercentEvery3Minutes"
    error_message = "The deployment group shifts traffic by the given configuration."
  }
}

run "takes_linear10percentevery10minutes" {
  command = plan

  variables {
    deployment = { config_name = "CodeDeployDefault.LambdaLinear10PercentEvery10Minutes" }
  }

  assert {
    condition     = aws_codedeploy_deployment_group.live.deployment_config_name == "CodeDeployDefault.LambdaLinear10PercentEvery10Minutes"
    error_message = "The deployment group shifts traffic by the given configuration."
  }
}

run "takes_values_at_the_limits" {
  command = plan

  variables {
    name                 = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    timeout_seconds      = 900
    memory_mb            = 10240
    reserved_concurrency = 1
    log_level            = "TRACE"
    alarms               = { duration_p99_ms = 900000 }

    # 4,092 bytes as Lambda counts them, though jsonencode() writes < and > in six bytes each.
    environment = { SETTING = format("Releases <releases@example.com>%4047s", "") }

    policy_statements = [
      { sid = "PutResults", actions = ["codepipeline:PutApprovalResult"], resources = ["arn:aws:codepipeline:us-east-1:123456789012:storefront/Approval/Approve"] },
      { sid = "ReadFiles", actions = ["s3:GetObject"], resources = ["arn:aws:s3:::example-artifacts/lambda/*"] },
      { sid = "CallApi", actions = ["execute-api:Invoke"], resources = ["arn:aws:execute-api:us-east-1:123456789012:abc123/*/GET/vanity-numbers"] },
      { sid = "ReadApi", actions = ["apigateway:GET"], resources = ["arn:aws:apigateway:us-east-1::/apis/abc123"] },
    ]
  }

  assert {
    condition     = aws_lambda_function.this.timeout == 900 && aws_lambda_function.this.memory_size == 10240 && aws_lambda_function.this.reserved_concurrent_executions == 1 && length(aws_lambda_function.this.function_name) == 50
    error_message = "The function has the largest values that Lambda takes, and one invocation at a time."
  }

  assert {
    condition     = length(aws_lambda_function.this.environment[0].variables["SETTING"]) == length("Releases <releases@example.com>") + 4047
    error_message = "The longest environment reaches the function whole."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.duration.threshold == 900000
    error_message = "The alarm on duration has the given threshold."
  }

  assert {
    condition     = local.given_statements[*].Sid == ["PutResults", "ReadFiles", "CallApi", "ReadApi"]
    error_message = "The role gets each given statement."
  }
}
